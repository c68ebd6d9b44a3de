/** A turn that only looked whether anything has changed leaves its place empty for so many times as long as it took. */
const restShare = 1;

/**
 * Lets few live views be asked at a time, and not all the time, so that questions find the thread and the database free, however
 * many views are open. A view that has shown nothing yet goes before those that only look whether anything has changed, and
 * waits for nobody's rest; else in the order they came.
 */
export class Turns {
  private readonly first: (() => void)[] = [];
  private readonly again: (() => void)[] = [];
  private readonly idle: (() => void)[] = [];
  private busy = 0;
  private resting = 0;

  constructor(
    private readonly places: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Does the work when its turn has come, and gives what it gives. */
  async take<T>(isFirst: boolean, work: () => Promise<T>): Promise<T> {
    await new Promise<void>((resolve) => {
      (isFirst ? this.first : this.again).push(resolve);
      this.begin();
    });
    const begun = this.now();
    try {
      return await work();
    } finally {
      this.busy -= 1;
      if (!isFirst) this.rest((this.now() - begun) * restShare);
      this.begin();
      if (this.busy === 0 && this.first.length + this.again.length === 0)
        for (const tell of this.idle.splice(0)) tell();
    }
  }

  /** Resolves when nothing is being asked and nothing waits. */
  async untilIdle(): Promise<void> {
    if (this.busy + this.first.length + this.again.length === 0) return;
    await new Promise<void>((resolve) => this.idle.push(resolve));
  }

  private begin(): void {
    while (this.first.length > 0 && this.busy < this.places) this.give(this.first);
    while (this.again.length > 0 && this.busy + this.resting < this.places) this.give(this.again);
  }

  private give(waiting: (() => void)[]): void {
    this.busy += 1;
    waiting.shift()?.();
  }

  private rest(ms: number): void {
    this.resting += 1;
    setTimeout(() => {
      this.resting -= 1;
      this.begin();
    }, ms).unref();
  }
}
