import { finished } from 'node:stream';

/**
 * Lets so many answers be made at once and the others wait in the order they came. One thread makes them all: more at a
 * time end no sooner, but each holds what it has read so far, and the collector copies that again and again.
 */
export class Turnstile {
  private readonly waiting: (() => void)[] = [];
  private free: number;

  constructor(places: number) {
    this.free = places;
  }

  /** Resolves when there is a place; it is given on when the response is sent, or its connection lost. */
  async enter(response: NodeJS.WritableStream): Promise<void> {
    if (this.free > 0) this.free -= 1;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    // Also told of a response that was lost while it waited.
    finished(response, () => this.leave());
  }

  private leave(): void {
    const next = this.waiting.shift();
    if (next === undefined) this.free += 1;
    else next();
  }
}
