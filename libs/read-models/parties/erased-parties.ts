import { upsertRows, type OpenedRecord, type PageContext, type RecordedEvent } from '#projection-engine';
import { partyNode } from './party-overview.table.js';

/** A person or company that an operator had erased. */
export type ErasedParty = RecordedEvent<'erasure.party-erased'>;

/** The erasures of parties in a page. */
export function erasedParties(events: readonly OpenedRecord[]): ErasedParty[] {
  return events.filter((event): event is ErasedParty => !event.erased && event.name === 'erasure.party-erased');
}

/**
 * Keeps the nodes of erased parties together under the id they had, apart from all others: a history asked for by that id finds
 * its streams still, and what names one of the nodes from earlier finds nobody. After all that the page composed.
 */
export function keepErased(erased: readonly ErasedParty[], { transaction, place }: PageContext): void {
  const rows = erased.flatMap(({ authority, position, data: { partyId, subjects, numbers } }) => {
    const row = (nodeId: string, isSubject: boolean) => ({
      node_id: nodeId,
      authority,
      is_subject: isSubject,
      first_position: position,
      cluster_id: partyId,
      party_id: partyId,
      erased: true,
    });
    return [...subjects.map(({ nodeId }) => row(nodeId, true)), ...numbers.map(({ nodeId }) => row(nodeId, false))];
  });
  upsertRows(transaction, place.of(partyNode), rows);
}
