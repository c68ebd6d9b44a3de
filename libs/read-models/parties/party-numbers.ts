import { maskCpr, type Instant } from '#contracts';
import {
  claimsOf,
  isLeftOut,
  memberKeys,
  paint,
  paintApart,
  type Claim,
  type Json,
  type ViewMoment,
  type WonStretch,
} from '#projection-engine';
import type { Subject } from './identity.js';

/** PartyIdentifier of GraphQL; a CPR number without its last four digits. */
export interface NumberView {
  readonly type: string;
  readonly value: string;
  readonly from: Instant | null;
  readonly to: Instant | null;
}

const IDENTIFIER_TYPES: Readonly<Record<string, string>> = {
  cpr: 'CPR',
  cvr: 'CVR',
  pnr: 'PNR',
  replacement: 'REPLACEMENT',
  other: 'OTHER',
};

/** Whether CPR numbers are masked, and protected names and addresses left out; `open` in the one answer of a reveal. */
export type Disclosure = 'masked' | 'open';

const shown = (
  { type, value }: { readonly type: string; readonly value: string },
  disclosure: Disclosure,
): { type: string; value: string } => ({
  type: IDENTIFIER_TYPES[type] ?? 'OTHER',
  value: type === 'cpr' && disclosure === 'masked' ? maskCpr(value) : value,
});

/** A number left out where the source states all its numbers again: it says nothing of it any more. */
const SILENT = 'silent';

/** What one voice says of when a number holds: the assertions about it, and the lists in which it is or is not. */
function saidOf({ row }: Subject, group: 'identifier' | 'pNumber', key: string, knownAt: Instant | null): Claim[] {
  const lists = claimsOf(row, `${group}*`, knownAt).flatMap(({ statement, value }): Claim[] => {
    const isListed = (value as Record<string, Json>)[key] !== undefined;
    if (!isListed && group === 'identifier' && isLeftOut(row, statement, null, knownAt)) return [];
    return [{ statement, value: isListed ? true : SILENT }];
  });
  const alone = claimsOf(row, `${group}/${key}`, knownAt).map(({ statement, value }) => ({
    statement,
    value: value !== null,
  }));
  return [...alone, ...lists];
}

/** When the number holds, by all voices: each has its own latest word first, so none denies what only another said. */
function periodsOf(voices: readonly Claim[][]): WonStretch[] {
  const words = voices.flatMap((claims) =>
    paintApart(claims)
      .filter(({ value }) => value !== SILENT)
      .map(({ from, to, statement, value }) => ({ statement: { ...statement, from, to }, value })),
  );
  return paint(words).filter(({ value }) => value === true);
}

/** Every number of the party, past ones too, each with the last period begun in which it holds without a break. */
export function numbersOf(subjects: readonly Subject[], moment: ViewMoment, disclosure: Disclosure): NumberView[] {
  const { asOf, knownAt } = moment;
  const numbers = new Map<string, { type: string; value: string }>();
  const known = (type: string, value: string): unknown => numbers.set(`${type}|${value}`, { type, value });
  for (const { row } of subjects) {
    for (const key of [...memberKeys(row, 'identifier'), ...memberKeys(row, 'named')])
      known(key.slice(0, key.indexOf('|')), key.slice(key.indexOf('|') + 1));
    for (const value of memberKeys(row, 'pNumber')) known('pnr', value);
  }
  const found = [...numbers].flatMap(([key, number]) => {
    const voices = subjects.map((subject) => saidOf(subject, 'identifier', key, knownAt));
    if (number.type === 'pnr')
      voices.push(...subjects.map((subject) => saidOf(subject, 'pNumber', number.value, knownAt)));
    const last = periodsOf(voices)
      .filter(({ from }) => from <= asOf)
      .at(-1);
    if (last !== undefined) return { number, from: last.from, to: last.to };
    // Of a number that is only known to have ended nobody says when it began.
    const end = voices
      .flat()
      .filter(({ value, statement }) => value === false && statement.from <= asOf)
      .map(({ statement }) => statement.from)
      .sort()[0];
    return end === undefined ? [] : { number, from: null, to: end };
  });
  return found
    .map(({ number, from, to }) => ({ ...shown(number, disclosure), from, to, raw: number.value }))
    .sort(
      (a, b) =>
        order(a.type) - order(b.type) ||
        ((a.from ?? '') < (b.from ?? '') ? 1 : (a.from ?? '') > (b.from ?? '') ? -1 : 0) ||
        (a.raw < b.raw ? -1 : 1),
    )
    .map(({ type, value, from, to }) => ({ type, value, from, to }));
}

const order = (type: string): number => Object.values(IDENTIFIER_TYPES).indexOf(type);

/** The numbers of a party that only mentions tell of: nothing says in which period they hold. */
export function mentionedNumbers(
  mentions: readonly { readonly type: string; readonly value: string }[],
  disclosure: Disclosure,
): NumberView[] {
  const numbers = new Map(mentions.map((mention) => [`${mention.type}|${mention.value}`, mention]));
  return [...numbers.values()].map((mention) => ({ ...shown(mention, disclosure), from: null, to: null }));
}
