import fc from 'fast-check';
import type { PrivilegeGroup } from '#access';

/* Small worlds for searches: few words, many of them near each other, and rights that hide about half of what there is. */

const uuid = (family: number, index: number): string => `00000000-0000-4000-8000-0000000${family}000${index}`;
export const SOURCES = ['urn:overblik:source:alfa', 'urn:overblik:source:beta'];
export const UNITS = [0, 1, 2].map((index) => uuid(5, index));
/** By which the people of a world are named. */
export const NUMBERS = ['6101800001', '6202790002', '6303780003'];

const WORDS = [
  'anna',
  'anne',
  'Åse',
  'aase',
  'jensen',
  'jenson',
  'bolig',
  'boligstøtte',
  'BOLIGSTOETTE',
  'kaj',
  'kai',
  '2026',
  '2027',
  'nygade',
  'Nygård',
  'dom',
];
const word = fc.constantFrom(...WORDS);
const words = (most: number): fc.Arbitrary<string> =>
  fc.array(word, { minLength: 1, maxLength: most }).map((all) => all.join(' '));
const state = fc.constantFrom(
  'there' as const,
  'there' as const,
  'there' as const,
  'removed' as const,
  'purged' as const,
);
const sensitivity = fc.integer({ min: 0, max: 3 });
const index = fc.nat(2);
const some = <T>(item: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(item);

export const world = fc.record({
  units: fc.tuple(
    ...UNITS.map(() =>
      fc.record({ state: fc.constantFrom('there', 'there', 'closed', 'removed', 'unheard'), parent: some(index) }),
    ),
  ),
  people: fc.tuple(
    ...NUMBERS.map(() =>
      fc.record({ name: words(2), registered: fc.boolean(), protected: fc.boolean(), address: some(words(1)) }),
    ),
  ),
  cases: fc.array(
    fc.record({
      title: words(3),
      number: words(1),
      statusText: some(words(1)),
      kle: fc.constantFrom('32.18.04', '27.18.02'),
      sensitivity,
      source: fc.nat(1),
      unit: some(index),
      parties: fc.uniqueArray(index, { maxLength: 2 }),
      state,
      /** What it was called before. */
      before: some(words(2)),
    }),
    { minLength: 2, maxLength: 4, size: 'max' },
  ),
  documents: fc.array(
    fc.record({
      title: words(2),
      number: some(words(1)),
      sensitivity,
      source: fc.nat(1),
      cases: fc.uniqueArray(fc.nat(4), { maxLength: 2 }),
      state,
    }),
    { maxLength: 3 },
  ),
  notes: fc.array(
    fc.record({
      title: words(1),
      text: words(3),
      isRtf: fc.boolean(),
      source: fc.nat(1),
      onCase: fc.nat(4),
      corrects: some(fc.nat(2)),
      state,
    }),
    { maxLength: 3 },
  ),
});
export type World = typeof world extends fc.Arbitrary<infer W> ? W : never;

export const caseId = (at: number): string => uuid(1, at);
export const documentId = (at: number): string => uuid(2, at);
export const noteId = (at: number): string => uuid(3, at);

/** Slips of the pen: letters gone, put in or changed, so many times. */
const slip = (text: string, at: number, how: number): string => {
  const place = at % (text.length + 1);
  const [head, tail] = [text.slice(0, place), text.slice(place)];
  return [head + tail.slice(1), `${head}x${tail}`, `${head}q${tail.slice(1)}`][how % 3] ?? text;
};
const asked = fc
  .tuple(word, fc.array(fc.tuple(fc.nat(12), fc.nat(2)), { maxLength: 3 }))
  .map(([text, slips]) => slips.reduce((said, [at, how]) => slip(said, at, how), text));
export const question = fc.record({
  text: fc.oneof(
    {
      arbitrary: fc
        .array(fc.oneof(word, asked), { minLength: 1, maxLength: 2, size: 'small' })
        .map((all) => all.join(' ')),
      weight: 9,
    },
    { arbitrary: fc.constantFrom('610180-0001', ...NUMBERS), weight: 1 },
  ),
  kinds: fc.option(
    fc.uniqueArray(fc.constantFrom('CASE' as const, 'PARTY' as const, 'DOCUMENT' as const, 'JOURNAL_NOTE' as const), {
      minLength: 1,
      maxLength: 3,
    }),
    { freq: 3 },
  ),
  first: fc.integer({ min: 1, max: 4 }),
});

const group: fc.Arbitrary<PrivilegeGroup> = fc.record({
  role: fc.constant('caseworker' as const),
  authority: fc.constant(''),
  kle: fc.constantFrom(['*'], ['*'], ['32'], ['27.18']),
  sensitivity: fc.constantFrom(3 as const, 3 as const, 2 as const, 1 as const),
  units: fc.oneof(
    { arbitrary: fc.constant(null), weight: 2 },
    { arbitrary: fc.uniqueArray(fc.constantFrom(...UNITS), { minLength: 1, maxLength: 2 }), weight: 1 },
  ),
  sources: fc.constantFrom(null, null, [SOURCES[0] ?? '']),
  viewClasses: fc.constant([]),
  grounds: fc.constant([]),
});
export const groups = fc.array(group, { minLength: 1, maxLength: 2 });

const levels = ['notConfidential', 'confidential', 'sensitive', 'vip'];

/** What the sources send of the world, in the order of registration. */
export function eventsOf(all: World, authority: string): object[] {
  const events: object[] = [];
  const tell = (type: string, subject: string, source: number, data: object): void => {
    const n = events.length;
    events.push({
      specversion: '1.0',
      id: `e${n}`,
      source: SOURCES[source],
      type: `dk.overblik.${type}.v1`,
      subject: `${type.slice(0, type.indexOf('.'))}/${subject}`,
      time: new Date(Date.UTC(2024, 0, 1) + n * 60_000).toISOString(),
      authority,
      data,
    });
  };
  const end = (family: string, id: string, source: number, how: string): void => {
    if (how === 'removed') tell(`${family}.removed`, id, source, { reason: 'Fejl' });
    if (how === 'purged') tell(`${family}.purged`, id, source, { basis: 'Frist' });
  };
  const unitId = (at: number): string => UNITS[at] ?? '';
  all.units.forEach(({ state: how, parent }, at) => {
    if (how === 'unheard') return;
    tell('unit.registered', unitId(at), 0, {
      name: `Enhed ${at}`,
      ...(parent === null ? {} : { parentUnitId: unitId(parent).toUpperCase() }),
    });
    if (how === 'closed') tell('unit.closed', unitId(at), 0, {});
    end('unit', unitId(at), 0, how);
  });
  const refOf = (at: number): object => ({
    kind: 'person',
    identifier: { type: 'cpr', value: NUMBERS[at] ?? '' },
    name: all.people[at]?.name ?? '',
  });
  all.people.forEach(({ name, registered, protected: isProtected, address }, at) => {
    if (!registered) return;
    tell('party.registered', uuid(4, at), 0, {
      kind: 'person',
      name,
      identifiers: [{ type: 'cpr', value: NUMBERS[at] ?? '' }],
    });
    if (address !== null) tell('party.address-changed', uuid(4, at), 0, { lines: [address] });
    if (isProtected) tell('party.protection-set', uuid(4, at), 0, { kind: 'nameAndAddress' });
  });
  all.cases.forEach((one, at) => {
    tell('case.registered', caseId(at), one.source, {
      caseNumber: one.number,
      title: one.before ?? one.title,
      kle: one.kle,
      sensitivity: levels[one.sensitivity],
      openedOn: '2024-01-01',
      parties: one.parties.map((person) => ({ role: 'primary', party: refOf(person) })),
      ...(one.statusText === null ? {} : { statusText: one.statusText }),
      ...(one.unit === null ? {} : { responsibleUnit: { kind: 'unit', id: unitId(one.unit) } }),
    });
    if (one.before !== null) tell('case.attributes-changed', caseId(at), one.source, { title: one.title });
    end('case', caseId(at), one.source, one.state);
  });
  all.documents.forEach((one, at) => {
    tell('document.registered', documentId(at), one.source, {
      title: one.title,
      documentType: 'Brev',
      sensitivity: levels[one.sensitivity],
      progress: 'final',
      cases: one.cases.map((on) => ({ caseId: caseId(on), link: 'filed' })),
      ...(one.number === null ? {} : { documentNumber: one.number }),
    });
    end('document', documentId(at), one.source, one.state);
  });
  all.notes.forEach((one, at) => {
    const data = {
      caseId: caseId(one.onCase),
      title: one.title,
      text: one.isRtf
        ? String.raw`{\rtf1{\fonttbl anna}${one.text
            .replaceAll('ø', String.raw`\'f8`)
            .replaceAll('Å', String.raw`\u197?`)
            .replaceAll('å', String.raw`\u229?`)}\par}`
        : one.text,
      format: one.isRtf ? 'rtf' : 'text',
      author: { kind: 'user', id: 'u1' },
      notedOn: '2024-01-01',
    };
    if (one.corrects === null) tell('journal-note.recorded', noteId(at), one.source, data);
    else tell('journal-note.corrected', noteId(at), one.source, { ...data, supersedes: noteId(one.corrects) });
    end('journal-note', noteId(at), one.source, one.state);
  });
  return events;
}
