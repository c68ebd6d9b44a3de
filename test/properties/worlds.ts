import fc from 'fast-check';
import type { RawEvent } from './twin.js';

/*
 * Small worlds: few sources, parties, cases, papers and moments, so that most of what is said contradicts something else.
 * Each object has one master, since `not-master` depends on the order of arrival.
 */

const SOURCES = [
  'urn:overblik:source:cpr',
  'urn:overblik:source:alfa',
  'urn:overblik:source:beta',
  'urn:overblik:source:gamma',
];
const source = (index: number): string => SOURCES[index % SOURCES.length] ?? '';
const uuid = (family: number, index: number): string =>
  `00000000-0000-4000-8000-0000000${family}00${String(index).padStart(2, '0')}`;

export const CASES = [0, 1, 2, 3].map((index) => ({ id: uuid(1, index), source: source(index + 1) }));
const DOCUMENTS = [0, 1, 2].map((index) => ({ id: uuid(2, index), source: source(index + 1) }));
const NOTES = [0, 1, 2].map((index) => ({ id: uuid(3, index), source: source(index + 1) }));
/** Two of alfa, so that they can be merged; one company of two sources. */
const SUBJECTS = [
  { id: uuid(4, 0), source: source(0), kind: 'person' },
  { id: uuid(4, 1), source: source(1), kind: 'person' },
  { id: uuid(4, 2), source: source(1), kind: 'person' },
  { id: uuid(4, 3), source: source(2), kind: 'person' },
  { id: uuid(4, 4), source: source(1), kind: 'company' },
  { id: uuid(4, 5), source: source(3), kind: 'company' },
] as const;
type Subject = (typeof SUBJECTS)[number];

export interface Name {
  readonly type: 'cpr' | 'cvr' | 'pnr' | 'other' | 'replacement';
  readonly value: string;
}
const PERSON_NAMES: readonly Name[] = [
  { type: 'cpr', value: '6101800001' },
  { type: 'cpr', value: '620279-0002' },
  { type: 'cpr', value: '6303780003' },
  { type: 'other', value: 'k1' },
  { type: 'replacement', value: '010180-AB01' },
];
const COMPANY_NAMES: readonly Name[] = [
  { type: 'cvr', value: '10150817' },
  { type: 'pnr', value: '1000000001' },
  { type: 'other', value: 'f1' },
];
/** Every key by which a party of any world may be asked for. */
export const KEYS: readonly (Name & { source: string })[] = [...PERSON_NAMES, ...COMPANY_NAMES].flatMap((name) =>
  name.type === 'other' || name.type === 'replacement'
    ? SOURCES.slice(0, 3).map((of) => ({ ...name, source: of }))
    : [{ ...name, source: source(1) }],
);

const TIMES = [
  '2024-01-10T09:00:00Z',
  '2024-02-10T10:00:00+01:00',
  '2024-02-10T09:00:00.0000009Z',
  '2024-03-10T09:00:00.5Z',
];
/** Moments at which something may begin, end or be asked for; some lie far ahead. */
export const MOMENTS = [
  '2023-03-01T00:00:00+01:00',
  '2023-09-01T12:00:00Z',
  '2024-01-10T09:00:00Z',
  '2024-02-20T00:00:00Z',
  '2024-06-01T00:00:00+02:00',
  '2090-01-01T00:00:00Z',
  '2095-01-01T00:00:00Z',
];
const DAYS = ['2023-03-01', '2024-02-20', '2024-06-01'];

/** An event but for its authority, which each run makes anew. */
export type Draft = Omit<RawEvent, 'authority'>;
type Telling = Pick<Draft, 'source' | 'subject' | 'data'> & { readonly type: string; readonly isEndless?: boolean };

const one = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
/** Fields that may be left out. */
const some = <T extends Record<string, fc.Arbitrary<unknown>>>(fields: T): fc.Arbitrary<object> =>
  fc.record(fields, { requiredKeys: [] });

