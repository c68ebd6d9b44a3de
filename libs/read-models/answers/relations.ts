import type { Instant } from '#contracts';
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

/** A stated relation, with the party at its other end; `backward` where that party stated it. */
export interface StatedRelation {
  readonly kind: string;
  readonly backward: boolean;
  readonly partyId: string;
  readonly from: Instant;
  readonly to: Instant | null;
}

/** PartyRelation of GraphQL, its party as a reference. */
export interface RelationView {
  readonly kind: string;
  readonly party: { readonly id: string };
  readonly from: Instant;
  readonly to: Instant | null;
}

/** A relation shows while either side states it: the periods of both are one presence. */
export function relationsAt(stated: readonly StatedRelation[], at: Instant): RelationView[] {
  const groups = new Map<string, { kind: string; partyId: string; periods: { from: Instant; to: Instant | null }[] }>();
  for (const { kind, backward, partyId, from, to } of stated) {
    const name = KINDS[kind]?.[backward ? 1 : 0];
    if (name === undefined) continue;
    const key = `${name}/${partyId}`;
    const group = groups.get(key) ?? { kind: name, partyId, periods: [] };
    groups.set(key, group);
    group.periods.push({ from, to });
  }
  return [...groups.values()]
    .flatMap(({ kind, partyId, periods }) => {
      const period = unbrokenPeriod(periods, at);
      return period === undefined ? [] : [{ kind, party: { id: partyId }, ...period }];
    })
    .sort((a, b) => (a.kind + a.party.id < b.kind + b.party.id ? -1 : 1));
}
