import type { Instant } from '#contracts';
import { paint, type Claim, type Statement } from '#projection-engine';
import { unbrokenPeriod } from './unbroken.js';

/** What the other is to this one, as stated, and seen from the other side. */
const KINDS: Readonly<Record<string, readonly [forward: string, backward: string]>> = {
  spouse: ['SPOUSE', 'SPOUSE'],
  parent: ['PARENT', 'CHILD'],
  child: ['CHILD', 'PARENT'],
  guardian: ['GUARDIAN', 'WARD'],
  custody: ['CUSTODIAN', 'CUSTODY_CHILD'],
  household: ['HOUSEHOLD', 'HOUSEHOLD'],
  representative: ['REPRESENTATIVE', 'REPRESENTED'],
};

/** What a subject said of a relation in one stretch, with the party at its other end; `backward` where that party said it. */
export interface StatedRelation {
  readonly kind: string;
  readonly backward: boolean;
  readonly partyId: string;
  /** Or that it is no more. */
  readonly present: boolean;
  /** Its period is that of the stretch. */
  readonly statement: Statement;
}

/** PartyRelation of GraphQL, its party as a reference. */
export interface RelationView {
  readonly kind: string;
  readonly party: { readonly id: string };
  readonly from: Instant;
  readonly to: Instant | null;
}

/**
 * A relation shows while either side states it: the periods of both are one presence. What a side states is what was
 * registered last by any source's subject of that party.
 */
export function relationsAt(stated: readonly StatedRelation[], at: Instant): RelationView[] {
  const sides = new Map<string, { name: string; partyId: string; claims: Claim[] }>();
  for (const { kind, backward, partyId, present, statement } of stated) {
    const name = KINDS[kind]?.[backward ? 1 : 0];
    if (name === undefined) continue;
    const key = `${kind}/${backward}/${partyId}`;
    const side = sides.get(key) ?? { name, partyId, claims: [] };
    sides.set(key, side);
    side.claims.push({ statement, value: present });
  }
  const groups = new Map<string, { kind: string; partyId: string; periods: { from: Instant; to: Instant | null }[] }>();
  for (const { name, partyId, claims } of sides.values()) {
    const group = groups.get(`${name}/${partyId}`) ?? { kind: name, partyId, periods: [] };
    groups.set(`${name}/${partyId}`, group);
    group.periods.push(...paint(claims).filter(({ value }) => value === true));
  }
  return [...groups.values()]
    .flatMap(({ kind, partyId, periods }) => {
      const period = unbrokenPeriod(periods, at);
      return period === undefined ? [] : [{ kind, party: { id: partyId }, ...period }];
    })
    .sort((a, b) => (a.kind + a.party.id < b.kind + b.party.id ? -1 : 1));
}
