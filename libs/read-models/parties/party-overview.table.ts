import { EXISTS, courseOf, memberKeys, presenceOf, type DerivedRows, type TableDefinition } from '#projection-engine';
import { isFounded } from './identity.js';
import type { PartyRow } from './party-statements.projection.js';

/** Every node, the party it belongs to now, and the cluster of nodes that must be looked at together. */
export const partyNode: TableDefinition = {
  name: 'party_node',
  columns: {
    node_id: 'uuid',
    authority: 'text',
    is_subject: 'boolean',
    first_position: 'bigint',
    cluster_id: 'uuid',
    party_id: 'uuid',
  },
  primaryKey: ['node_id'],
  indexes: ['(cluster_id)', '(party_id)'],
};

/** The party as it applies, a row for each stretch of time from when it was composed on. */
export const partyCurrent: TableDefinition = {
  name: 'party_current',
  columns: {
    party_id: 'uuid',
    segment: 'integer',
    authority: 'text',
    valid_from: 'timestamptz',
    valid_to: 'timestamptz',
    founded: 'boolean',
    words: 'text[]',
    name_words: 'text[]',
    sources: 'text[]',
    doc: 'text',
    moments: 'text',
  },
  primaryKey: ['party_id', 'segment'],
  indexes: ['using gin (words)'],
};

/** Which events of other objects named the party, and how: a name shows where no party event gives one. */
export const mentionTable: TableDefinition = {
  name: 'mention',
  columns: {
    node_id: 'uuid',
    event_id: 'uuid',
    authority: 'text',
    via: 'text',
    kind: 'text',
    type: 'text',
    value: 'text',
    name: 'text',
    statement: 'text',
  },
  primaryKey: ['node_id', 'event_id'],
  indexes: ['(via)'],
};

/** Relations over all effective time, as stated by the party of `node_id`; the other side reads them backwards. */
export const partyRelation: TableDefinition = {
  name: 'party_relation',
  columns: {
    node_id: 'uuid',
    kind: 'text',
    other_node_id: 'uuid',
    valid_from: 'timestamptz',
    valid_to: 'timestamptz',
  },
  primaryKey: ['node_id', 'kind', 'other_node_id', 'valid_from'],
  indexes: ['(other_node_id)'],
};

/** The relations a subject states; none before its founding event has come or while it is removed. */
export function deriveRelations(nodeId: string, row: PartyRow): DerivedRows {
  if (!isFounded(row, null)) return { party_relation: [] };
  const gone = courseOf(row, EXISTS, null).filter(({ value }) => value === false);
  return {
    party_relation: memberKeys(row, 'relation').flatMap((key) => {
      const [kind = '', other = ''] = key.split('/');
      return presenceOf(row, 'relation', key, null)
        .map(({ from, to }) => ({ from: from ?? '', to: to ?? 'infinity' }))
        .flatMap((stretch) =>
          outside(
            stretch,
            gone.map(({ from, to }) => ({ from, to: to ?? 'infinity' })),
          ),
        )
        .map(({ from, to }) => ({ node_id: nodeId, kind, other_node_id: other, valid_from: from, valid_to: to }));
    }),
  };
}

interface Period {
  readonly from: string;
  readonly to: string;
}

/** 'infinity' sorts after every instant, as letters do after digits. */
function outside(period: Period, holes: readonly Period[]): Period[] {
  return holes.reduce<Period[]>(
    (left, hole) =>
      left.flatMap(({ from, to }) => {
        if (hole.to <= from || hole.from >= to) return [{ from, to }];
        return [
          ...(hole.from > from ? [{ from, to: hole.from }] : []),
          ...(hole.to < to ? [{ from: hole.to, to }] : []),
        ];
      }),
    [period],
  );
}
