import fc from 'fast-check';

/*
 * What there is in a municipality and what it is judged by, in plain words: the oracle reads it, `telling.ts` makes events
 * of it. The ids are the same in every municipality, since they are unique within one only; the labels tell them apart.
 */

export type Level = 0 | 1 | 2 | 3;

export interface Unit {
  readonly id: string;
  readonly parent: string | null;
  /** Where it lay in the tree at first; undefined: where it lies now. */
  readonly movedFrom: string | null | undefined;
  readonly isClosed: boolean;
}

/** What decides whether a case is seen, and moves as the case goes on. */
export interface Judged {
  readonly kle: string;
  readonly level: Level;
  readonly unit: string | null;
}

interface Thing {
  readonly id: string;
  readonly label: string;
  readonly source: string;
  readonly gone: 'removed' | 'purged' | null;
}

export interface PlainCase extends Thing, Judged {
  readonly classes: readonly string[];
  /** `user u1`, `unit <id>`; empty: everybody. */
  readonly profile: readonly string[];
  readonly people: readonly Naming[];
  readonly related: readonly string[];
  /** What it was judged by until March. */
  readonly once: Judged | null;
  readonly words: string;
}

/** A person as an object names it. */
export interface Naming {
  readonly person: Person;
  readonly name: string | null;
}

export interface Person {
  readonly cpr: string;
  /** As a party event names it; null: only other objects name it. */
  readonly name: string | null;
  /** As relations name him. */
  readonly called: string;
  readonly household: string | null;
}

export interface PlainDocument extends Thing {
  readonly level: Level;
  /** Null: a case that is not there. */
  readonly cases: readonly (PlainCase | null)[];
  readonly people: readonly Naming[];
}

export interface PlainNote extends Thing {
  readonly case: PlainCase;
  readonly corrects: PlainNote | null;
}

export interface PlainBenefit {
  readonly id: string;
  readonly kle: string;
}

export interface PlainGrant extends Thing {
  readonly level: Level;
  readonly case: PlainCase;
  readonly person: Naming;
  readonly benefits: readonly PlainBenefit[];
}

export interface PlainLine {
  readonly grant: PlainGrant;
  readonly benefit: PlainBenefit;
}

export interface PlainPayment extends Thing {
  readonly person: Naming;
  readonly lines: readonly PlainLine[];
}

export interface PlainService extends Thing {
  readonly kle: string;
  readonly case: PlainCase;
  readonly person: Naming;
}

export interface Municipality {
  readonly letter: string;
  /** Setting `hiddenObjects`: the lists of a party tell that there are hidden cases and documents, and of which source. */
  readonly hiddenObjects: 'none' | 'existsOnly';
  readonly units: readonly Unit[];
  readonly people: readonly Person[];
  readonly cases: readonly PlainCase[];
  readonly documents: readonly PlainDocument[];
  readonly notes: readonly PlainNote[];
  readonly grants: readonly PlainGrant[];
  readonly payments: readonly PlainPayment[];
  readonly services: readonly PlainService[];
}

/** `32` and `32.18` have look-alikes in another place: `32.81`, `03.20`, `33.20`. */
const KLES = ['32.18.04', '32.18.08', '32.10.01', '32.81.18', '33.20.00', '27.18.04', '27.36.04', '03.20.18'] as const;
export const SOURCES = ['alfa', 'beta', 'gamma', 'delta'].map((name) => `urn:overblik:source:${name}`);
export const VIEW_CLASSES = ['adoption', 'børnesager', 'voldsramte'] as const;
export const USERS = ['u1', 'u2', 'u3', 'u4'] as const;
const NAMES = ['Karla Eksempel', 'Karlo Eksempel', 'Søren Prøve', 'Soren Test', 'Vilhelmine Fiktiv'] as const;
/** A word that finds every object, and words that are near one another. */
export const FOUND_BY = 'fælles';
const WORDS = ['boligstøtte', 'boligstotte', 'boligstøtten', 'flytning', 'flytninge', 'Karla', 'varme'] as const;

