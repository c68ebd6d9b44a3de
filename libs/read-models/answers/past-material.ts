import type { Pool } from 'pg';
import { stateTable, unpackRow, type AssertionRow } from '#projection-engine';
import { caseOverview } from '../cases/case-overview.projection.js';
import { documentOverview } from '../documents/document-overview.projection.js';
import { grantOverview } from '../grants/grant-overview.projection.js';
import { journalNoteOverview } from '../journal-notes/journal-note-overview.projection.js';
import type { Subject } from '../parties/identity.js';
import { partyStatements, type PartyRow } from '../parties/party-statements.projection.js';
import type { Mention } from '../parties/party.view.js';
import { paymentOverview } from '../payments/payment-overview.projection.js';
import { serviceOverview } from '../services/service-overview.projection.js';
import { unitTree } from '../units/unit-tree.projection.js';
import { askedCases, belongingSql, otherHalves } from './belonging-sql.js';
import { CALLING, callingSql, type CallingMention, type NamesWanted } from './calling-sql.js';
import { anyParkedSql } from './parked.js';
import { registerSql } from './live-overview.js';
import { tellsOfHiddenSql } from './live-restricted.js';
import type { Scope } from './question.js';
import { allRows, among, parameters, POSITION, SERVED, type Parameters } from './statement-builder.js';

/*
 * What an answer about another moment is resolved from: the rows that the handlers have folded, as many as could have to
 * do with it, whatever applied when. They are read by one statement, so an answer costs the same however much the party
 * has, and is of one moment of the log and one generation.
 */

/** What is asked about, and how much of what lies around it is needed. */
export interface PastWanted {
  /** Nodes of the parties asked about. */
  readonly parties: readonly string[];
  readonly cases: readonly string[];
  /** Nodes of parties that a filter names. */
  readonly alsoParties: readonly string[];
  /** Documents, notes, grants, payments and services asked about by themselves, of whatever family. */
  readonly others: readonly string[];
  /** The parties' cases, and what belongs to parties, cases and grants. */
  readonly objects: boolean;
  /** The tree of units, by which rights are judged that are bound to some. */
  readonly units: boolean;
  /** Who is related to the parties, and which cases to the cases. */
  readonly relations: boolean;
  /** Where names are shown: whose, and which of the objects are read that alone tell them. */
  readonly names: NamesWanted | null;
}

/** A node that may have to do with the answer: which others it was ever tied to, and when it was recorded first. */
export interface PastNode {
  readonly nodeId: string;
  readonly clusterId: string;
  readonly firstPosition: number;
}

/** Everything read for one answer; more than it shows, and nothing of another authority. */
export interface PastMaterial {
  /** Everything had been read up to this position. */
  readonly position: number;
  /** The sources as `registerSql` tells them. */
  readonly register: string | null;
  readonly isAnyParked: boolean;
  readonly nodes: readonly PastNode[];
  readonly subjects: readonly Subject[];
  readonly mentions: readonly Mention[];
  /** The mentions by which a party is called, as far as their objects were looked for. */
  readonly calling: readonly CallingMention[];
  readonly cases: ReadonlyMap<string, AssertionRow>;
  readonly documents: ReadonlyMap<string, AssertionRow>;
  readonly notes: ReadonlyMap<string, AssertionRow>;
  readonly grants: ReadonlyMap<string, AssertionRow>;
  readonly payments: ReadonlyMap<string, AssertionRow>;
  readonly services: ReadonlyMap<string, AssertionRow>;
  /** All of the authority, where they were wanted. */
  readonly units: ReadonlyMap<string, AssertionRow>;
  /** The authority has chosen that its lists tell of what is hidden. */
  readonly tellsOfHidden: boolean;
  /** The parallel runs of the authority: the successor of each legacy source. */
  readonly runs: ReadonlyMap<string, string>;
}

/** Reads the material for one answer. */
export type PastReader = (wanted: PastWanted, scope: Pick<Scope, 'authority' | 'reading'>) => Promise<PastMaterial>;

interface Told {
  readonly what: string;
  readonly key: string;
  readonly told: string | null;
}

