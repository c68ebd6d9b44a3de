import type { PartyRef } from '#contracts';
import type { Company } from './companies.js';
import type { Person } from './population.js';

/** Numbers that people had before, and the day on which the present one took its place. */
export interface Identities {
  readonly former: ReadonlyMap<Person, { readonly cpr: string; readonly changedDay: number }>;
}

/** How another system names a party on a day: by number, with or without the name, with hyphen or without. */
export function referTo(party: Person | Company, identities: Identities, day: number, withName: boolean): PartyRef {
  const name = withName ? { name: party.name } : {};
  if (party.kind === 'company') return { kind: 'company', identifier: { type: 'cvr', value: party.cvr }, ...name };
  const former = identities.former.get(party);
  const cpr = former !== undefined && day < former.changedDay ? former.cpr : party.cpr;
  const hyphened = party.number % 9 === 0 ? `${cpr.slice(0, 6)}-${cpr.slice(6)}` : cpr;
  return { kind: 'person', identifier: { type: 'cpr', value: hyphened }, ...name };
}