export const uuid = (family: number, index: number): string =>
  `00000000-0000-4000-8000-0000000${family}0${String(index).padStart(3, '0')}`;
const UNITS = Array.from({ length: 8 }, (_, index) => uuid(8, index));
export const UNIT_IDS: readonly string[] = UNITS;
const PEOPLE = 10;
const cprOf = (index: number): string => `61018${String(index).padStart(2, '0')}00${index}`;

const one = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
/** Each value as often as its weight says. */
const often = <T>(...weighted: readonly (readonly [number, T])[]): fc.Arbitrary<T> =>
  fc.oneof(...weighted.map(([weight, value]) => ({ weight, arbitrary: fc.constant(value) })));
const some = <T>(arbitrary: fc.Arbitrary<T>, least: number, most: number): fc.Arbitrary<T[]> =>
  fc.array(arbitrary, { minLength: least, maxLength: most });
const times = <T>(count: number, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T[]> => some(arbitrary, count, count);
const any = fc.nat({ max: 999 });
const pick = <T>(all: readonly T[], at: number): T => {
  const found = all[at % all.length];
  if (found === undefined) throw new Error('there is nothing to pick from');
  return found;
};
/** Each once. */
const distinct = <T>(all: readonly T[]): T[] => [...new Set(all)];

const level = often<Level>([4, 0], [4, 1], [3, 2], [2, 3]);
const gone = often<Thing['gone']>([30, null], [1, 'removed'], [1, 'purged']);
const thing = { source: one(...SOURCES), gone };
const judged = fc.record({ kle: one(...KLES), level, unit: fc.oneof(one(...UNITS), fc.constant(null)) });
const naming = fc.record({ person: any, name: fc.oneof(one(...NAMES), fc.constant(null)) });
const member = fc.oneof(one(...USERS.map((user) => `user ${user}`)), one(...UNITS.map((unit) => `unit ${unit}`)));
const drawn = {
  unit: fc.record({
    parent: fc.option(any, { freq: 5 }),
    movedFrom: fc.option(any, { freq: 2 }),
    isClosed: often([3, false], [1, true]),
  }),
  person: fc.record({ name: one(...NAMES), household: fc.option(any, { freq: 2 }) }),
  case: fc.record({
    ...thing,
    judged,
    classes: fc.oneof(
      { weight: 5, arbitrary: fc.constant([]) },
      { weight: 2, arbitrary: some(one(...VIEW_CLASSES), 1, 3) },
    ),
    profile: fc.oneof({ weight: 5, arbitrary: fc.constant([]) }, { weight: 2, arbitrary: some(member, 1, 4) }),
    people: some(naming, 0, 3),
    related: some(any, 0, 2),
    once: fc.option(judged, { freq: 3 }),
    words: some(one(...WORDS), 0, 3),
  }),
  document: fc.record({ ...thing, level, cases: some(any, 0, 3), people: some(naming, 0, 2) }),
  note: fc.record({ ...thing, case: any, corrects: fc.option(any, { freq: 4 }), isOnSameCase: fc.boolean() }),
  grant: fc.record({ ...thing, level, case: any, person: naming, benefits: some(one(...KLES), 1, 3) }),
  payment: fc.record({ ...thing, person: naming, lines: some(any, 1, 3) }),
  service: fc.record({ ...thing, kle: one(...KLES), case: any, person: naming }),
};
/** So many cases; of the rest in proportion. */
const drawnMunicipality = (cases: number) =>
  fc.record({
    units: times(UNITS.length, drawn.unit),
    people: times(PEOPLE, drawn.person),
    cases: times(cases, drawn.case),
    documents: times(Math.ceil(cases * 0.9), drawn.document),
    notes: times(Math.ceil(cases * 0.7), drawn.note),
    grants: times(Math.ceil(cases * 0.6), drawn.grant),
    payments: times(Math.ceil(cases * 0.5), drawn.payment),
    services: times(Math.ceil(cases * 0.4), drawn.service),
  });

type Drawn = ReturnType<typeof drawnMunicipality> extends fc.Arbitrary<infer D> ? D : never;

/** A municipality with so many cases; several of them share ids and CPR numbers. */
export const municipality = (letter: string, cases: number): fc.Arbitrary<Municipality> =>
  drawnMunicipality(cases).map((made) => build(letter, made));

function build(letter: string, made: Drawn): Municipality {
  // A parent stands earlier in the list, so the tree has no circle, before and after a move.
  const parentOf = (index: number, at: number | null): string | null =>
    at === null || index === 0 ? null : pick(UNITS.slice(0, index), at);
  const units = made.units.map(({ parent, movedFrom, isClosed }, index): Unit => ({
    id: pick(UNITS, index),
    parent: parentOf(index, parent),
    movedFrom: movedFrom === null ? undefined : parentOf(index, movedFrom),
    isClosed,
  }));
  // The last three are known by nothing but what names them.
  const people = made.people.map(({ name, household }, index): Person => ({
    cpr: cprOf(index),
    name: index < PEOPLE - 3 ? name : null,
    called: pick(NAMES, index),
    household:
      household === null || index >= PEOPLE - 3 ? null : cprOf((index + 1 + (household % (PEOPLE - 1))) % PEOPLE),
  }));
  const named = ({ person, name }: { person: number; name: string | null }): Naming => {
    const who = pick(people, person);
    return { person: who, name };
  };
  const eachOnce = (names: readonly { person: number; name: string | null }[]): Naming[] => [
    ...new Map(names.map(named).map((each) => [each.person.cpr, each])).values(),
  ];
  const thingOf = (family: number, index: number, { source, gone }: Pick<Thing, 'source' | 'gone'>): Thing => ({
    id: uuid(family, index),
    label: `${letter}${family}-${index}`,
    source,
    gone,
  });
  const cases = made.cases.map((each, index): PlainCase => ({
    ...thingOf(1, index, each),
    ...each.judged,
    classes: distinct(each.classes),
    profile: distinct(each.profile),
    people: eachOnce(each.people),
    related: distinct(each.related.map((at) => uuid(1, at % made.cases.length))).filter((id) => id !== uuid(1, index)),
    once: each.once,
    words: each.words.join(' '),
  }));
  const documents = made.documents.map((each, index): PlainDocument => ({
    ...thingOf(2, index, each),
    level: each.level,
    // One place beyond the last: a case that is not there.
    cases: distinct(each.cases.map((at) => at % (cases.length + 1))).map((at) => cases[at] ?? null),
    people: eachOnce(each.people),
  }));
  const notes: PlainNote[] = [];
  for (const [index, each] of made.notes.entries()) {
    const corrects = each.corrects === null || notes.length === 0 ? null : pick(notes, each.corrects);
    notes.push({
      ...thingOf(3, index, each),
      case: corrects !== null && each.isOnSameCase ? corrects.case : pick(cases, each.case),
      corrects,
    });
  }
  const grants = made.grants.map((each, index): PlainGrant => ({
    ...thingOf(5, index, each),
    level: each.level,
    case: pick(cases, each.case),
    person: named(each.person),
    benefits: each.benefits.map((kle, n) => ({ id: `y${n}`, kle })),
  }));
  const lineAt = (at: number): PlainLine => {
    const grant = pick(grants, at);
    return { grant, benefit: pick(grant.benefits, at) };
  };
  const payments = made.payments.map((each, index): PlainPayment => ({
    ...thingOf(6, index, each),
    person: named(each.person),
    lines: distinct(each.lines).map(lineAt),
  }));
  const services = made.services.map((each, index): PlainService => ({
    ...thingOf(7, index, each),
    kle: each.kle,
    case: pick(cases, each.case),
    person: named(each.person),
  }));
  const hiddenObjects = letter === 'A' ? 'none' : 'existsOnly';
  return { letter, hiddenObjects, units, people, cases, documents, notes, grants, payments, services };
}
