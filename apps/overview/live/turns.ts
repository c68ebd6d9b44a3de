/**
 * Lets few live views be asked at a time, so that questions find the thread and the database free, however many are open. A view
 * that has shown nothing yet goes before those that only look whether anything has changed; else in the order they came.
 */
export class Turns {
  private readonly first: (() => void)[] = [];
  private readonly again: (() => void)[] = [];
  private busy = 0;
  private readonly idle: (() => void)[] = [];

  constructor(private readonly places: number) {}

  /** Does the work when its turn has come, and gives what it gives. */
  async take<T>(isFirst: boolean, work: () => Promise<T>): Promise<T> {
    if (this.busy < this.places) this.busy += 1;
    else await new Promise<void>((resolve) => (isFirst ? this.first : this.again).push(resolve));
    try {
      return await work();
    } finally {
      const next = this.first.shift() ?? this.again.shift();
      if (next === undefined) this.busy -= 1;
      else next();
      if (this.busy === 0) for (const tell of this.idle.splice(0)) tell();
    }
  }

  /** Resolves when nothing is being asked and nothing waits. */
  async untilIdle(): Promise<void> {
    if (this.busy > 0) await new Promise<void>((resolve) => this.idle.push(resolve));
  }
}
