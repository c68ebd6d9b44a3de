import type { Instant } from '#contracts';
import { paint } from '#projection-engine';
import type { PartyLink } from '../cases/case-overview.view.js';
import { holdsAt } from './statement-builder.js';
import { unbrokenPeriod } from './unbroken.js';

/*
 * Who takes part in a case is a matter of the party and not of the number it was named by: added by one number and ended
 * by another, it is ended. Rows are kept by number, since only identity knows which numbers are one party, and identity
 * moves without the case.
 */

/** Row `cp` of `case_party` says at the moment that its party takes part, and no other number of that party says it ended since. */
export const takesPart = (cp: string, now: string): string => `(${cp}.present and ${holdsAt(cp, now)}
  and not exists (select 1 from overview.case_party ended
    join overview.party_node en on en.node_id = ended.node_id join overview.party_node cn on cn.node_id = ${cp}.node_id and cn.party_id = en.party_id
    where ended.authority = ${cp}.authority and ended.case_id = ${cp}.case_id and ended.role = ${cp}.role and not ended.present
      and ${holdsAt('ended', now)} and ended.rank collate "C" > ${cp}.rank collate "C"))`;

/** Row `pr` of `party_relation` says at the moment that the relation is, and no other subject of the party said later that it ended. */
export const isRelated = (pr: string, now: string): string => `(${pr}.present and ${counts(pr, now)}
  and not exists (select 1 from overview.party_relation ended
    join overview.party_node es on es.node_id = ended.node_id join overview.party_node ps on ps.node_id = ${pr}.node_id and ps.party_id = es.party_id
    join overview.party_node eo on eo.node_id = ended.other_node_id join overview.party_node po on po.node_id = ${pr}.other_node_id and po.party_id = eo.party_id
    where ended.kind = ${pr}.kind and not ended.present and ${counts('ended', now)} and ended.rank collate "C" > ${pr}.rank collate "C"))`;

const counts = (alias: string, now: string): string =>
  `${holdsAt(alias, now)} and ${alias}.there_from <= ${now} and ${alias}.there_to > ${now}`;

/** A party in a role of a case. */
export interface Membership {
  readonly partyId: string;
  readonly role: string;
  readonly from: Instant;
  readonly to: Instant | null;
}

/** The parties of a case at its moment; nodes without a party are left out. Several numbers of one party in one role are one entry. */
export function membershipsOf(
  links: readonly PartyLink[],
  partyOf: (node: string) => string | undefined,
): Membership[] {
  const byParty = new Map<string, { partyId: string; role: string; links: PartyLink[] }>();
  for (const link of links) {
    const partyId = partyOf(link.nodeId);
    if (partyId === undefined) continue;
    const entry = byParty.get(`${link.role}/${partyId}`) ?? { partyId, role: link.role, links: [] };
    entry.links.push(link);
    byParty.set(`${link.role}/${partyId}`, entry);
  }
  return [...byParty.values()].flatMap(({ partyId, role, links: named }) => {
    const period = periodOf(named);
    return period === undefined ? [] : [{ partyId, role, ...period }];
  });
}

function periodOf(links: readonly PartyLink[]): { from: Instant; to: Instant | null } | undefined {
  const [first] = links;
  const at = first?.course?.at;
  if (first === undefined || at === undefined) return first;
  const claims = links
    .flatMap(({ course }) => course?.stretches ?? [])
    // One event may name one number of the party and not the other: then the party is named.
    .sort(([, , a], [, , b]) => Number(b) - Number(a))
    .map(([from, to, present, time, sequence, source, id]) => ({
      statement: { from, to, time, sequence, source, id, recordedAt: time },
      value: present,
    }));
  return unbrokenPeriod(
    paint(claims).filter(({ value }) => value === true),
    at,
  );
}