/** Reads from the served tables. */
export const pastReader =
  (pool: Pool): PastReader =>
  async (wanted, scope) => {
    const { parties, cases, alsoParties, others } = wanted;
    const made = parameters();
    for (const value of [scope.authority, parties, cases, alsoParties, ...(wanted.objects ? [others] : [])])
      made.add(value);
    const rows = await allRows<Told>(pool, materialSql(wanted, made), made.values);
    const only = (what: string): string | null => rows.find((row) => row.what === what)?.told ?? null;
    scope.reading?.note(only('served'));
    return {
      position: Number(only('position')),
      register: only('register'),
      isAnyParked: only('parked') === 'true',
      nodes: rows.flatMap(({ what, key, told }) => (what === 'node' ? nodeFrom(key, told ?? '[]') : [])),
      subjects: rows.flatMap(({ what, key, told }) =>
        what === 'subject' ? { nodeId: key, row: unpackRow(told ?? '') as PartyRow } : [],
      ),
      mentions: rows.flatMap(({ what, key, told }) => (what === 'mention' ? mentionFrom(key, told ?? '[]') : [])),
      calling: rows.flatMap(({ what, key, told }) => (what === 'calling' ? callingFrom(key, told ?? '[]') : [])),
      cases: objectsFrom(rows, 'case'),
      documents: objectsFrom(rows, 'document'),
      notes: objectsFrom(rows, 'note'),
      grants: objectsFrom(rows, 'grant'),
      payments: objectsFrom(rows, 'payment'),
      services: objectsFrom(rows, 'service'),
      units: objectsFrom(rows, 'unit'),
      tellsOfHidden: only('telling') === 'true',
      runs: new Map(rows.flatMap(({ what, key, told }) => (what === 'run' && told !== null ? [[key, told]] : []))),
    };
  };

function nodeFrom(nodeId: string, told: string): PastNode {
  const [clusterId, firstPosition] = JSON.parse(told) as [string, number];
  return { nodeId, clusterId, firstPosition };
}

type RawMention = [
  kind: string,
  type: string,
  value: string,
  name: string | null,
  statement: string,
  family: string,
  objectId: string,
];

function mentionFrom(nodeId: string, told: string): Mention {
  const [kind, type, value, name, statement, family, objectId] = JSON.parse(told) as RawMention;
  return {
    nodeId,
    kind,
    type,
    value,
    name,
    family,
    objectId,
    statement: JSON.parse(statement) as Mention['statement'],
  };
}

function callingFrom(nodeId: string, told: string): CallingMention {
  const [name, family, objectId, others] = JSON.parse(told) as [string, string, string, number];
  return { nodeId, name, family, objectId, others };
}

const objectsFrom = (rows: readonly Told[], wanted: string): Map<string, AssertionRow> =>
  new Map(
    rows.flatMap(({ what, key, told }): [string, AssertionRow][] =>
      what === wanted && told !== null ? [[key.slice(key.indexOf('/') + 1), unpackRow(told)]] : [],
    ),
  );

