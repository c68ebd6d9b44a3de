import type { StoredEventName } from '#contracts';
import { streamName, type OpenedEnvelope } from '#personal-data';
import type { OpenedRecord, RecordedEvent } from './recorded-event.js';

/** What a read model hears beside the events of its families: the erasures of operators. */
export const ERASURES = ['erasure.object-erased', 'erasure.party-erased'] as const satisfies readonly StoredEventName[];

/**
 * Whether the event makes its object forgotten on all axes: a purge of its source, or an erasure. It acts on arrival and makes
 * moot what came before it: it is never held back, and where it fails, nothing goes on.
 */
export const isPurge = ({ name }: { readonly name: string }): boolean =>
  name.endsWith('.purged') || name.startsWith('erasure.');

/**
 * Read models know one way to forget: an erasure is taken in as the purge of what it erases, a person's as the purge of each
 * of the subjects that sources told of him. Every read model hears of all of them, and is given those it has handlers for.
 */
export function asPurges(
  events: readonly OpenedRecord[],
  hears: ReadonlySet<StoredEventName>,
): readonly OpenedRecord[] {
  if (!events.some(isErasure)) return events;
  return events.flatMap((event) =>
    isErasure(event) ? purgesOf(event).filter(({ name }) => hears.has(name)) : [event],
  );
}

type Erasure = RecordedEvent<(typeof ERASURES)[number]>;

function isErasure(event: OpenedRecord): event is Erasure {
  return !event.erased && event.name.startsWith('erasure.');
}

const PARTY = 'party';

function purgesOf(event: Erasure): OpenedRecord[] {
  if (event.name === 'erasure.object-erased') {
    const { family, objectId } = event.data;
    return [asPurge(event, family, { objectId })];
  }
  return event.data.subjects.map(({ nodeId, source, objectId }) =>
    asPurge(event, PARTY, { stream: streamName(PARTY, event.authority, nodeId), nodeId, source, objectId }),
  );
}

/** The purge of one object, where and when the erasure stands. */
function asPurge(event: Erasure, family: string, of: Partial<OpenedEnvelope>): OpenedRecord {
  return { ...event, ...of, name: `${family}.purged`, data: { basis: event.data.basis } } as OpenedRecord;
}
