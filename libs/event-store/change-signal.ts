/**
 * Tells that the log has grown. Whoever waits first notes `count`, then reads, then waits for more than it noted:
 * what is written between the read and the wait is not slept through.
 */
export class ChangeSignal {
  #count = 0;
  readonly #waiting = new Set<() => void>();

  get count(): number {
    return this.#count;
  }

  raise(): void {
    this.#count++;
    for (const wake of [...this.#waiting]) wake();
  }

  /** Returns when raised beyond `count`, after `timeoutMs`, or when aborted. */
  async beyond(count: number, timeoutMs: number, signal: AbortSignal): Promise<void> {
    if (this.#count > count || signal.aborted) return;
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', wake);
        this.#waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, timeoutMs);
      signal.addEventListener('abort', wake);
      this.#waiting.add(wake);
    });
  }
}
