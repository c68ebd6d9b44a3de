import { performance } from 'node:perf_hooks';

/** What a client asks of the stream it appends to: an exact last revision, or one of three words. */
export type ExpectedRevision = bigint | 'any' | 'no-stream' | 'stream-exists';

/** An event as a client proposes it. */
export interface ProposedEvent {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

/** An event as it lies in the log. */
export interface StoredEvent extends ProposedEvent {
  /** Its number in the log, from 0: ours, never told to a client. */
  readonly index: number;
  /** Commit and prepare position in one. Rises with holes. */
  readonly position: number;
  /** The position after its last byte. */
  readonly end: number;
  readonly stream: string;
  readonly revision: number;
  /** Ticks of 100 ns since 1970, as the wire has them. */
  readonly created: string;
}

/** What became of an append. `current` is -1 where there is no such stream. */
export type AppendOutcome =
  | { readonly kind: 'appended'; readonly revision: number; readonly position: number }
  | { readonly kind: 'wrong-revision'; readonly current: number };

/** A real log begins with records that are no events, each record has its headers, and between two events may lie others. */
const FIRST_POSITION = 548;
const RECORD_BYTES = 132;
const RECORDS_BETWEEN = [0, 0, 61, 0, 187, 0, 0, 0, 94] as const;

/**
 * The log of the stand-in: one list of events with byte-like positions, and the same events by stream. It decides on an
 * append as EventStoreDB 23.10 does, repetitions included.
 */
export class StandInLog {
  readonly events: StoredEvent[] = [];
  readonly #streams = new Map<string, StoredEvent[]>();
  readonly #recentIds: number;
  readonly #keep: (written: readonly StoredEvent[]) => void;
  #lastCreated = 0n;
  #rememberedFrom = 0;

  /**
   * `recentIds`: among how many last events of a stream an id is looked for where any revision will do. `keep` is handed
   * what an append writes, before anybody sees it.
   */
  constructor(recentIds: number, keep: (written: readonly StoredEvent[]) => void) {
    this.#recentIds = recentIds;
    this.#keep = keep;
  }

  /** The events of a stream by their revision; undefined where there is no such stream. */
  stream(name: string): readonly StoredEvent[] | undefined {
    return this.#streams.get(name);
  }

  /** The number of the first event at or behind a position; the number of events where there is none. */
  indexAt(position: number): number {
    let [low, high] = [0, this.events.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.events[middle]?.position ?? 0) < position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Decides on an append and writes it behind the stream's last event; a repetition writes nothing and tells where it lies. */
  append(stream: string, expected: ExpectedRevision, proposed: readonly ProposedEvent[]): AppendOutcome {
    const known = this.#streams.get(stream) ?? [];
    const decided = this.#decided(known, expected, proposed);
    if (decided !== undefined) return decided;
    const written = this.#placed(stream, known.length, proposed);
    this.#keep(written);
    this.restore(written);
    const last = written.at(-1);
    // An append of nothing succeeds too, and tells what the server tells.
    if (last === undefined) return { kind: 'appended', revision: Math.max(known.length - 1, 0), position: this.end };
    return placementOf(last);
  }

  /** Takes back events that have been written before, in their order. */
  restore(written: readonly StoredEvent[]): void {
    for (const event of written) {
      const stream = this.#streams.get(event.stream);
      if (stream === undefined) this.#streams.set(event.stream, [event]);
      else stream.push(event);
      this.events.push(event);
    }
  }

  /** Forgets, as a server does that starts, which ids it has seen. What was appended to an exact revision stays known. */
  forgetIds(): void {
    this.#rememberedFrom = this.events.length;
  }

  /** The position behind the last event. */
  get end(): number {
    return this.events.at(-1)?.end ?? FIRST_POSITION;
  }

  /** Whether a position is one that the server can have told: an event's own, the one behind it, or none within the log. */
  isBoundary(position: number): boolean {
    const next = this.events[this.indexAt(position)];
    const before = this.events[this.indexAt(position) - 1];
    return next === undefined || next.position === position || (before?.end ?? 0) === position;
  }

  /** What an append comes to without being written; undefined where it is to be written. */
  #decided(
    known: readonly StoredEvent[],
    expected: ExpectedRevision,
    proposed: readonly ProposedEvent[],
  ): AppendOutcome | undefined {
    const current = known.length - 1;
    const wrong: AppendOutcome = { kind: 'wrong-revision', current };
    if (expected === 'stream-exists' && current < 0) return wrong;
    if (expected === 'any' || expected === 'stream-exists') return this.#recentRepetition(known, proposed);
    const last = expected === 'no-stream' ? -1 : Number(expected);
    if (last > current) return wrong;
    if (last === current) return undefined;
    // Behind the end: a repetition of exactly what followed then, or a conflict.
    const repeated = proposed.every(({ id }, offset) => known[last + 1 + offset]?.id === id);
    const repeatedLast = known[last + proposed.length];
    return repeated && proposed.length > 0 && repeatedLast !== undefined ? placementOf(repeatedLast) : wrong;
  }

  /** Ids are remembered for a while only, and not across a start: what is older is written again. */
  #recentRepetition(known: readonly StoredEvent[], proposed: readonly ProposedEvent[]): AppendOutcome | undefined {
    const recent = known.slice(-this.#recentIds).filter(({ index }) => index >= this.#rememberedFrom);
    const found = proposed.map(({ id }) => recent.find((event) => event.id === id));
    if (found[0] === undefined) return undefined;
    const last = found.at(-1);
    if (last === undefined || found.includes(undefined)) return { kind: 'wrong-revision', current: known.length - 1 };
    return placementOf(last);
  }

  #placed(stream: string, firstRevision: number, proposed: readonly ProposedEvent[]): readonly StoredEvent[] {
    const created = this.#now();
    let position = this.end;
    return proposed.map((event, offset) => {
      const { id, type, contentType, data, metadata } = event;
      const index = this.events.length + offset;
      position += RECORDS_BETWEEN[index % RECORDS_BETWEEN.length] ?? 0;
      const end = position + RECORD_BYTES + type.length * 2 + data.length + metadata.length;
      const revision = firstRevision + offset;
      const placed = { id, type, contentType, data, metadata, index, position, end, stream, revision, created };
      position = end;
      return placed;
    });
  }

  /** Never the same twice and never back, though the clock has only microseconds and may be set. */
  #now(): string {
    const ticks = BigInt(Math.floor((performance.timeOrigin + performance.now()) * 1_000)) * 10n;
    this.#lastCreated = ticks > this.#lastCreated ? ticks : this.#lastCreated + 1n;
    return this.#lastCreated.toString();
  }
}

function placementOf({ revision, position }: StoredEvent): AppendOutcome {
  return { kind: 'appended', revision, position };
}
