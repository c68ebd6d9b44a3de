import type { Instant } from '#contracts';
import { shifted } from './calendar.js';
import { byRank, presence, said, winner, type Fact, type Said } from './facts.js';

const FOUNDING = [
  'case.registered',
  'case.imported',
  'party.registered',
  'document.registered',
  'journal-note.recorded',
  'journal-note.corrected',
  'grant.granted',
  'payment.calculated',
  'service.started',
];

/** What is known at a moment of the recorded axis. */
export interface Known {
  readonly facts: readonly Fact[];
  /** The events of one object, in the order in which they came. Of a party: of one source's subject. */
  of(family: string, objectId: string, source?: string): Fact[];
  ids(family: string): string[];
}

/** "Computed from the events recorded at or before t"; "`purged` acts on arrival, on all axes, at asKnownAt too". */
export function knownAt(all: readonly Fact[], asKnownAt: Instant | null): Known {
  const purged = new Set(all.filter((fact) => fact.name.endsWith('.purged')).map(objectKey));
  const facts = all.filter(
    (fact) => (asKnownAt === null || fact.recordedAt <= asKnownAt) && !purged.has(objectKey(fact)),
  );
  const byObject = new Map<string, Fact[]>();
  for (const fact of facts) byObject.set(objectKey(fact), [...(byObject.get(objectKey(fact)) ?? []), fact]);
  const ids = new Map<string, string[]>();
  return {
    facts,
    of: (family, objectId, source = '') => byObject.get(objectKey({ family, objectId, source })) ?? [],
    ids(family) {
      const known = ids.get(family) ?? [
        ...new Set(facts.filter((fact) => fact.family === family).map((fact) => fact.objectId)),
      ];
      ids.set(family, known.sort());
      return known;
    },
  };
}

/** Party subjects are per source, all else is unique in the authority. */
const objectKey = ({ family, objectId, source }: Pick<Fact, 'family' | 'objectId' | 'source'>): string =>
  `${family} ${objectId} ${family === 'party' ? source : ''}`;

export const isFounding = (fact: Fact): boolean => FOUNDING.includes(fact.name);

/** "In no list until its founding event has come." */
export const isFounded = (facts: readonly Fact[]): boolean => facts.some(isFounding);

/** From its founding event, and not while removed. */
export function existsAt(facts: readonly Fact[], t: Instant): boolean {
  return winner(existence(facts), t)?.value === true;
}

export function existence(facts: readonly Fact[]): Said<boolean>[] {
  return facts.flatMap((fact) => {
    if (isFounding(fact)) return [said(fact, true)];
    return fact.name.endsWith('.removed') ? [said(fact, false)] : [];
  });
}

/** "A founding event may be sent again and is then a full statement": each but the first in the order of registration. */
export function isAgain(fact: Fact, facts: readonly Fact[]): boolean {
  return isFounding(fact) && facts.some((other) => isFounding(other) && byRank(other, fact) < 0);
}

/** Whether there is any moment at which it was, or will be. */
export const isEverThere = (facts: readonly Fact[]): boolean => presence(existence(facts)).length > 0;

/** Now where the object is there now; else the last moment at which it was, or the first at which it will be. */
export function lastThere(facts: readonly Fact[], now: Instant): Instant {
  if (existsAt(facts, now)) return now;
  const all = presence(existence(facts));
  const last = all.filter(({ from }) => from <= now).at(-1);
  if (last === undefined) return all[0]?.from ?? now;
  const before = shifted(last.to ?? now, -1);
  return before < last.from ? last.from : before;
}
