import { LRUCache } from 'lru-cache';

/** Seconds' worth of requests that may come at once after a pause. */
const BURST_SECONDS = 10;
/** Callers that are remembered; of more, those are forgotten that have been quiet longest. */
const MOST_CALLERS = 20_000;

/**
 * So many requests a second of each caller, and ten seconds' worth at once: a token bucket by the generic cell rate algorithm
 * (ITU-T I.371), one number a caller. In the memory of this process: several processes allow several times as much.
 */
export class RateLimit {
  private readonly spacingMs: number;
  /** When each caller's bucket is full again, in milliseconds of `now`. */
  private readonly fullAt = new LRUCache<string, number>({ max: MOST_CALLERS });

  /** 0 a second: no limit. */
  constructor(
    perSecond: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.spacingMs = perSecond === 0 ? 0 : 1_000 / perSecond;
  }

  /** Counts a request of this caller: 0 where it may pass, else the whole seconds to wait, and then it is not counted. */
  take(caller: string): number {
    if (this.spacingMs === 0) return 0;
    const now = this.now();
    const fullAt = Math.max(now, this.fullAt.get(caller) ?? 0) + this.spacingMs;
    const overMs = fullAt - now - BURST_SECONDS * 1_000;
    if (overMs > 0) return Math.ceil(overMs / 1_000);
    this.fullAt.set(caller, fullAt);
    return 0;
  }
}

/** Requests a second from one address whose token is none; of more, nobody reads the log lines. */
const STRANGERS_PER_SECOND = 50;

/**
 * How often callers may ask: by their own name where a token gives them one, whatever their address; by address only where it
 * does not, so that nobody behind the same proxy is turned away with a stranger. Also the token by which Nest hands it out.
 */
export class CallerLimits {
  private readonly callers: RateLimit;
  private readonly strangers = new RateLimit(STRANGERS_PER_SECOND);

  constructor(perSecond: number) {
    this.callers = new RateLimit(perSecond);
  }

  /** The seconds that this caller has to wait; 0: none. */
  waitOf(caller: string): number {
    return this.callers.take(caller);
  }

  /** The seconds that strangers from this address have to wait; 0: none. */
  waitOfStranger(address: string): number {
    return this.strangers.take(address);
  }
}
