import type { DataOf, LocalDate } from '#contracts';
import type { CprPerson } from './extract-reader.js';
import { birthOf, numberIn, startOf, type Fact } from './facts.js';
import { earliestMoment, knownDay, knownEnd } from './register-time.js';

type Identifiers = DataOf<'party.registered'>['identifiers'];
type Reason = DataOf<'party.identifier-changed'>['reason'];

const DELETED_AS_DUPLICATE = '50';
const CHANGED_NUMBER = '60';
const ANNULLED = '30';
const DEAD = '90';

interface OldNumber {
  readonly value: string;
  readonly line: number;
  readonly from: LocalDate | undefined;
  readonly to: LocalDate | undefined;
}

/** True of a number that has given way to another: of it only the change is told, so that the person has one birth date. */
export function isReplaced(person: CprPerson): boolean {
  const status = person.first('001')?.fields.status;
  return status === DELETED_AS_DUPLICATE || status === CHANGED_NUMBER;
}

/** The change from a replaced number (status 50 or 60) to the current one; undefined where that one is not given. */
export function replacementOf(person: CprPerson): { fact: Fact; currentNumber: string } | undefined {
  const record = person.first('001');
  const old = numberIn(person.number);
  const currentNumber = numberIn(record?.fields.currentNumber ?? '');
  if (record === undefined || old === undefined || currentNumber === undefined) return undefined;
  const reason = record.fields.status === CHANGED_NUMBER ? 'numberChange' : 'duplicate';
  const from = earliestMoment(record.fields.statusFrom) ?? earliestMoment(record.fields.numberTo);
  return { fact: change(old, currentNumber, reason, record.line, from), currentNumber };
}

/** The person, the numbers he has and had (001, 022), his status, and his death. */
export function identityOf(person: CprPerson): Fact[] {
  const record = person.first('001');
  const value = numberIn(person.number);
  if (record === undefined || value === undefined) return [];
  const { fields, line } = record;
  const old = oldNumbersOf(person);
  const birthDate = knownDay(fields.birthDate);
  const currentFrom = knownDay(fields.numberFrom);
  const currentTo = fields.status === ANNULLED ? knownDay(fields.numberTo) : undefined;
  const identifiers: Identifiers = [
    identifier(value, currentFrom, currentTo),
    ...old.map((each) => identifier(each.value, each.from, each.to)),
  ];
  const registered: Fact = {
    name: 'party.registered',
    data: { kind: 'person', identifiers, ...(birthDate === undefined ? {} : { birthDate }) },
    line,
    rank: 'founding',
    from: birthOf(person) ?? earliestMoment(fields.numberFrom),
  };
  return [registered, ...changesOf(old, value, currentFrom), ...statusOf(person)];
}

function statusOf(person: CprPerson): Fact[] {
  const record = person.first('001');
  if (record === undefined || !/^\d{2}$/.test(record.fields.status)) return [];
  const { fields, line } = record;
  const from = earliestMoment(fields.statusFrom) ?? startOf(fields.numberFrom, person);
  const status: Fact = {
    name: 'party.status-changed',
    data: { cprStatus: fields.status },
    line,
    rank: 'current',
    from,
  };
  const on = fields.status === DEAD ? knownDay(fields.statusFrom) : undefined;
  return on === undefined ? [status] : [status, { name: 'party.died', data: { on }, line, rank: 'current', from }];
}

function oldNumbersOf(person: CprPerson): OldNumber[] {
  return person
    .all('022')
    .flatMap(({ fields, line }): OldNumber[] => {
      const value = numberIn(fields.oldNumber);
      return value === undefined ? [] : [{ value, line, from: knownDay(fields.from), to: knownDay(fields.to) }];
    })
    .toSorted((one, other) => ((one.to ?? '') < (other.to ?? '') ? -1 : 1));
}

/**
 * Record 022 does not say why a number went. Two numbers that were in use side by side were two of one person, and
 * one was deleted as a duplicate; where the next begins when the old one ends, the number was changed.
 */
function changesOf(old: readonly OldNumber[], current: string, currentFrom: LocalDate | undefined): Fact[] {
  return old.map(({ value, line, to }, index) => {
    const next = old.slice(index + 1).find((each) => each.from !== undefined && to !== undefined && each.from >= to);
    const nextFrom = next?.from ?? currentFrom;
    const isSideBySide = nextFrom !== undefined && to !== undefined && nextFrom < to;
    return change(value, next?.value ?? current, isSideBySide ? 'duplicate' : 'numberChange', line, knownEnd(to ?? ''));
  });
}

function change(old: string, current: string, reason: Reason, line: number, from: string | undefined): Fact {
  return {
    name: 'party.identifier-changed',
    data: { old: { type: 'cpr', value: old }, new: { type: 'cpr', value: current }, reason },
    line,
    rank: 'current',
    from,
  };
}

function identifier(value: string, from: LocalDate | undefined, to: LocalDate | undefined): Identifiers[number] {
  return { type: 'cpr', value, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}
