import type { Instant } from '#contracts';
import { ChangeSignal } from '../change-signal.js';
import type { AppendOutcome, AppendRequest, EventFilter, EventPage, StoredEvent } from '../event-store.js';
import { bucketOf } from '../stream-bucket.js';

/** A log in memory. Stores opened on one log share it, as processes share a database. */
export class InMemoryLog {
  readonly changes = new ChangeSignal();
  readonly byId = new Map<string, StoredEvent>();
  readonly byStream = new Map<string, StoredEvent[]>();
  readonly #events: StoredEvent[] = [];

  /** `clock` gives milliseconds since 1970; what is recorded does not go back when it does. */
  constructor(private readonly clock: () => number = Date.now) {}

  get head(): number {
    return this.#events.length;
  }

  write(requests: readonly AppendRequest[]): AppendOutcome[] {
    const recordedAt = this.#now();
    const outcomes = requests.map((request) => this.#judge(request) ?? this.#store(request, recordedAt));
    this.changes.raise();
    return outcomes;
  }

  page(after: number, limit: number, filter: EventFilter = {}): EventPage {
    const events: StoredEvent[] = [];
    let checkpoint = after;
    while (events.length < limit && checkpoint < this.head) {
      const event = this.#events[checkpoint++];
      if (event !== undefined && matches(event, filter)) events.push(event);
    }
    return { events, checkpoint, caughtUp: checkpoint >= this.head };
  }

  #judge({ stream, expectedRevision, events }: AppendRequest): AppendOutcome | null {
    const known = events.flatMap(({ eventId }) => this.byId.get(eventId) ?? []);
    const [first] = known;
    if (first !== undefined) {
      const elsewhere = known.find((event) => event.stream !== stream);
      if (elsewhere === undefined && known.length === events.length) {
        return { status: 'duplicate', ...placementOf(known, first) };
      }
      return { status: 'idConflict', eventId: (elsewhere ?? first).eventId };
    }
    const actual = this.byStream.get(stream)?.at(-1)?.revision ?? null;
    const expected = expectedRevision === 'no-stream' ? null : expectedRevision;
    return expected === 'any' || expected === actual ? null : { status: 'wrongRevision', actual };
  }

  #store({ stream, events }: AppendRequest, recordedAt: Instant): AppendOutcome {
    const ofStream = this.byStream.get(stream) ?? [];
    this.byStream.set(stream, ofStream);
    const bucket = bucketOf(stream);
    for (const { eventId, type, metadata, data } of events) {
      const position = this.head + 1;
      const stored = { eventId, type, metadata, data, stream, revision: ofStream.length, position, recordedAt, bucket };
      this.#events.push(stored);
      this.byId.set(eventId, stored);
      ofStream.push(stored);
    }
    const firstPosition = this.head - events.length + 1;
    return { status: 'ok', firstPosition, lastPosition: this.head, revision: ofStream.length - 1 };
  }

  #now(): Instant {
    const now = new Date(this.clock()).toISOString().replace('Z', '000Z');
    const last = this.#events.at(-1)?.recordedAt ?? now;
    return now > last ? now : last;
  }
}

function placementOf(known: readonly StoredEvent[], first: StoredEvent) {
  const last = known.reduce((latest, event) => (event.position > latest.position ? event : latest), first);
  const firstPosition = Math.min(...known.map(({ position }) => position));
  return { firstPosition, lastPosition: last.position, revision: last.revision };
}

function matches(event: StoredEvent, { types, streamPrefixes }: EventFilter): boolean {
  const hasType = types?.includes(event.type) ?? true;
  return hasType && (streamPrefixes?.some((prefix) => event.stream.startsWith(prefix)) ?? true);
}
