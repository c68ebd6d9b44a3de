import { START, type AllStreamSubscription, type EventStoreDBClient } from '@eventstore/db-client';
import { ChangeSignal } from '../change-signal.js';
import type { EventFilter, StoredEvent } from '../event-store.js';
import { pauseBefore } from '../patience.js';
import { isTooSlow } from './cluster-faults.js';
import { placeOf } from './cluster-reader.js';
import type { StreamNames } from './stream-names.js';
import { positionOf } from './wire-form.js';

/** What a subscription of the cluster's is opened with. */
export interface PushOptions {
  readonly client: EventStoreDBClient;
  readonly names: StreamNames;
  readonly filter: EventFilter;
  /** Events that wait to be taken, at most; beyond it the server is not listened to. */
  readonly room: number;
  readonly onFault: (fault: unknown) => void;
}

/** Events pushed and not yet taken, and how far they reach. */
export interface Pushed {
  readonly events: StoredEvent[];
  readonly checkpoint: number;
}

/**
 * What the server pushes, until it is taken. The client library says little of its subscriptions' ends and never makes
 * one anew: after any fault this one is opened again, from the last event that came. It is not trusted to be complete
 * or alive: `followCluster` reads after it. The checkpoints of a filtered subscription are not listened to: they come
 * late, they overtake events that still lie in the client, and a subscription opened from one that is no event's place
 * begins behind the next event.
 */
export class Push {
  readonly arrivals = new ChangeSignal();
  #waiting: StoredEvent[] = [];
  /** The place of the last event that came, or that was read: always an event's own. */
  #reached: number;
  #subscription: AllStreamSubscription | null = null;
  #reopening: NodeJS.Timeout | undefined;
  #failures = 0;
  #isClosed = false;

  constructor(
    private readonly options: PushOptions,
    after: number,
  ) {
    this.#reached = after;
    this.#open();
  }

  /** The next events beyond a position, or null where none wait. */
  take(after: number, limit: number): Pushed | null {
    const first = this.#waiting.findIndex(({ position }) => position > after);
    const waiting = first < 0 ? [] : this.#waiting.slice(first);
    const events = waiting.slice(0, limit);
    this.#waiting = waiting.slice(limit);
    if (this.#waiting.length < this.options.room) this.#subscription?.resume();
    const last = events.at(-1);
    return last === undefined ? null : { events, checkpoint: last.position };
  }

  /** Opens the subscription anew from a position that was read beyond what it brought: it has gone silent, or is late. */
  renew(after: number): void {
    this.#drop();
    this.#reached = Math.max(this.#reached, after);
    this.#open();
  }

  close(): void {
    this.#isClosed = true;
    this.#drop();
  }

  #open(): void {
    if (this.#isClosed) return;
    const { client, names, filter } = this.options;
    const subscription = client.subscribeToAll({
      fromPosition: this.#reached === 0 ? START : placeOf(this.#reached),
      filter: names.serverFilter(filter),
    });
    this.#subscription = subscription;
    subscription.on('data', ({ event }) => {
      if (this.#subscription !== subscription || event === undefined) return;
      this.#failures = 0;
      const position = positionOf(event.position);
      // What is delivered twice.
      if (position <= this.#reached) return;
      this.#reached = position;
      const own = names.ownEvent(event, filter);
      if (own !== null) this.#waiting.push(own);
      if (this.#waiting.length >= this.options.room) subscription.pause();
      this.arrivals.raise();
    });
    subscription.on('error', (fault) => this.#reopen(subscription, fault));
    subscription.on('end', () => this.#reopen(subscription, null));
  }

  /** A consumer that is slow for long is dropped each time: what fails again and again is opened again ever later. */
  #reopen(subscription: AllStreamSubscription, fault: unknown): void {
    if (this.#subscription !== subscription) return;
    this.#drop();
    if (fault !== null && !isTooSlow(fault)) this.options.onFault(fault);
    this.#reopening = setTimeout(() => this.#open(), pauseBefore(this.#failures++));
  }

  #drop(): void {
    clearTimeout(this.#reopening);
    const subscription = this.#subscription;
    this.#subscription = null;
    if (subscription === null) return;
    subscription.removeAllListeners('data');
    subscription.on('error', () => undefined);
    subscription.unsubscribe().catch(() => undefined);
    subscription.destroy();
  }
}
