import type { PoolClient } from 'pg';
import type { Instant } from '#contracts';
import { instantSql } from '#event-store';
import { viewsIn, type BulkCount } from './bulk-count.js';
import type { LookUpRange } from './look-up-range.js';
import type { MisuseKind } from './misuse-kinds.js';
import { limitsJson, type MisuseLimits } from './misuse-limits.js';
import { KNOWN_FOR, LIMITS, OWN_NODES, OWN_UNIT } from './misuse-sql.js';

/** What one user did to one party on one day (of Europe/Copenhagen) that is conspicuous in one way. */
export interface Conspicuous {
  readonly kind: MisuseKind;
  readonly authority: string;
  readonly user: string;
  /** Null of BULK, which is about many. */
  readonly party: string | null;
  readonly day: string;
  /** When it first was. */
  readonly at: Instant;
  readonly entries: readonly string[];
}

const VIP = 3;
/** Where bulk look-ups begin, so many of each party are named; each later one names itself. */
const NAMED_AT_FIRST = 10;

/** The party that the viewer's own number stands for: after an erasure a number is named anew. */
const OWN_PARTY = `(select n.party_id from overview.party_node n
   where n.authority = k.authority and n.node_id = any(${OWN_NODES}) and not n.erased order by n.first_position desc limit 1)`;

const TIES = `
  select r.kind from overview.party_node own
    join overview.party_relation r on r.node_id = own.node_id
    join overview.party_node other on other.node_id = r.other_node_id
   where own.party_id = l.own_party and other.party_id = l.party
     and r.present and r.valid_from <= l.at and r.valid_to > l.at
  union
  select r.kind from overview.party_node own
    join overview.party_relation r on r.other_node_id = own.node_id
    join overview.party_node other on other.node_id = r.node_id
   where own.party_id = l.own_party and other.party_id = l.party
     and r.present and r.valid_from <= l.at and r.valid_to > l.at`;

/** The cases, `c`, that the party looked up has or has had a part in. */
const CASES_OF_PARTY = `overview.party_node n
    join overview.case_party p on p.node_id = n.node_id and p.authority = n.authority and p.present
    join overview.case_current c on c.authority = p.authority and c.case_id = p.case_id
     and c.valid_from <= now() and c.valid_to > now()
   where n.authority = l.authority and n.party_id = l.party`;

/** Units that lie below a unit of a viewer, and it itself. `union`: units in a circle are walked once. */
const COVERED = `covered (authority, top, unit) as (
    select distinct authority, unit, unit from l where unit is not null
    union
    select v.authority, v.top, u.unit_id from covered v
      join overview.unit_current u on u.authority = v.authority and u.parent_id = v.unit
       and u.valid_from <= now() and u.valid_to > now())`;

/** The viewer's newest look-ups of a party, `w`, up to this one: only so many, since a robot may have made any number. */
const newestOf = (party: string, within: string, limit: string | number): string => `
   select distinct on (w.at, w.position) w.at, w.position, w.entry_id from oversight.look_up w
    where w.authority = l.authority and w.user_id = l.user_id and w.party_id = ${party} and w.is_caseworker
      and (w.at, w.position) <= (l.at, l.position) and w.at > l.at - ${within}
    order by w.at desc, w.position desc limit ${limit}`;

const RULES = `
  with recursive l as materialized (
    select k.position, k.entry_id, k.authority, k.user_id, k.is_caseworker, k.at, k.object_id, k.party_id, ${OWN_UNIT} as unit,
           coalesce((select n.party_id from overview.party_node n
                           where n.node_id = k.party_id and n.authority = k.authority), k.party_id) as party,
           ${OWN_PARTY} as own_party
      from oversight.look_up k where k.position between $1 and $2),
  limits as (${LIMITS}),
  bulk as (select * from jsonb_to_recordset($4::jsonb) as b (position bigint, parties uuid[])),
  ${COVERED},
  found (kind, position, party, entries) as (
    select 'OWN_RECORD', l.position, l.party, array[l.entry_id] from l where l.party = l.own_party
    union all
    select distinct case t.kind when 'household' then 'HOUSEHOLD' else 'FAMILY' end, l.position, l.party, array[l.entry_id]
      from l, lateral (${TIES}) t where l.party <> l.own_party and t.kind <> 'representative'
    union all
    select 'COLLEAGUE', l.position, l.party, array[l.entry_id] from l
     where l.party is distinct from l.own_party and exists (
       select from overview.party_node n join oversight.colleague c on c.node_id = n.node_id and c.authority = n.authority
        where n.party_id = l.party and n.authority = l.authority and c.user_id <> l.user_id
          and c.first_at <= l.at and c.last_at > l.at - ${KNOWN_FOR})
    union all
    select 'VIP', l.position, l.party, array[l.entry_id] from l
     where exists (select from overview.case_current c where c.authority = l.authority and c.case_id = l.object_id
                     and c.valid_from <= now() and c.valid_to > now() and c.sensitivity = ${VIP})
        or exists (select from ${CASES_OF_PARTY} and c.sensitivity = ${VIP})
    union all
    select 'NO_RELATION', l.position, l.party, array[l.entry_id] from l
     where l.is_caseworker and l.unit is not null and l.party is not null and not exists (
       select from ${CASES_OF_PARTY} and c.responsible_unit in (
         select v.unit from covered v where v.authority = l.authority and v.top = l.unit))
    union all
    select 'REPEATED', l.position, l.party, s.entries from l join limits t using (authority), lateral (
       select array_agg(n.entry_id) as entries from (
         select distinct on (w.at, w.position) w.entry_id from (select distinct unnest(array[l.party_id, l.party]) as id) p,
           lateral (${newestOf('p.id', 't.repeated_within', 't.repeated')}) w
          order by w.at desc, w.position desc limit t.repeated) n) s
     where l.is_caseworker and cardinality(s.entries) >= t.repeated
    union all
    select 'BULK', l.position, null, array[l.entry_id] || array(
       select w.entry_id from unnest(b.parties) as p (id), lateral (${newestOf('p.id', 't.bulk_within', NAMED_AT_FIRST)}) w)
      from bulk b join l using (position) join limits t using (authority))
  select f.kind, l.authority, l.user_id as user, f.party, (l.at at time zone 'Europe/Copenhagen')::date::text as day,
         ${instantSql('min(l.at)')} as at, array_agg(distinct e) as entries
    from found f join l on l.position = f.position, unnest(f.entries) e
   group by 1, 2, 3, 4, 5 order by min(l.at), 1, 4`;

/**
 * Which look-ups of the range are conspicuous, by what is known now of ties, cases and units. Reads only. What a look-up costs
 * is bound by the limits, not by how many the user made before.
 * @param bulk has counted what came before the range
 */
export async function findConspicuous(
  client: Pick<PoolClient, 'query'>,
  { fromPosition, toPosition }: LookUpRange,
  limits: readonly MisuseLimits[],
  bulk: BulkCount,
): Promise<Conspicuous[]> {
  const isBulk = bulk.count(await viewsIn(client, { fromPosition, toPosition }, limits));
  const { rows } = await client.query<Conspicuous>({
    name: 'misuse rules',
    text: RULES,
    values: [fromPosition, toPosition, limitsJson(limits), JSON.stringify(isBulk)],
  });
  return rows;
}