const name = one('Anna', 'Bo', 'Åse');
const title = one('Første', 'Anden', 'Tredje');
const progress = one('opened', 'informed', 'decided', 'closed', 'ordered', 'carriedOut');
const sensitivity = one('notConfidential', 'confidential', 'sensitive', 'vip');
const actor = one({ kind: 'user', id: 'u1', name: 'Mads' }, { kind: 'user', id: 'u2' }, { kind: 'unit', id: 'n1' });
const day = one(...DAYS);
const ofPersons = fc.record({ kind: fc.constant('person'), identifier: one(...PERSON_NAMES) });
const ofCompanies = fc.record({ kind: fc.constant('company'), identifier: one(...COMPANY_NAMES) });
const partyRef = fc
  .tuple(
    fc.oneof({ arbitrary: ofPersons, weight: 4 }, { arbitrary: ofCompanies, weight: 1 }),
    fc.option(name, { nil: undefined }),
  )
  .map(([ref, called]) => (called === undefined ? ref : { ...ref, name: called }));
const inRole = fc.record({ party: partyRef, role: one('primary', 'secondary') });
const hop = one({ url: 'https://a.example/1' }, { url: 'https://b.example/2' });
const caseId = one(...CASES.map(({ id }) => id));

const merged = (...parts: readonly fc.Arbitrary<object>[]): fc.Arbitrary<object> =>
  fc.tuple(...parts).map((all) => Object.assign({}, ...all) as object);

const registration = merged(
  fc.record({
    caseNumber: one('S1', 'S2'),
    title,
    kle: one('32.18.04', '27.03.00'),
    sensitivity,
    openedOn: day,
    parties: fc.array(inRole, { maxLength: 2 }),
  }),
  some({
    facet: one('G01', 'P19'),
    progress,
    statusText: one('Venter', 'Klar'),
    responsibleUnit: actor,
    primaryHandler: actor,
    parentCaseId: caseId,
    hop,
  }),
);
const progressHistory = fc
  .tuple(fc.array(progress, { minLength: 1, maxLength: 3 }), fc.integer({ min: 0, max: 3 }))
  .map(([all, start]) => ({
    progressHistory: all.map((step, index) => ({ progress: step, from: MOMENTS[start + index] ?? '' })),
    progress: all.at(-1),
  }));

const ofCase = (type: string, data: fc.Arbitrary<object>, weight: number): fc.WeightedArbitrary<Telling> => ({
  weight: Math.round(weight * 10),
  arbitrary: fc.record({ on: one(...CASES), data }).map(({ on, data: carried }) => ({
    type: `case.${type}`,
    source: on.source,
    subject: `case/${on.id}`,
    data: carried,
  })),
});
const role = one('responsibleUnit', 'primaryHandler', 'owner', 'otherHandler');
const aboutCases = fc.oneof(
  ofCase('registered', registration, 9),
  ofCase('imported', merged(registration, progressHistory), 2),
  ofCase(
    'attributes-changed',
    some({
      title,
      statusText: one('Venter', null),
      openedOn: day,
      responsibleUnit: fc.option(actor),
      hop: fc.option(hop),
    }),
    3,
  ),
  ofCase('progress-changed', merged(fc.record({ progress }), some({ statusText: one('Venter', 'Klar', 'Slut') })), 6),
  ofCase(
    'reclassified',
    merged(fc.record({ kle: one('32.18.04', '54.00.00') }), some({ facet: one('G01', 'A00') })),
    2,
  ),
  ofCase('sensitivity-changed', fc.record({ sensitivity }), 1),
  ofCase('actor-assigned', fc.record({ role, actor }), 3),
  ofCase('actor-ended', fc.record({ role, actor }), 3),
  ofCase('party-added', inRole, 4),
  ofCase('party-ended', inRole, 3),
  ofCase('related', fc.record({ kind: one('parent', 'precedent', 'other'), caseId }), 3),
  ofCase('unrelated', fc.record({ kind: one('parent', 'precedent', 'other'), caseId }), 2),
  ofCase(
    'decided',
    merged(
      fc.record({ outcome: one('granted', 'refused'), decidedOn: day }),
      some({ legalBasis: fc.constant('Fiktiv lov § 1') }),
    ),
    2,
  ),
  ofCase('visibility-restricted', fc.constant({ viewClass: 'boern' }), 0.3),
  ofCase('visibility-restored', fc.constant({ viewClass: 'boern' }), 1),
  ofCase('object-linked', fc.constant({ kind: 'building', urn: 'urn:bbr:x:1' }), 0.5),
  ofCase('removed', fc.constant({ reason: 'Fejl' }), 1),
  ofCase('purged', fc.constant({ basis: 'Arkivlov' }), 0.3),
);

