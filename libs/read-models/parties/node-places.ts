import { readable, type OpenedRecord, type PageContext, type RecordedEvent, type RowChange } from '#projection-engine';
import { nodesNamedBy, tiedNodes } from './identity.js';
import { isMention } from './party-mentions.js';
import { partyNode } from './party-overview.table.js';
import { partyStatements, type PartyRow } from './party-statements.projection.js';

/**
 * Makes nodes for what the page names and had none. Each has the place of the event that named it first, however the log
 * is cut into pages: who was recorded first must be the same after a rebuild.
 */
export function placeNodes(
  changes: readonly RowChange<PartyRow>[],
  events: readonly RecordedEvent[],
  context: PageContext,
): void {
  writePlaces(placesOf(changes, events), context);
}

/** Where the nodes of the changed rows, and those that the events name, were recorded first, as far as these events tell. */
export function placesOf(
  changes: readonly Pick<RowChange<PartyRow>, 'key' | 'row'>[],
  events: readonly RecordedEvent[],
): Map<string, NodePlace> {
  const placed = new Map<string, NodePlace>();
  const place = (nodeId: string, authority: string, isSubject: boolean, position: number): void => {
    const known = placed.get(nodeId);
    placed.set(nodeId, {
      authority,
      isSubject: isSubject || (known?.isSubject ?? false),
      position: Math.min(position, known?.position ?? position),
    });
  };
  for (const event of events.filter(isMention)) place(event.data.nodeId, event.authority, false, event.position);
  const namedAt = new Map<string, number>();
  for (const event of events)
    for (const node of nodesNamedBy(event)) if (!namedAt.has(node)) namedAt.set(node, event.position);
  for (const { key, row } of changes) {
    place(key, row.authority, true, row.firstPosition);
    const merges = new Set(
      Object.keys(row.attributes)
        .filter((name) => name.startsWith('merge/'))
        .map((name) => name.slice(6)),
    );
    for (const node of tiedNodes({ nodeId: key, row }))
      place(node, row.authority, merges.has(node), namedAt.get(node) ?? row.lastPosition);
  }
  return placed;
}

/** A subject that is parked has its place all the same: where it is purged, nothing else tells when it was recorded. */
export function placeSubjects(events: readonly OpenedRecord[], context: PageContext): void {
  const placed = new Map<string, NodePlace>();
  for (const event of readable(events)) {
    if (!partyStatements.hears.has(event.name)) continue;
    const key = partyStatements.keyOf(event);
    const { authority, position } = event;
    if (!placed.has(key)) placed.set(key, { authority, isSubject: true, position });
  }
  writePlaces(placed, context);
}

/** When a node was recorded first, and whether it is a source's own subject. */
export interface NodePlace {
  readonly authority: string;
  readonly isSubject: boolean;
  readonly position: number;
}

function writePlaces(placed: ReadonlyMap<string, NodePlace>, { transaction, place, isLate }: PageContext): void {
  const { physical, relation } = place.of(partyNode);
  const rows = [...placed];
  transaction.write({
    name: `place ${physical}${isLate ? ' late' : ''}`,
    text: `insert into ${relation} as known (node_id, authority, is_subject, first_position, cluster_id, party_id)
      select u.node_id, u.authority, u.is_subject, u.position, u.node_id, u.node_id
        from unnest($1::uuid[], $2::text[], $3::boolean[], $4::bigint[]) as u (node_id, authority, is_subject, position)
      on conflict (node_id) do ${isLate ? 'update set first_position = least(known.first_position, excluded.first_position)' : 'nothing'}`,
    values: [
      rows.map(([nodeId]) => nodeId),
      rows.map(([, { authority }]) => authority),
      rows.map(([, { isSubject }]) => isSubject),
      rows.map(([, { position }]) => position),
    ],
  });
}
