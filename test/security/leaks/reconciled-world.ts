import fc from 'fast-check';
import { caller, type Group, type PlainCaller } from './callers.js';
import { municipality, uuid, type Level, type Municipality } from './plain-world.js';
import {
  BYSTANDER,
  caseIdsIn,
  isFounding,
  LEGACY,
  stagesOf,
  SUCCESSOR,
  type Counts,
  type Family,
  type RawEvent,
  type Said,
  type Told,
} from './reconciled-telling.js';
import { eventsOf } from './telling.js';

/*
 * Two of the sources of a municipality send snapshots, one after the other, and are a legacy system and its successor. What
 * either says of an object is the raw event: what is compared is read from there, not from what the product made of it.
 */

/** A municipality as it is at last, with what was told of it. */
export interface ReconciledMunicipality {
  readonly letter: string;
  /** With what its cases are judged by at last. */
  readonly last: Municipality;
  readonly objects: readonly Told[];
  readonly counts: Counts;
  /** In the order in which they are handed in, each stage when the one before it is visible. */
  stages(authority: string): readonly (readonly object[])[];
}

export interface ReconciledWorld {
  readonly municipalities: readonly [ReconciledMunicipality, ReconciledMunicipality];
  readonly callers: readonly PlainCaller[];
}

const one = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const often = <T>(...weighted: readonly (readonly [number, T])[]): fc.Arbitrary<T> =>
  fc.oneof(...weighted.map(([weight, value]) => ({ weight, arbitrary: fc.constant(value) })));
const few = <T>(values: readonly T[]): fc.Arbitrary<T[]> => fc.subarray([...values], { maxLength: 3 });

const UNRESTRICTED = { kle: null, level: null, units: null, sources: null, fault: null };
/** Who asks for reports, and a caseworker among his groups, which must open nothing there. */
const reader: fc.Arbitrary<PlainCaller> = fc
  .tuple(
    caller,
    fc.array(
      fc.record({
        role: often([5, 'auditor'], [5, 'operator'], [2, 'caseworker']),
        isUnrestricted: often([2, true], [3, false]),
      }),
      {
        minLength: 4,
        maxLength: 4,
      },
    ),
  )
  .map(([drawn, roles]) => ({
    ...drawn,
    groups: drawn.groups.map((group, n): Group => {
      const { role = 'operator', isUnrestricted = false } = roles[n] ?? {};
      if (role === 'caseworker') return { ...group, role, fault: null, kle: ['*'], level: 3 };
      return { ...group, role, ...(isUnrestricted ? UNRESTRICTED : {}) };
    }),
  }));

type Fate = 'same' | 'changed' | 'omitted' | 'fresh';
const CASE_FIELDS = [
  'title',
  'kle',
  'sensitivity',
  'responsibleUnit',
  'facet',
  'statusText',
  'caseNumber',
  'parentCaseId',
  'parties',
] as const;
const FIELDS = { document: ['title', 'sensitivity', 'cases', 'cases'], 'journal-note': ['title', 'caseId'] } as const;
const drawnObject = fc.record({
  source: often([4, LEGACY], [3, SUCCESSOR], [1, BYSTANDER]),
  fate: often<Fate>([2, 'same'], [5, 'changed'], [2, 'omitted'], [2, 'fresh']),
  gone: often<Told['gone']>([12, null], [4, 'removed'], [1, 'purged']),
  of: fc.nat({ max: 999 }),
  number: fc.nat({ max: 999 }),
  title: one('Bolig', 'Hjælp'),
  status: one(undefined, 'venter'),
  parent: fc.option(fc.nat({ max: 999 }), { freq: 3 }),
  fields: few([...CASE_FIELDS]),
  linked: fc.array(fc.nat({ max: 999 }), { minLength: 1, maxLength: 3 }),
});
type Drawn = typeof drawnObject extends fc.Arbitrary<infer D> ? D : never;

/** Worlds of so many callers; the first municipality has so many cases, the other half of it. */
export const reconciledWorlds = (size: {
  readonly callers: number;
  readonly cases: number;
}): fc.Arbitrary<ReconciledWorld> =>
  fc.record({
    municipalities: fc.tuple(reconciled('A', size.cases), reconciled('B', Math.ceil(size.cases / 2))),
    callers: fc.array(reader, { minLength: size.callers, maxLength: size.callers }),
  });

const reconciled = (letter: string, cases: number): fc.Arbitrary<ReconciledMunicipality> =>
  fc
    .record({
      plain: municipality(letter, cases),
      drawn: fc.array(drawnObject, { minLength: cases * 3, maxLength: cases * 3 }),
      counted: one(['case', 'document', 'journal-note'], ['case', 'document']),
      surplus: fc.nat({ max: 3 }),
    })
    .map(({ plain, drawn, counted, surplus }) => build(plain, drawn, { counted, surplus }));

const at = <T>(all: readonly T[], index: number): T => {
  const found = all[index % all.length];
  if (found === undefined) throw new Error('there is nothing to take');
  return found;
};

const LEVELS = ['notConfidential', 'confidential', 'sensitive', 'vip'];
const FAMILIES = { case: 1, document: 2, 'journal-note': 3 } as const;

