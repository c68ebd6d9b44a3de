import { sameJson, type Fact } from './twin/facts.js';

interface Claim {
  readonly attribute: string;
  readonly value: unknown;
  readonly from: string;
  readonly to: string | null;
}

/** What an event asserts: each field of its data, each member of a list by itself. */
function claimsOf(fact: Fact): Claim[] {
  const object = `${fact.family} ${fact.objectId} ${fact.source}`;
  const claim = (attribute: string, value: unknown): Claim => ({
    attribute: `${object} ${attribute}`,
    value,
    from: fact.from,
    to: fact.to,
  });
  const { data, name } = fact;
  if (/(added|started|related|assigned|filed|attached|linked|restricted|set|merged)$/.test(name))
    return [claim(memberOf(fact), !/un\w+$/.test(name.split('.')[1] ?? ''))];
  if (/(ended|lapsed|restored)$/.test(name)) return [claim(memberOf(fact), false)];
  return Object.entries(data).flatMap(([field, value]) =>
    Array.isArray(value)
      ? value.map((member) => claim(`${field} ${JSON.stringify(member)}`, true))
      : [claim(field, value as unknown)],
  );
}

const memberOf = ({ data }: Fact): string =>
  JSON.stringify(
    data['caseId'] ?? data['party'] ?? data['actor'] ?? data['into'] ?? data['kind'] ?? data['viewClass'] ?? null,
  );

const overlap = (a: Claim, b: Claim): boolean => (b.to === null || a.from < b.to) && (a.to === null || b.from < a.to);

/** How many assertions there are, and how many of them another one contradicts somewhere in their period. */
export function countConflicts(facts: readonly Fact[]): { assertions: number; conflicting: number } {
  const claims = facts.flatMap(claimsOf);
  const conflicting = claims.filter((claim) =>
    claims.some(
      (other) => other.attribute === claim.attribute && overlap(claim, other) && !sameJson(claim.value, other.value),
    ),
  );
  return { assertions: claims.length, conflicting: conflicting.length };
}
