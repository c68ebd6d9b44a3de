import fc from 'fast-check';
import {
  SUBJECTS,
  PERSON_NAMES,
  COMPANY_NAMES,
  source,
  one,
  some,
  name,
  day,
  partyRef,
  merged,
  type Subject,
  type Telling,
  type Name,
  DAYS,
} from './vocabulary.js';

const identifiersOf = (names: readonly Name[]): fc.Arbitrary<object[]> =>
  fc.uniqueArray(
    fc
      .tuple(one(...names), some({ from: one('1990-01-01', ...DAYS), to: one('2091-01-01', '2024-10-27T00:30:00Z') }))
      .map(([which, period]) => ({ ...which, ...period })),
    { maxLength: 2, selector: ({ value }) => value },
  );
const ofParty = (
  type: string,
  data: (subject: Subject) => fc.Arbitrary<object>,
  weight: number,
  of: readonly Subject[] = SUBJECTS,
): fc.WeightedArbitrary<Telling> => ({
  weight: Math.round(weight * 10),
  arbitrary: one(...of).chain((subject) =>
    data(subject).map((carried) => ({
      type: `party.${type}`,
      source: subject.source,
      subject: `party/${subject.id}`,
      data: carried,
    })),
  ),
});
const PERSONS = SUBJECTS.filter(({ kind }) => kind === 'person');
const COMPANIES = SUBJECTS.filter(({ kind }) => kind === 'company');
const OF_ALFA = PERSONS.filter(({ source: of }) => of === source(1));
const namesOf = ({ kind }: Subject): readonly Name[] => (kind === 'person' ? PERSON_NAMES : COMPANY_NAMES);
const other = ({ id }: Subject): fc.Arbitrary<object> =>
  fc.constant({ into: OF_ALFA.find((subject) => subject.id !== id)?.id });
const relation = fc.record({
  kind: one('spouse', 'parent', 'child', 'guardian', 'custody', 'household', 'representative'),
  party: partyRef,
});
const change = (subject: Subject): fc.Arbitrary<object> =>
  fc
    .record({ old: one(...namesOf(subject)), new: one(...namesOf(subject)), reason: one('numberChange', 'duplicate') })
    .filter(({ old, new: fresh }) => old.value !== fresh.value);
const address = merged(
  fc.record({ lines: one(['Vej 1'], ['Vej 2', '2. tv.']) }),
  some({ postalCode: one('8000', '9000'), city: one('Prøveby') }),
);

/** What is told of parties; keeping two apart depends on who came first. */
export const partyTellings = (isUnmerging: boolean): fc.Arbitrary<Telling> =>
  fc.oneof(
    ofParty(
      'registered',
      (subject) =>
        merged(
          fc.record({ kind: fc.constant(subject.kind), identifiers: identifiersOf(namesOf(subject)) }),
          some({ name, birthDate: day }),
        ),
      12,
    ),
    ofParty('identifier-changed', change, 2),
    ofParty('merged', other, 1, OF_ALFA),
    ofParty('unmerged', other, isUnmerging ? 1 : 0, OF_ALFA),
    ofParty('name-changed', () => fc.record({ name }), 4),
    ofParty('address-changed', () => address, 3, PERSONS),
    ofParty(
      'protection-set',
      () => merged(fc.record({ kind: one('nameAndAddress', 'special') }), some({ until: day })),
      1,
      PERSONS,
    ),
    ofParty(
      'protection-lapsed',
      () => merged(fc.record({ kind: one('nameAndAddress', 'special') }), some({ until: day })),
      2,
      PERSONS,
    ),
    ofParty('status-changed', () => fc.record({ cprStatus: one('01', '90') }), 2, PERSONS),
    ofParty('relation-started', () => relation, 3),
    ofParty('relation-ended', () => relation, 2),
    ofParty('died', () => fc.record({ on: day }), 1, PERSONS),
    ofParty(
      'company-changed',
      () =>
        merged(
          fc.record({ name }),
          some({
            status: one('NORMAL', 'OPHØRT'),
            form: one('ApS', 'A/S'),
            branch: one('433200', '561010'),
            pNumbers: fc.uniqueArray(one('1000000001', '1000000002'), { maxLength: 2 }),
          }),
        ),
      3,
      COMPANIES,
    ),
    ofParty('removed', () => fc.constant({ reason: 'Fejl' }), 1),
    ofParty('purged', () => fc.constant({ basis: 'Arkivlov' }), 0.3),
  );