const identifiersOf = (names: readonly Name[]): fc.Arbitrary<object[]> =>
  fc.uniqueArray(
    fc
      .tuple(one(...names), some({ from: one('1990-01-01', ...DAYS) }))
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
  kind: one('spouse', 'parent', 'child', 'guardian', 'custody', 'representative'),
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

const partyTellings = (isUnmerging: boolean): fc.Arbitrary<Telling> =>
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
    ofParty('protection-lapsed', () => fc.record({ kind: one('nameAndAddress', 'special') }), 2, PERSONS),
    ofParty('status-changed', () => fc.record({ cprStatus: one('01', '90') }), 2, PERSONS),
    ofParty('relation-started', () => relation, 3),
    ofParty('relation-ended', () => relation, 2),
    ofParty('died', () => fc.record({ on: day }), 1, PERSONS),
    ofParty(
      'company-changed',
      () => merged(fc.record({ name }), some({ status: one('NORMAL', 'OPHØRT') })),
      3,
      COMPANIES,
    ),
    ofParty('removed', () => fc.constant({ reason: 'Fejl' }), 1),
    ofParty('purged', () => fc.constant({ basis: 'Arkivlov' }), 0.3),
  );

const ofDocument = (type: string, data: fc.Arbitrary<object>, weight: number): fc.WeightedArbitrary<Telling> => ({
  weight: Math.round(weight * 10),
  arbitrary: fc.record({ on: one(...DOCUMENTS), data }).map(({ on, data: carried }) => ({
    type: `document.${type}`,
    source: on.source,
    subject: `document/${on.id}`,
    data: carried,
  })),
});
const documentProgress = one('received', 'inReview', 'final');
const aboutDocuments = fc.oneof(
  ofDocument(
    'registered',
    merged(
      fc.record({
        title,
        documentType: one('Brev', 'Notat'),
        sensitivity,
        progress: documentProgress,
        cases: fc.uniqueArray(fc.record({ caseId, link: one('filed', 'attached') }), {
          maxLength: 2,
          selector: (link) => link.caseId,
        }),
      }),
      some({
        documentNumber: one('D1', 'D2'),
        direction: one('incoming', 'outgoing'),
        letterDate: day,
        version: one('1', '2'),
        hop,
        parties: fc.array(
          fc.oneof(
            partyRef,
            partyRef.map((party) => ({ party })),
          ),
          { maxLength: 2 },
        ),
      }),
    ),
    6,
  ),
  ofDocument('progress-changed', fc.record({ progress: documentProgress }), 2),
  ofDocument('version-added', fc.record({ version: one('1', '2', '3') }), 2),
  ofDocument('filed', fc.record({ caseId }), 2),
  ofDocument('attached', fc.record({ caseId }), 2),
  ofDocument('unfiled', fc.record({ caseId }), 2),
  ofDocument('sensitivity-changed', fc.record({ sensitivity }), 1),
  ofDocument('removed', fc.constant({ reason: 'Fejl' }), 1),
  ofDocument('purged', fc.constant({ basis: 'Arkivlov' }), 0.2),
);

const note = fc.record({
  caseId,
  title,
  text: one('Ringede', 'Skrev'),
  format: one('text', 'rtf'),
  author: actor,
  notedOn: day,
});
const ofNote = (
  type: string,
  data: (id: string) => fc.Arbitrary<object>,
  weight: number,
): fc.WeightedArbitrary<Telling> => ({
  weight: Math.round(weight * 10),
  arbitrary: one(...NOTES).chain((on) =>
    data(on.id).map((carried) => ({
      type: `journal-note.${type}`,
      source: on.source,
      subject: `journal-note/${on.id}`,
      data: carried,
    })),
  ),
});
const aboutNotes = fc.oneof(
  ofNote('recorded', () => note, 4),
  ofNote(
    'corrected',
    (id) => merged(note, fc.record({ supersedes: one(...NOTES.map((each) => each.id).filter((each) => each !== id)) })),
    2,
  ),
  ofNote('withdrawn', () => fc.constant({ reason: 'Fejl' }), 1),
  ofNote('removed', () => fc.constant({ reason: 'Fejl' }), 1),
  ofNote('purged', () => fc.constant({ basis: 'Arkivlov' }), 0.2),
);

