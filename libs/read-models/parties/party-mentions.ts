import { catalogue, type EventName, type StoredEventName } from '#contracts';
import {
  rankText,
  readable,
  statementOf,
  upsertRows,
  wordsOf,
  type OpenedRecord,
  type PageContext,
  type RecordedEvent,
  type TableRow,
} from '#projection-engine';
import type { ErasedParty } from './erased-parties.js';
import { mentionTable } from './party-overview.table.js';
import type { Mention } from './party.view.js';

/** The events after which names and numbers must be forgotten. */
export const PURGES: ReadonlySet<StoredEventName> = new Set(
  [...catalogue.byName.keys()].filter((name): name is EventName => name.endsWith('.purged')),
);

type MentionEvent = RecordedEvent<'mention.recorded'>;
/** Whether the event names a party. */
export const isMention = (event: RecordedEvent): event is MentionEvent => event.name === 'mention.recorded';

/** Who named the party: the object, and for a party's relation the source too, since its uuid is only the source's. */
const viaOf = (authority: string, family: string, objectId: string, source: string): string =>
  family === 'party' ? `${authority}/party/${source}/${objectId}` : `${authority}/${family}/${objectId}`;

const viaOfMention = ({ authority, source, data: { via } }: MentionEvent): string =>
  viaOf(authority, via.family, via.objectId, source);

const viaOfPurge = ({ name, authority, objectId, source }: OpenedRecord): string =>
  viaOf(authority, name.slice(0, name.lastIndexOf('.')), objectId, source);

/** What named parties and has not been purged since. */
export function mentionsIn(events: readonly OpenedRecord[]): Mention[] {
  const forgotten = new Set(events.filter(({ name }) => PURGES.has(name)).map(viaOfPurge));
  return readable(events).flatMap((event): Mention[] => {
    if (!isMention(event) || forgotten.has(viaOfMention(event))) return [];
    const { nodeId, kind, identifier, name, via } = event.data;
    const { type, value } = identifier;
    return [{ nodeId, kind, type, value, name: name ?? null, statement: statementOf(event), ...via }];
  });
}

/** Keeps what named parties, and tells which nodes. */
export function takeMentions(events: readonly RecordedEvent[], { transaction, place }: PageContext): string[] {
  const mentions = events.filter(isMention);
  const rows = mentions.map((event): TableRow => {
    const { nodeId, kind, identifier, name, via } = event.data;
    const statement = statementOf(event);
    return {
      node_id: nodeId,
      event_id: event.eventId,
      authority: event.authority,
      via: viaOfMention(event),
      family: via.family,
      object_id: via.objectId,
      kind,
      type: identifier.type,
      value: identifier.value,
      name: name ?? null,
      name_words: wordsOf(name),
      valid_from: statement.from,
      valid_to: statement.to ?? 'infinity',
      rank: rankText(statement),
      statement: JSON.stringify(statement),
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
  const nodes = erased.flatMap(({ data: { subjects, numbers } }) =>
    [...subjects, ...numbers].map(({ nodeId }) => nodeId),
  );
  if (purges.length + nodes.length === 0) return [];
  const rows = await transaction.read<{ node_id: string }>({
    text: `delete from ${place.of(mentionTable).relation} where via = any($1::text[]) or node_id = any($2::uuid[]) returning node_id`,
    values: [purges.map(viaOfPurge), nodes],
  });
  return [...nodes, ...rows.map(({ node_id: nodeId }) => nodeId)];
}
