import { fullTypeOf, type DataOf, type EventName, type Instant } from '#contracts';
import { municipality } from './municipality.js';
import type { Random } from './random.js';
import { sourceKeys, sourceSystem, type SourceKey } from './source-systems.js';

/** A structured CloudEvent as a source system would send it. */
export interface CloudEvent {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly time: Instant;
  readonly authority: string;
  readonly effectivefrom?: Instant;
  readonly effectiveto?: Instant;
  readonly sequence?: string;
  readonly registeredby?: string;
  readonly datacontenttype: 'application/json';
  readonly data: unknown;
}

/** An event and the URI of the source system whose token sends it. */
export interface DemoEvent {
  readonly source: string;
  readonly event: CloudEvent;
}

/** What a story tells; the outbox gives it id, sequence and place in the order of publishing. */
export interface Draft<N extends EventName = EventName> {
  readonly system: SourceKey;
  readonly name: N;
  readonly subject: string;
  readonly time: Instant;
  readonly data: DataOf<N>;
  readonly effectiveFrom?: Instant | undefined;
  readonly effectiveTo?: Instant | undefined;
  readonly registeredBy?: string | undefined;
}

export interface Outbox {
  add<N extends EventName>(draft: Draft<N>): void;
  /** All events in the order in which they are published: by registration, with some late and some sent twice. */
  publish(random: Random): readonly DemoEvent[];
  /** The highest sequence handed out to a system, once published. */
  lastSequence(system: SourceKey): number;
}

/** Share of events that arrive long after their turn, and of events that arrive twice. */
const LATE = 0.015;
const REPEATED = 0.005;

/** Collects what happens; `gapIn` loses one number in the middle of its sequence, as if an event never left it. */
export function createOutbox(gapIn: SourceKey): Outbox {
  const drafts: Draft[] = [];
  const last = new Map<SourceKey, number>();
  return {
    add: (draft) => void drafts.push(draft),
    lastSequence: (system) => last.get(system) ?? 0,
    publish: (random) => {
      const inTime = drafts
        .map((draft, index) => ({ draft, index }))
        .sort((a, b) => order(a.draft.time, b.draft.time) || a.index - b.index);
      const gapAt = Math.floor(drafts.filter((draft) => draft.system === gapIn).length / 2);
      const counts = new Map<SourceKey, number>(sourceKeys.map((key) => [key, 0]));
      const placed: { at: number; event: DemoEvent }[] = [];
      inTime.forEach(({ draft }, place) => {
        const count = (counts.get(draft.system) ?? 0) + 1;
        counts.set(draft.system, count);
        const sequence = draft.system === gapIn && count > gapAt ? count + 1 : count;
        last.set(draft.system, sequence);
        const event = toCloudEvent(draft, count, sequence);
        placed.push({ at: place + (random.chance(LATE) ? random.int(300, 5000) : 0), event });
        if (random.chance(REPEATED)) placed.push({ at: place + random.int(1, 3000) + 0.5, event });
      });
      return placed.sort((a, b) => a.at - b.at).map(({ event }) => event);
    },
  };
}

function toCloudEvent(draft: Draft, count: number, sequence: number): DemoEvent {
  const system = sourceSystem(draft.system);
  const family = draft.name.slice(0, draft.name.indexOf('.'));
  return {
    source: system.uri,
    event: {
      specversion: '1.0',
      id: `${system.slug}-${String(count).padStart(7, '0')}`,
      source: system.uri,
      type: fullTypeOf(draft.name),
      subject: `${family}/${draft.subject}`,
      time: draft.time,
      authority: municipality.authority,
      ...(draft.effectiveFrom === undefined ? {} : { effectivefrom: draft.effectiveFrom }),
      ...(draft.effectiveTo === undefined ? {} : { effectiveto: draft.effectiveTo }),
      ...(system.capabilities.sequence ? { sequence: String(sequence) } : {}),
      ...(draft.registeredBy === undefined ? {} : { registeredby: draft.registeredBy }),
      datacontenttype: 'application/json',
      data: draft.data,
    },
  };
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