const ENDLESS = /\.(removed|purged)$/;
const draft = (isUnmerging: boolean): fc.Arbitrary<Omit<Draft, 'id'>> =>
  fc
    .record({
      telling: fc.oneof(
        { arbitrary: aboutCases, weight: 8 },
        { arbitrary: partyTellings(isUnmerging), weight: 7 },
        { arbitrary: aboutDocuments, weight: 3 },
        { arbitrary: aboutNotes, weight: 2 },
      ),
      time: one(...TIMES),
      sequence: fc.oneof(
        { arbitrary: fc.constant(undefined), weight: 2 },
        { arbitrary: one('2', '10', '010'), weight: 1 },
      ),
      from: fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined, freq: 2 }),
      to: fc.oneof(
        { arbitrary: fc.constant(undefined), weight: 3 },
        { arbitrary: fc.integer({ min: 1, max: 6 }), weight: 1 },
      ),
    })
    .map(({ telling: { type, ...telling }, time, sequence, from, to }) => {
      const isEnding = to !== undefined && from !== undefined && to > from && !ENDLESS.test(type);
      return {
        type: `dk.overblik.${type}.v1`,
        ...telling,
        time,
        ...(sequence === undefined ? {} : { sequence }),
        ...(from === undefined ? {} : { effectivefrom: MOMENTS[from] ?? '' }),
        ...(isEnding ? { effectiveto: MOMENTS[to] ?? '' } : {}),
      };
    });

/** How the events of a world arrive: in which order, in batches of which sizes, and which of them twice. */
export interface Arrival {
  readonly order: readonly number[];
  readonly sizes: readonly number[];
  readonly twice: readonly number[];
}

export interface World {
  readonly events: readonly Draft[];
  readonly arrivals: readonly [Arrival, Arrival];
  /** Indices of moments to be asked about, and how far into the log `asKnownAt` lies (0 to 1). */
  readonly asOf: number;
  readonly knownShare: number;
}

const arrival: fc.Arbitrary<Arrival> = fc.record({
  order: fc.array(fc.nat(1_000), { minLength: 60, maxLength: 60 }),
  sizes: fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 6 }),
  twice: fc.array(fc.nat(59), { maxLength: 5 }),
});

/** Ids tie by code point: 𝄞 comes after every letter of the basic plane, whatever UTF-16 says. */
const ID_STARTS = ['e', 'é', '\uffee', '𝄞'];

export const worldsOf = ({ isUnmerging }: { readonly isUnmerging: boolean }): fc.Arbitrary<World> =>
  fc.record({
    events: fc
      .array(fc.tuple(draft(isUnmerging), one(...ID_STARTS)), { minLength: 1, maxLength: 60, size: 'max' })
      .map((drafts) => drafts.map(([told, start], index): Draft => ({ ...told, id: `${start}${index}` }))),
    arrivals: fc.tuple(arrival, arrival),
    asOf: fc.integer({ min: 0, max: MOMENTS.length - 1 }),
    knownShare: fc.double({ min: 0, max: 1, noNaN: true }),
  });

/** The events in batches, as they arrive. */
export function batchesOf<E>(events: readonly E[], { order, sizes, twice }: Arrival): E[][] {
  const placed = events.map((event, index) => ({ event, key: order[index] ?? 0, index }));
  const again = twice.flatMap((index) =>
    events[index] === undefined
      ? []
      : [{ event: events[index], key: order[(index + 7) % order.length] ?? 0, index: index + 100 }],
  );
  const queue = [...placed, ...again].sort((a, b) => a.key - b.key || a.index - b.index).map(({ event }) => event);
  const batches: E[][] = [];
  for (let taken = 0; queue.length > 0; taken++) batches.push(queue.splice(0, sizes[taken % sizes.length] ?? 1));
  return batches;
}