function build(
  plain: Municipality,
  drawn: readonly Drawn[],
  { counted, surplus }: { counted: readonly string[]; surplus: number },
): ReconciledMunicipality {
  // Rights that move with time are tried elsewhere: here a snapshot is what moves them.
  const settled = <T extends { readonly id: string }>(
    all: readonly T[],
    family: Family,
  ): (T & { source: string; gone: null })[] =>
    all.map((each, n) => ({ ...each, source: at(drawn, n * 3 + FAMILIES[family]).source, gone: null }));
  const cases = settled(plain.cases, 'case').map((each) => ({ ...each, once: null }));
  const byId = new Map(cases.map((each) => [each.id, each]));
  const documents = settled(plain.documents, 'document').map((each) => ({
    ...each,
    cases: each.cases.map((of) => of && (byId.get(of.id) ?? null)),
  }));
  const notes = settled(plain.notes, 'journal-note').map((each) => ({
    ...each,
    case: byId.get(each.case.id) ?? each.case,
    corrects: null,
  }));
  const first: Municipality = { ...plain, cases, documents, notes, grants: [], payments: [], services: [] };
  const raw = eventsOf(first, '') as RawEvent[];
  const objects = raw.filter(isFounding).map((event): Told => {
    const [family, id] = event.subject.split('/') as [Family, string];
    const index = Number(id.slice(-3));
    const { fate, gone, ...draw } = at(drawn, index * 3 + FAMILIES[family]);
    const said = saidOf(family, event.data, draw, cases.length);
    const isSending = event.source !== BYSTANDER;
    const before = isSending && fate === 'fresh' ? null : said;
    const inSnapshot =
      !isSending || fate === 'omitted' ? null : fate === 'changed' ? changed(family, said, draw, first) : said;
    return { family, id, source: event.source, before, inSnapshot, gone };
  });
  const counts = Object.fromEntries(
    [LEGACY, SUCCESSOR].map((source) => [
      source,
      Object.fromEntries(
        counted.map((family) => [
          family,
          surplus +
            objects.filter((each) => each.source === source && each.family === family && each.inSnapshot !== null)
              .length,
        ]),
      ),
    ]),
  );
  return {
    letter: plain.letter,
    last: lastOf(first, objects),
    objects,
    counts,
    stages: (authority) => stagesOf(first, objects, counts, authority),
  };
}

type Draw = Omit<Drawn, 'fate' | 'gone'>;

/** Few titles, numbers and words, so that pairs come about and agree in some fields. */
function saidOf(family: Family, data: Said, { title, status, number, parent }: Draw, cases: number): Said {
  if (family !== 'case') return data;
  return {
    ...data,
    title,
    caseNumber: `26-${number % Math.ceil(cases / 3)}`,
    ...(status === undefined ? {} : { statusText: status }),
    ...(parent === null ? {} : { parentCaseId: uuid(1, parent % cases) }),
  };
}

/** As the snapshot tells of it: otherwise in some fields, now and then in none. */
function changed(family: Family, said: Said, { fields, of, linked }: Draw, { cases, units }: Municipality): Said {
  const wanted: readonly string[] = family === 'case' ? fields : [at(FIELDS[family], of), at(FIELDS[family], of + 1)];
  const others = [...new Set(linked.map((n) => at(cases, n).id))];
  const changes: Said = {
    title: `${String(said['title'])} igen`,
    kle: at(cases, of).kle,
    sensitivity: at(LEVELS, of),
    responsibleUnit: { kind: 'unit', id: at(units, of).id },
    facet: 'G01',
    statusText: 'færdig',
    caseNumber: `26-${of % 4}`,
    parentCaseId: others[0],
    caseId: others[0],
    cases: others.map((caseId) => ({ caseId, link: 'filed' })),
    parties: [],
  };
  return { ...said, ...Object.fromEntries(wanted.map((field) => [field, changes[field]])) };
}

/** What the snapshot did not name stays as it was. */
const saidAtLast = ({ before, inSnapshot }: Told): Said => inSnapshot ?? before ?? {};

function lastOf(first: Municipality, objects: readonly Told[]): Municipality {
  const told = new Map(objects.map((each) => [`${each.family}/${each.id}`, each]));
  const lastly = (family: Family, id: string): { said: Said; gone: Told['gone'] } => {
    const found = told.get(`${family}/${id}`);
    if (found === undefined) throw new Error('nothing was told of it');
    return { said: saidAtLast(found), gone: found.gone };
  };
  const levelOf = (said: Said): Level => LEVELS.indexOf(String(said['sensitivity'])) as Level;
  const cases = first.cases.map((each) => {
    const { said, gone } = lastly('case', each.id);
    const unit = (said['responsibleUnit'] as { id: string } | undefined)?.id ?? null;
    return { ...each, kle: String(said['kle']), level: levelOf(said), unit, gone };
  });
  const caseOf = (id: string): Municipality['cases'][number] | null => cases.find((each) => each.id === id) ?? null;
  return {
    ...first,
    cases,
    documents: first.documents.map((each) => {
      const { said, gone } = lastly('document', each.id);
      return { ...each, level: levelOf(said), gone, cases: caseIdsIn(said).map(caseOf) };
    }),
    notes: first.notes.map((each) => {
      const { said, gone } = lastly('journal-note', each.id);
      return { ...each, gone, case: caseOf(String(said['caseId'])) ?? each.case };
    }),
  };
}
