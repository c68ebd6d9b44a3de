/** Between two looks at where the read models stand: less than what anybody waits for on a screen. */
const everyMs = 250;

/** How the read models are watched. */
export interface ServedWatchOptions {
  /** Where they stand, as a text. */
  readonly standing: () => Promise<string>;
  /** Told once each time that they can no longer be read. */
  readonly onFault: (fault: unknown) => void;
}

/**
 * Tells when anything may be answered otherwise than before: one small statement a quarter of a second for the whole process,
 * and none while nobody follows anything. It asks rather than waits to be told: a lost notification would leave a view as it
 * was, and nobody would see that.
 */
export class ServedWatch {
  private readonly followers = new Set<() => void>();
  private timer: NodeJS.Timeout | undefined;
  private known: string | undefined;
  private isFailing = false;
  private isReading = false;

  constructor(private readonly options: ServedWatchOptions) {}

  /** Whether the read models could not be read when they were last asked. */
  get isAway(): boolean {
    return this.isFailing;
  }

  /** Calls back each time that something has moved, until what is returned is called. */
  follow(onMoved: () => void): () => void {
    this.followers.add(onMoved);
    if (this.timer === undefined) this.lookAfter(0);
    return () => {
      this.followers.delete(onMoved);
      if (this.followers.size > 0) return;
      clearTimeout(this.timer);
      this.timer = undefined;
      this.known = undefined;
    };
  }

  private lookAfter(ms: number): void {
    this.timer = setTimeout(() => void this.look(), ms).unref();
  }

  private async look(): Promise<void> {
    if (this.isReading) return;
    this.isReading = true;
    try {
      const standing = await this.options.standing();
      const hasMoved = standing !== this.known || this.isFailing;
      this.isFailing = false;
      this.known = standing;
      // The first look too: something may have moved between an answer and it.
      if (hasMoved) for (const onMoved of [...this.followers]) onMoved();
    } catch (fault) {
      if (!this.isFailing) this.options.onFault(fault);
      this.isFailing = true;
    } finally {
      this.isReading = false;
    }
    if (this.followers.size > 0) this.lookAfter(everyMs);
  }
}
