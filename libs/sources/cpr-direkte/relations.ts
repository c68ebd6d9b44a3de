import { startOfDay, type DataOf, type Instant } from '#contracts';
import type { CprPerson } from './extract-reader.js';
import { hasApplied, numberIn, startOf, type Fact } from './facts.js';
import { nameFromRegister } from './names.js';
import { knownDay, knownEnd } from './register-time.js';

type Relation = DataOf<'party.relation-started'>;
type CivilStatus = { civilStatus: string; spouse: string; spouseName: string };

const MARRIED = new Set(['G', 'P']);
const NO_LONGER_MARRIED = new Set(['F', 'E', 'O', 'L', 'D']);
const MOTHER = '0003';
const FATHER = '0004';

/** Spouses (012, 029), children (014), parents (015), holders of custody (016) and guardian (017) that have a number. */
export function relationsOf(person: CprPerson): Fact[] {
  return [
    ...spousesOf(person),
    ...childrenOf(person),
    ...parentsOf(person),
    ...custodiansOf(person),
    ...guardiansOf(person),
  ];
}

/**
 * A marriage that is over is started with its end and ended as well: an earlier extract has stated it without end,
 * and only the second takes that back.
 */
function spousesOf(person: CprPerson): Fact[] {
  const now = person.all('012').flatMap(({ line, fields }): Fact[] => {
    const data = spouse(fields);
    const from = startOf(fields.from, person);
    if (data === undefined) return [];
    if (MARRIED.has(fields.civilStatus)) return [started(data, line, 'current', { from })];
    return NO_LONGER_MARRIED.has(fields.civilStatus) ? [ended(data, line, from)] : [];
  });
  const before = person.all('029').flatMap(({ line, fields }): Fact[] => {
    const data = spouse(fields);
    if (data === undefined || !hasApplied(fields.correction)) return [];
    const from = startOf(fields.from, person);
    const to = knownEnd(fields.to);
    if (NO_LONGER_MARRIED.has(fields.civilStatus)) return [ended(data, line, from)];
    if (!MARRIED.has(fields.civilStatus)) return [];
    const start = started(data, line, 'past', { from, to });
    return to === undefined ? [start] : [start, ended(data, line, to)];
  });
  return [...now, ...before];
}

function spouse(fields: CivilStatus): Relation | undefined {
  return relation('spouse', fields.spouse, fields.spouseName);
}

/** The record bears no date, and the birth of an adopted child is not when it became one: it holds from production on. */
function childrenOf(person: CprPerson): Fact[] {
  return person.all('014').flatMap(({ line, fields }): Fact[] => {
    const data = relation('child', fields.child, '');
    return data === undefined ? [] : [started(data, line, 'current', {})];
  });
}

function parentsOf(person: CprPerson): Fact[] {
  return person.all('015').flatMap(({ line, fields }): Fact[] => {
    const parents = [
      { data: relation('parent', fields.mother, fields.motherName), from: fields.motherFrom },
      { data: relation('parent', fields.father, fields.fatherName), from: fields.fatherFrom },
    ];
    return parents.flatMap(({ data, from }) =>
      data === undefined ? [] : [started(data, line, 'current', { from: startOf(from, person) })],
    );
  });
}

/** Types 0003 and 0004 say that the mother or father of record 015 has custody; other types bring a number of their own. */
function custodiansOf(person: CprPerson): Fact[] {
  const parents = person.first('015')?.fields;
  return person.all('016').flatMap(({ line, fields }): Fact[] => {
    const number = { [MOTHER]: parents?.mother, [FATHER]: parents?.father }[fields.relation] ?? fields.holder;
    const data = relation('custody', number, '');
    if (data === undefined) return [];
    const from = startOf(fields.holderFrom === '' ? fields.from : fields.holderFrom, person);
    return [started(data, line, 'current', { from, to: deletion(fields.deletedOn) })];
  });
}

function guardiansOf(person: CprPerson): Fact[] {
  return person.all('017').flatMap(({ line, fields }): Fact[] => {
    const data = relation('guardian', fields.guardian, fields.guardianName);
    if (data === undefined) return [];
    const from = startOf(fields.guardianFrom === '' ? fields.from : fields.guardianFrom, person);
    return [started(data, line, 'current', { from, to: deletion(fields.deletedOn) })];
  });
}

/** The register takes the entry away on this day: it applies until that midnight. */
function deletion(text: string): Instant | undefined {
  const day = knownDay(text);
  return day === undefined ? undefined : startOfDay(day);
}

/** A relative without a number cannot be told apart from anybody: no relation. */
function relation(kind: Relation['kind'], number: string, registerName: string): Relation | undefined {
  const value = numberIn(number);
  if (value === undefined) return undefined;
  const name = nameFromRegister(registerName);
  return {
    kind,
    party: { kind: 'person', identifier: { type: 'cpr', value }, ...(name === undefined ? {} : { name }) },
  };
}

function started(
  data: Relation,
  line: number,
  rank: 'past' | 'current',
  period: { from?: Instant | undefined; to?: Instant | undefined },
): Fact {
  return { name: 'party.relation-started', data, line, rank, ...period };
}

function ended(data: Relation, line: number, from: Instant | undefined): Fact {
  return { name: 'party.relation-ended', data, line, rank: 'ended', from };
}
