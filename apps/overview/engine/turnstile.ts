import { finished } from 'node:stream';
import { overloaded } from './refusal.js';

/** More that wait hold their requests in memory, and the last would have hung up before its turn. */
const mostWaiting = 500;

/**
 * Lets so many answers be made at once and the others wait in the order they came. One thread makes them all: more at a
 * time end no sooner, but each holds what it has read so far, and the collector copies that again and again.
 */
export class Turnstile {
  private readonly waiting: (() => void)[] = [];
  private readonly inside = new Set<NodeJS.WritableStream>();
  private free: number;

  constructor(
    places: number,
    private readonly longestQueue = mostWaiting,
  ) {
    this.free = places;
  }

  /**
   * Resolves when there is a place; it is given on when the response leaves, or its connection is lost. Refuses at once where
   * too many wait already.
   */
  async enter(response: NodeJS.WritableStream): Promise<void> {
    if (this.waiting.length >= this.longestQueue) throw overloaded();
    if (this.free > 0) this.free -= 1;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.inside.add(response);
    // Also told of a response that was lost while it waited.
    finished(response, () => this.leave(response));
  }

  /** The answer is made, and only its text is left: a client that reads it slowly keeps nobody waiting. */
  leave(response: NodeJS.WritableStream): void {
    if (!this.inside.delete(response)) return;
    const next = this.waiting.shift();
    if (next === undefined) this.free += 1;
    else next();
  }
}
