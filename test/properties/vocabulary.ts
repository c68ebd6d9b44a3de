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
export const source = (index: number): string => SOURCES[index % SOURCES.length] ?? '';
const uuid = (family: number, index: number): string =>
  `00000000-0000-4000-8000-0000000${family}00${String(index).padStart(2, '0')}`;

export const CASES = [0, 1, 2].map((index) => ({ id: uuid(1, index), source: source(index + 1) }));
export const DOCUMENTS = [0, 1].map((index) => ({ id: uuid(2, index), source: source(index + 1) }));
export const NOTES = [0, 1].map((index) => ({ id: uuid(3, index), source: source(index + 1) }));
export const GRANTS = [0, 1].map((index) => ({ id: uuid(5, index), source: source(index + 1) }));
export const PAYMENTS = [0, 1].map((index) => ({ id: uuid(6, index), source: source(index + 1) }));
export const SERVICES = [0].map((index) => ({ id: uuid(7, index), source: source(index + 1) }));
/** Two of alfa, so that they can be merged; one company of two sources. */
export const SUBJECTS = [
  { id: uuid(4, 0), source: source(0), kind: 'person' },
  { id: uuid(4, 1), source: source(1), kind: 'person' },
  { id: uuid(4, 2), source: source(1), kind: 'person' },
  { id: uuid(4, 3), source: source(2), kind: 'person' },
  { id: uuid(4, 4), source: source(1), kind: 'company' },
  { id: uuid(4, 5), source: source(3), kind: 'company' },
] as const;
export type Subject = (typeof SUBJECTS)[number];

export interface Name {
  readonly type: 'cpr' | 'cvr' | 'pnr' | 'other' | 'replacement';
  readonly value: string;
}
export const PERSON_NAMES: readonly Name[] = [
  { type: 'cpr', value: '6101800001' },
  { type: 'cpr', value: '620279-0002' },
  { type: 'cpr', value: '6303780003' },
  { type: 'other', value: 'k1' },
  { type: 'replacement', value: '010180-AB01' },
];
export const COMPANY_NAMES: readonly Name[] = [
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

/** Registered a microsecond apart, at one moment in two zones, and in the hour that comes twice when summer ends. */
export const TIMES = [
  '2024-01-10T09:00:00Z',
  '2024-02-10T10:00:00+01:00',
  '2024-02-10T09:00:00.0000009Z',
  '2024-03-10T09:00:00.5Z',
  '2024-10-27T02:30:00+02:00',
  '2024-10-27T02:30:00+01:00',
];
/** Moments at which something may begin, end or be asked for; some lie far ahead. */
export const MOMENTS = [
  '2023-03-01T00:00:00+01:00',
  '2023-09-01T12:00:00Z',
  '2024-01-10T09:00:00Z',
  '2024-02-20T00:00:00Z',
  '2024-03-31T00:00:00+01:00',
  '2024-06-01T00:00:00+02:00',
  '2024-10-27T02:00:00+02:00',
  '2024-10-27T02:00:00+01:00',
  '2090-01-01T00:00:00Z',
  '2095-01-01T00:00:00Z',
];
/** With the days on which summer begins and ends. */
export const DAYS = ['2023-03-01', '2024-02-20', '2024-03-31', '2024-06-01', '2024-10-27'];

/** An event but for its authority, which each run makes anew. */
export type Draft = Omit<RawEvent, 'authority'>;
export type Telling = Pick<Draft, 'source' | 'subject' | 'data'> & { readonly type: string };

export const one = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
/** Fields that may be left out. */
export const some = <T extends Record<string, fc.Arbitrary<unknown>>>(fields: T): fc.Arbitrary<object> =>
  fc.record(fields, { requiredKeys: [] });

export const name = one('Anna', 'Bo', 'Åse');
export const title = one('Første', 'Anden', 'Tredje');
export const progress = one('opened', 'informed', 'decided', 'closed', 'ordered', 'carriedOut');
export const sensitivity = one('notConfidential', 'confidential', 'sensitive', 'vip');
export const actor = one(
  { kind: 'user', id: 'u1', name: 'Mads' },
  { kind: 'user', id: 'u2' },
  { kind: 'unit', id: 'n1' },
  { kind: 'unit', id: 'u1' },
);
export const day = one(...DAYS);
const ofPersons = fc.record({ kind: fc.constant('person'), identifier: one(...PERSON_NAMES) });
const ofCompanies = fc.record({ kind: fc.constant('company'), identifier: one(...COMPANY_NAMES) });
export const partyRef = fc
  .tuple(
    fc.oneof({ arbitrary: ofPersons, weight: 4 }, { arbitrary: ofCompanies, weight: 1 }),
    fc.option(name, { nil: undefined }),
  )
  .map(([ref, called]) => (called === undefined ? ref : { ...ref, name: called }));
export const inRole = fc.record({ party: partyRef, role: one('primary', 'secondary') });
export const hop = one({ url: 'https://a.example/1' }, { url: 'https://b.example/2' });
export const caseId = one(...CASES.map(({ id }) => id));

export const merged = (...parts: readonly fc.Arbitrary<object>[]): fc.Arbitrary<object> =>
  fc.tuple(...parts).map((all) => Object.assign({}, ...all) as object);