/** `$1` the authority, `$2` parties, `$3` cases, `$4` parties of a filter, `$5` other objects. Follows every tie that was ever told of. */
function materialSql({ objects, relations, units, names }: PastWanted, made: Parameters): string {
  const clustersOf = (nodes: string): string =>
    `select node_id, cluster_id, first_position, is_subject, party_id from overview.party_node where authority = $1 and not erased
       and ${among('cluster_id', `select cluster_id from overview.party_node where authority = $1 and ${among('node_id', nodes)}`)}`;
  const states = (what: string, projection: string, keys: string): string =>
    `select '${what}', key, state from overview.${stateTable(projection).name} where ${among('key', keys)}`;
  const keyed = (...ids: readonly string[]): string => `select $1 || '/' || id from (${ids.join(' union ')}) x (id)`;
  const also = (calling: string): readonly string[] => (names === null ? [] : [calling]);
  const ofFamily = (what: string, projection: string, ids: readonly string[]): string =>
    ids.length === 0 ? '' : `union all ${states(what, projection, keyed(...ids))}`;
  const wanted = (ids: string): readonly string[] => (objects ? [ids] : []);
  // Of a party that thousands of objects name, those are of use that may tell its name, and the first: since then it is known.
  const telling = [
    'select case_id from judged',
    ...['document', 'grant', 'payment', 'service'].flatMap((of) => wanted(`select ${of}_id from ${of}s`)),
    'select object_id from calling',
  ].join(' union ');
  const belonging = objects ? `${belongingSql('select unnest($5::uuid[])')},` : '';
  return `with near as materialized (${clustersOf('select unnest($2::uuid[])')}),
    own as materialized (
      select unnest($3::uuid[]) as case_id
      ${objects ? `union select case_id from overview.case_party where authority = $1 and ${among('node_id', 'select node_id from near')}` : ''}),
    cases as materialized (select case_id from own union ${otherHalves}),
    ${belonging}
    judged as materialized (
      select case_id from cases
      ${
        objects
          ? `union select unnest($5::uuid[])
             union select case_id from overview.document_case where authority = $1 and ${among('document_id', 'select document_id from documents')}
             union select case_id from overview.note_case where authority = $1 and ${among('note_id', 'select note_id from notes')}
             union select owner_id from overview.grant_owner where authority = $1 and ${among('grant_id', 'select grant_id from grants')}
             union select owner_id from overview.service_owner where authority = $1 and ${among('service_id', 'select service_id from services')}`
          : ''
      }
      ${
        relations
          ? `union select other_id from overview.case_relation where authority = $1 and ${among('case_id', askedCases)}
             union select case_id from overview.case_relation where authority = $1 and ${among('other_id', askedCases)}`
          : ''
      }),
    named as materialized (
      select unnest($2::uuid[] || $4::uuid[]) as node_id
      union select node_id from overview.case_party where authority = $1 and ${among('case_id', 'select case_id from cases')}
      ${
        objects
          ? `union select owner_id from overview.grant_owner where authority = $1 and ${among('grant_id', 'select grant_id from grants')}
             union select owner_id from overview.payment_owner where authority = $1 and ${among('payment_id', 'select payment_id from payments')}`
          : ''
      }
      ${
        relations
          ? `union select other_node_id from overview.party_relation where ${among('node_id', 'select node_id from near')}
             union select node_id from overview.party_relation where ${among('other_node_id', 'select node_id from near')}`
          : ''
      }),
    nodes as materialized (${clustersOf('select node_id from named')})
    ${names === null ? '' : `, ${callingSql(names, made)}`}
    select 'node' as what, node_id::text as key, json_build_array(cluster_id, first_position)::text as told from nodes
    union all ${states('subject', partyStatements.name, 'select node_id::text from nodes where is_subject')}
    union all select 'mention', node_id::text, json_build_array(kind, type, value, name, statement, family, object_id)::text
      from (select *, row_number() over (partition by node_id order by (statement::json ->> 'recordedAt') collate "C") as place
              from overview.mention where ${among('node_id', 'select node_id from nodes')}) m
     where place = 1 or family = 'party' ${names === null ? '' : `or ${among('object_id', telling)}`}
    ${names === null ? '' : `union all select 'calling', node_id::text, json_build_array(name, family, object_id, others)::text from calling`}
    ${ofFamily('case', caseOverview.name, ['select case_id from judged', ...also(CALLING.cases)])}
    ${ofFamily('document', documentOverview.name, [...wanted('select document_id from documents'), ...also(CALLING.documents)])}
    ${ofFamily('note', journalNoteOverview.name, wanted('select note_id from notes'))}
    ${ofFamily('grant', grantOverview.name, [...wanted('select grant_id from grants'), ...also(CALLING.grants)])}
    ${ofFamily('payment', paymentOverview.name, [...wanted('select payment_id from payments'), ...also(CALLING.payments)])}
    ${ofFamily('service', serviceOverview.name, [...wanted('select service_id from services'), ...also(CALLING.services)])}
    ${units ? `union all ${states('unit', unitTree.name, `select distinct $1 || '/' || unit_id from overview.unit_current where authority = $1`)}` : ''}
    union all select 'telling', '', ${tellsOfHiddenSql('$1')}::text
    union all select 'run', legacy, successor from overview.parallel_run where authority = $1
    union all select 'register', '', ${registerSql('$1')}
    union all select 'position', '', ${POSITION}
    union all select 'served', '', ${SERVED}
    union all select 'parked', '', ${anyParkedSql('$1')}::text`;
}
