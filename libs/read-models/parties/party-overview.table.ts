import {
  EXISTS,
  NEVER,
  courseOf,
  memberCourse,
  memberKeys,
  rankText,
  WORDS_INDEX,
  wordsIndex,
  type DerivedRows,
  type TableDefinition,
} from '#projection-engine';
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
    // An erased node stays with the party that it was erased with, which is nobody any more but has a history.
    erased: 'boolean',
  },
  primaryKey: ['node_id'],
  indexes: ['(party_id)'],
  projectionIndexes: ['(cluster_id)'],
  // Nodes that only erased events named are in no second projection, and who was recorded first may be another then.
  compared: { by: [] },
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
    named: 'boolean',
    words: 'text[]',
    name_words: 'text[]',
    // What it is called is told by mentions alone, and to whom hangs on their objects. All that any of them calls it stands
    // among the words above, which find it; `own_words` are the words without.
    called: 'boolean',
    own_words: 'text[]',
    // By which it is named: who is found by name leads to cases without asking for the nodes of each.
    nodes: 'uuid[]',
    sources: 'text[]',
    doc: 'text',
    moments: 'text',
  },
  primaryKey: ['party_id', 'segment'],
  indexes: [WORDS_INDEX, wordsIndex('name_words')],
  // Not the documents: ids, and the order of members, hang on who was recorded first, which an erasure may change.
  compared: { by: ['t.words', 't.name_words', 't.called', 't.sources', 't.founded'] },
};

/** Which events of other objects named the party, and how: a name shows where no party event gives one. */
export const mentionTable: TableDefinition = {
  name: 'mention',
  columns: {
    node_id: 'uuid',
    event_id: 'uuid',
    authority: 'text',
    via: 'text',
    family: 'text',
    object_id: 'uuid',
    kind: 'text',
    type: 'text',
    value: 'text',
    name: 'text',
    name_words: 'text[]',
    valid_from: 'timestamptz',
    valid_to: 'timestamptz',
    rank: 'text',
    statement: 'text',
  },
  primaryKey: ['node_id', 'event_id'],
  projectionIndexes: ['(via)'],
};

/**
 * What each subject said last of a relation, over all effective time: that it is, or that it is no more; it counts while
 * the subject is there. Several subjects may be one party, so each has what ranks it. The other side reads them backwards.
 */
export const partyRelation: TableDefinition = {
  name: 'party_relation',
  columns: {
    node_id: 'uuid',
    kind: 'text',
    other_node_id: 'uuid',
    valid_from: 'timestamptz',
    valid_to: 'timestamptz',
    there_from: 'timestamptz',
    there_to: 'timestamptz',
    present: 'boolean',
    rank: 'text',
    statement: 'text',
  },
  primaryKey: ['node_id', 'kind', 'other_node_id', 'valid_from', 'there_from'],
  indexes: ['(other_node_id)'],
};

/** The relations a subject states; none before its founding event has come. */
export function deriveRelations(nodeId: string, row: PartyRow): DerivedRows {
  if (!isFounded(row, null)) return { party_relation: [] };
  const present = courseOf(row, EXISTS, null).filter(({ value }) => value === true);
  const there = present.map(({ from, to }) => ({ from, to: to ?? 'infinity' }));
  return {
    party_relation: memberKeys(row, 'relation').flatMap((key) => {
      const [kind = '', other = ''] = key.split('/');
      return memberCourse(row, 'relation', key, null).flatMap(({ from, to, value, statement }) =>
        (there.length > 0 ? there : [NEVER]).map((period) => ({
          node_id: nodeId,
          kind,
          other_node_id: other,
          valid_from: from,
          valid_to: to ?? 'infinity',
          there_from: period.from,
          there_to: period.to,
          present: value !== null,
          rank: rankText(statement),
          statement: JSON.stringify({ ...statement, from, to }),
        })),
      );
    }),
  };
}
