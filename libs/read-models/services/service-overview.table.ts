import { klePath, type Instant } from '#contracts';
import {
  claimsOf,
  segmentsFrom,
  type AssertionRow,
  type DerivedRows,
  type TableDefinition,
  type TableRow,
} from '#projection-engine';
import { serviceMoments, viewService } from './service-overview.view.js';

/** One row for each stretch of time from when it was derived on; nearly always one. */
export const serviceCurrent: TableDefinition = {
  name: 'service_current',
  columns: {
    authority: 'text',
    service_id: 'uuid',
    segment: 'integer',
    valid_from: 'timestamptz',
    valid_to: 'timestamptz',
    source: 'text',
    kle_path: 'text[]',
    case_id: 'uuid',
    node_id: 'uuid',
    start_on: 'date',
    moments: 'text',
    doc: 'text',
  },
  primaryKey: ['authority', 'service_id', 'segment'],
  indexes: ['(authority, node_id)'],
};

/** Every party (by node) and case that a service was ever said to belong to: as-of answers find their candidates here. */
export const serviceOwner: TableDefinition = {
  name: 'service_owner',
  columns: { authority: 'text', owner_id: 'uuid', service_id: 'uuid' },
  primaryKey: ['authority', 'owner_id', 'service_id'],
  indexes: ['(authority, service_id)'],
};

export const serviceTables = [serviceCurrent, serviceOwner];

/** What the tables hold of a service from `now` on. */
export function deriveService(key: string, row: AssertionRow, now: Instant): DerivedRows {
  const [authority = '', serviceId = ''] = key.split('/');
  if (row.purged) return {};
  const object = { authority, service_id: serviceId };
  const current: TableRow[] = segmentsFrom(row, now).flatMap(({ at, from, to }, segment) => {
    const view = viewService(serviceId, row, { asOf: at, knownAt: null });
    if (view === undefined) return [];
    return {
      ...object,
      segment,
      valid_from: from,
      valid_to: to,
      source: view.source,
      kle_path: klePath(view.kle),
      case_id: view.caseId,
      node_id: view.partyNode,
      start_on: view.start,
      moments: JSON.stringify(serviceMoments(view)),
      doc: JSON.stringify(view),
    };
  });
  const ever = ['party', 'caseId'].flatMap((attribute) => claimsOf(row, attribute, null).map(({ value }) => value));
  return {
    service_current: current,
    service_owner: [...new Set(ever)].map((ownerId) => ({ ...object, owner_id: ownerId as string })),
  };
}
