import { readable, type AssertionRow, type OpenedRecord, type Projection, type RowChange } from '#projection-engine';
import type { PastMaterial, PastReader } from '../answers/past-material.js';
import { caseOverview } from '../cases/case-overview.projection.js';
import { documentOverview } from '../documents/document-overview.projection.js';
import { grantOverview } from '../grants/grant-overview.projection.js';
import { journalNoteOverview } from '../journal-notes/journal-note-overview.projection.js';
import { placesOf } from '../parties/node-places.js';
import { mentionsIn } from '../parties/party-mentions.js';
import { partyStatements } from '../parties/party-statements.projection.js';
import { paymentOverview } from '../payments/payment-overview.projection.js';
import { serviceOverview } from '../services/service-overview.projection.js';
import { unitTree } from '../units/unit-tree.projection.js';

/**
 * The material of every answer about a log, folded in memory by the product's own handlers: what the tables would give,
 * with all of it read for each question. For tests that ask thousands of logs; of one authority, without freshness.
 */
export function foldLog(events: readonly OpenedRecord[]): PastReader {
  const told = readable(events);
  const rowsOf = <Row extends AssertionRow>(projection: Projection<Row>): RowChange<Row>[] => {
    const rows = new Map<string, Row>();
    for (const event of told) {
      if (!projection.hears.has(event.name)) continue;
      const key = projection.keyOf(event);
      const row = projection.apply(rows.get(key), event);
      row.lastPosition = event.position;
      rows.set(key, row);
    }
    return [...rows].map(([key, row]) => ({ key, row }));
  };
  const objectsOf = (projection: Projection<AssertionRow>): Map<string, AssertionRow> =>
    new Map(rowsOf(projection).map(({ key, row }) => [key.slice(key.indexOf('/') + 1), row]));
  const subjects = rowsOf(partyStatements);
  const material: PastMaterial = {
    position: events.at(-1)?.position ?? 0,
    register: null,
    isAnyParked: false,
    tellsOfHidden: false,
    // As one cluster: those are only what keeps a look-up small.
    nodes: [...placesOf(subjects, told)].map(([nodeId, { position }]) => ({
      nodeId,
      clusterId: 'all',
      firstPosition: position,
    })),
    subjects: subjects.map(({ key, row }) => ({ nodeId: key, row })),
    mentions: mentionsIn(events),
    calling: [],
    cases: objectsOf(caseOverview),
    documents: objectsOf(documentOverview),
    notes: objectsOf(journalNoteOverview),
    grants: objectsOf(grantOverview),
    payments: objectsOf(paymentOverview),
    services: objectsOf(serviceOverview),
    units: objectsOf(unitTree),
    runs: new Map(),
  };
  return () => Promise.resolve(material);
}
