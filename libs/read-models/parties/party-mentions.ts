import type { StoredEventName } from '#contracts';
import {
  statementOf,
  upsertRows,
  type OpenedRecord,
  type PageContext,
  type RecordedEvent,
  type TableRow,
} from '#projection-engine';
import type { ErasedParty } from './erased-parties.js';
import { mentionTable } from './party-overview.table.js';

/** The events after which names and numbers must be forgotten. */
export const PURGES: ReadonlySet<StoredEventName> = new Set<StoredEventName>([
  'case.purged',
  'document.purged',
  'journal-note.purged',
  'party.purged',
]);

type MentionEvent = RecordedEvent<'mention.recorded'>;
/** Whether the event names a party. */
export const isMention = (event: RecordedEvent): event is MentionEvent => event.name === 'mention.recorded';

/** Who named the party: the object, and for a party's relation the source too, since its uuid is only the source's. */
const viaOf = (authority: string, family: string, objectId: string, source: string): string =>
  family === 'party' ? `${authority}/party/${source}/${objectId}` : `${authority}/${family}/${objectId}`;

/** Keeps what named parties, and tells which nodes. */
export function takeMentions(events: readonly RecordedEvent[], { transaction, place }: PageContext): string[] {
  const mentions = events.filter(isMention);
  const rows = mentions.map((event): TableRow => {
    const { nodeId, kind, identifier, name, via } = event.data;
    return {
      node_id: nodeId,
      event_id: event.eventId,
      authority: event.authority,
      via: viaOf(event.authority, via.family, via.objectId, event.source),
      kind,
      type: identifier.type,
      value: identifier.value,
      name: name ?? null,
      statement: JSON.stringify(statementOf(event)),
    };
  });
  upsertRows(transaction, place.of(mentionTable), [
    ...new Map(rows.map((row) => [`${String(row['node_id'])}${String(row['event_id'])}`, row])).values(),
  ]);
  return mentions.map(({ data }) => data.nodeId);
}

/** What only a purged object told of a party goes with it, and what named an erased one wherever it stood; tells which nodes. */
export async function forgetMentions(
  events: readonly OpenedRecord[],
  erased: readonly ErasedParty[],
  { transaction, place }: PageContext,
): Promise<string[]> {
  const purges = events.filter(({ name }) => PURGES.has(name));
  const nodes = erased.flatMap(({ data: { subjects, numbers } }) => [...subjects, ...numbers].map(({ nodeId }) => nodeId));
  if (purges.length + nodes.length === 0) return [];
  const vias = purges.map(({ name, authority, objectId, source }) =>
    viaOf(authority, name.slice(0, name.lastIndexOf('.')), objectId, source),
  );
  const rows = await transaction.read<{ node_id: string }>({
    text: `delete from ${place.of(mentionTable).relation} where via = any($1::text[]) or node_id = any($2::uuid[]) returning node_id`,
    values: [vias, nodes],
  });
  return [...nodes, ...rows.map(({ node_id: nodeId }) => nodeId)];
}
