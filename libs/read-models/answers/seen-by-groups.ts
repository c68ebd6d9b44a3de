import type { Pool } from 'pg';
import {
  caseVisibleSql,
  documentVisibleSql,
  groundsCte,
  groupSeesCaseSql,
  groupSeesSourceSql,
  type Ground,
} from '#access';
import type { Instant } from '#contracts';
import { grantSeen, paymentSeen, serviceSeen } from './live-benefits.js';
import { casesOfDocument } from './live-rights.js';
import { isPartyThereSql } from './party-presence.js';
import { allRows, holdsAt } from './statement-builder.js';
import { unitTreeSql } from './unit-tree.js';

/** What is asked about. */
export interface AskedIds {
  readonly parties: readonly string[];
  /** Of whatever family. */
  readonly objects: readonly string[];
}

/** On whose behalf, and when, it is asked. */
export interface Judging {
  readonly authority: string;
  readonly grounds: readonly Ground[];
  readonly now: Instant;
}

/** By id the places of those groups that alone see it now; an id that none sees is left out. */
export type SeersById = ReadonlyMap<string, readonly number[]>;

const AUTHORITY = '$2::text';
const NOW = '$3::timestamptz';
const NAMES = { authority: AUTHORITY, now: NOW };

/** A family of objects that holds now, and the condition under which a group sees its row. Whoever adds a family says it here. */
const family = (table: string, alias: string, id: string, seen: string): string =>
  `select ${alias}.${id} from overview.${table} ${alias}
    where ${alias}.authority = ${AUTHORITY} and ${alias}.${id} = any($5::uuid[]) and ${holdsAt(alias, NOW)} and ${seen}`;

const noteSeen = `exists (select 1 from grounds g join overview.case_current c on c.authority = nt.authority and c.case_id = nt.case_id
      and ${holdsAt('c', NOW)} where ${groupSeesSourceSql('nt.source')} and ${groupSeesCaseSql('c')})`;

const SEEN = [
  `select a.id from unnest($4::uuid[]) a (id) join overview.party_node k on k.node_id = a.id and k.authority = ${AUTHORITY}
      join overview.party_current p on p.party_id = k.party_id and ${holdsAt('p', NOW)}
    where ${isPartyThereSql(NAMES, 'p')}`,
  family('case_current', 'oc', 'case_id', caseVisibleSql('oc')),
  family('document_current', 'd', 'document_id', documentVisibleSql('d', casesOfDocument('d', NOW))),
  family('note_current', 'nt', 'note_id', noteSeen),
  family('grant_current', 'gr', 'grant_id', grantSeen(NAMES)),
  family('payment_current', 'pm', 'payment_id', paymentSeen(NAMES)),
  family('service_current', 'sv', 'service_id', serviceSeen(NAMES)),
].join(' union all ');

/**
 * The conditions of every other statement, asked for each group by itself: within the lateral its row is all of `grounds`.
 * `$1` the groups, `$2` the authority, `$3` now, `$4` parties and `$5` other objects.
 */
const SEEN_BY_GROUPS = `with ${groundsCte(1, unitTreeSql(AUTHORITY, NOW))}
  select held.n::int as n, seen.id::text as id
    from grounds held cross join lateral (with grounds as materialized (select held.*) ${SEEN}) seen (id)`;

/** By which of the groups alone each party and object is seen now: one statement, however many there are. */
export async function seenByGroups(
  pool: Pool,
  { authority, grounds, now }: Judging,
  { parties, objects }: AskedIds,
): Promise<SeersById> {
  const values = [JSON.stringify(grounds), authority, now, parties, objects];
  const seers = new Map<string, number[]>();
  for (const { n, id } of await allRows<{ n: number; id: string }>(pool, SEEN_BY_GROUPS, values))
    seers.set(id, [...(seers.get(id) ?? []), n - 1]);
  return seers;
}
