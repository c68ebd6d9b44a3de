import { caseVisibleSql, groundsCte } from '#access';
import type { Instant } from '#contracts';
import type { Moment } from './question.js';
import { among, holdsAt, type Parameters } from './statement-builder.js';
import { unitTreeSql } from './unit-tree.js';

/*
 * What no party event names is called what the objects say that the caller sees, so those objects must be read to judge
 * them. A landlord may be named on ten thousand cases, nearly always by one name or two: of each name the strongest mention
 * is enough, unless that one is hidden after all.
 */

/** For which parties, and by what, names are judged that only mentions tell. */
export interface NamesWanted {
  /** Those asked about, or everybody who is read. */
  readonly of: 'asked' | 'everybody';
  /** Of each name that a party is called the strongest mention, or every mention. */
  readonly by: 'strongest' | 'every';
  readonly moment: Moment;
  readonly now: Instant;
  readonly grounds: string;
}

/** A mention whose object is read to judge it. */
export interface CallingMention {
  readonly nodeId: string;
  readonly name: string;
  readonly family: string;
  readonly objectId: string;
  /** So many more tell the same name, hidden or not; by the strongest alone their objects are not read. */
  readonly others: number;
}

/**
 * `with` tables: `calling` of the mentions at the moment that may be told to the caller. A case that he may not see
 * today tells him nothing of the past; what else hides is judged from the rows. `offset 0` keeps the mentions in order, so
 * that no more of them are judged than are wanted. `nodes` and `near` must stand before.
 */
export function callingSql({ of, by, moment, now, grounds }: NamesWanted, parameters: Parameters): string {
  const groups = Number(parameters.add(grounds).slice(1));
  const today = `${parameters.add(now)}::timestamptz`;
  const asOf = moment.asOf === null ? today : `${parameters.add(moment.asOf)}::timestamptz`;
  const said =
    moment.asKnownAt === null
      ? 'exists (select from overview.party_current p where p.party_id = n.party_id and p.called)'
      : `(m.statement::json ->> 'recordedAt') collate "C" <= ${parameters.add(moment.asKnownAt)}::text`;
  return `${groundsCte(groups, unitTreeSql('$1', today))},
    calling_by_name as materialized (
      select m.node_id, m.name, array_agg(m.family order by m.rank collate "C" desc) as families,
             array_agg(m.object_id order by m.rank collate "C" desc) as objects
        from ${of === 'asked' ? 'near' : 'nodes'} n join overview.mention m on m.node_id = n.node_id
       where m.name is not null and m.family <> 'party' and ${holdsAt('m', asOf)} and ${said}
       group by m.node_id, m.name),
    calling as materialized (
      select b.node_id, b.name, told.family, told.object_id, cardinality(b.objects) - 1 as others
        from calling_by_name b cross join lateral (
          select m.family, m.object_id
            from (select * from unnest(b.families, b.objects) with ordinality u (family, object_id, place) order by place offset 0) m
           where not exists (select from overview.case_current c where m.family = 'case' and c.authority = $1
             and c.case_id = m.object_id and ${holdsAt('c', today)} and not ${caseVisibleSql('c')})
           ${by === 'strongest' ? 'limit 1' : ''}) told),
    calling_grants as materialized (
      select object_id as grant_id from calling where family = 'grant'
      union select owner_id from overview.payment_owner where authority = $1 and ${among('payment_id', objectsOf('payment'))})`;
}

const objectsOf = (family: string): string => `select object_id from calling where family = '${family}'`;

/** SQL of the ids of the objects that call parties and of what they are judged by. */
export const CALLING = {
  documents: objectsOf('document'),
  grants: `select grant_id from calling_grants`,
  payments: objectsOf('payment'),
  services: objectsOf('service'),
  cases: `${objectsOf('case')}
    union select case_id from overview.document_case where authority = $1 and ${among('document_id', objectsOf('document'))}
    union select owner_id from overview.grant_owner where authority = $1 and ${among('grant_id', 'select grant_id from calling_grants')}
    union select owner_id from overview.service_owner where authority = $1 and ${among('service_id', objectsOf('service'))}`,
} as const;
