import type { StoredEventName } from '#contracts';
import type { ErasedEvent, ReadableEvent } from '#personal-data';
import type { Statement } from './statement.js';

/** An event as handlers get it: stored, opened, identified. */
export type RecordedEvent<N extends StoredEventName = StoredEventName> = N extends StoredEventName
  ? ReadableEvent<N>
  : never;

/** What the runner hands to a read model: an event, or one whose key is destroyed. */
export type OpenedRecord = RecordedEvent | ErasedEvent<StoredEventName>;

/** The statement an event makes. */
export function statementOf(
  event: Pick<RecordedEvent, 'time' | 'sequence' | 'source' | 'id' | 'effectiveFrom' | 'effectiveTo' | 'recordedAt'>,
): Statement {
  return {
    time: event.time,
    sequence: event.sequence,
    source: event.source,
    id: event.id,
    from: event.effectiveFrom,
    to: event.effectiveTo,
    recordedAt: event.recordedAt,
  };
}
