import { maskCpr, type Instant } from '#contracts';
import { claimsOf, memberKeys, presenceOf, type ViewMoment } from '#projection-engine';
import type { Subject } from './identity.js';
import type { NumberValue } from './party-statements.projection.js';

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

const shown = ({
  type,
  value,
}: {
  readonly type: string;
  readonly value: string;
}): { type: string; value: string } => ({
  type: IDENTIFIER_TYPES[type] ?? 'OTHER',
  value: type === 'cpr' ? maskCpr(value) : value,
});

/** Every number of the party, past ones too, each with the period in which it holds. */
export function numbersOf(subjects: readonly Subject[], moment: ViewMoment): NumberView[] {
  const found = new Map<
    string,
    { number: { type: string; value: string }; from: Instant | null; to: Instant | null }
  >();
  const keep = (number: { type: string; value: string }, from: Instant | null, to: Instant | null): void => {
    const key = `${number.type}|${number.value}`;
    const known = found.get(key);
    const wider =
      known === undefined
        ? { from, to }
        : {
            from: earlier(known.from, from),
            to: known.to === null || to === null ? null : known.to > to ? known.to : to,
          };
    // A number that one source only knows as ended tells nothing of when it began.
    found.set(key, {
      number,
      from: known?.from === null ? from : from === null ? (known?.from ?? null) : wider.from,
      to: wider.to,
    });
  };
  for (const { row } of subjects) {
    const values = new Map<string, NumberValue>();
    for (const key of [...memberKeys(row, 'identifier'), ...memberKeys(row, 'named')]) {
      for (const group of [`named/${key}`, `identifier/${key}`]) {
        for (const { value } of claimsOf(row, group, moment.knownAt))
          if (value !== null) values.set(key, value as unknown as NumberValue);
      }
    }
    for (const [key, number] of values) {
      const stretches = presenceOf(row, 'identifier', key, moment.knownAt).filter(
        ({ from }) => (from ?? '') <= moment.asOf,
      );
      const last = stretches.at(-1);
      const end = claimsOf(row, `identifier/${key}`, moment.knownAt)
        .filter(({ value, statement }) => value === null && statement.from <= moment.asOf)
        .map(({ statement }) => statement.from)
        .sort()[0];
      if (last !== undefined) keep(number, stretches[0]?.from ?? null, last.to);
      else if (end !== undefined) keep(number, null, end);
    }
    for (const value of memberKeys(row, 'pNumber')) {
      const stretches = presenceOf(row, 'pNumber', value, moment.knownAt).filter(
        ({ from }) => (from ?? '') <= moment.asOf,
      );
      const last = stretches.at(-1);
      if (last !== undefined) keep({ type: 'pnr', value }, stretches[0]?.from ?? null, last.to);
    }
  }
  return [...found.values()]
    .map(({ number, from, to }) => ({ ...shown(number), from, to, raw: number.value }))
    .sort(
      (a, b) =>
        order(a.type) - order(b.type) ||
        ((a.from ?? '') < (b.from ?? '') ? 1 : (a.from ?? '') > (b.from ?? '') ? -1 : 0) ||
        (a.raw < b.raw ? -1 : 1),
    )
    .map(({ type, value, from, to }) => ({ type, value, from, to }));
}

const order = (type: string): number => Object.values(IDENTIFIER_TYPES).indexOf(type);
const earlier = (a: Instant | null, b: Instant | null): Instant | null =>
  a === null || b === null ? (a ?? b) : a < b ? a : b;

/** The numbers of a party that only mentions tell of: nothing says in which period they hold. */
export function mentionedNumbers(mentions: readonly { readonly type: string; readonly value: string }[]): NumberView[] {
  const numbers = new Map(mentions.map((mention) => [`${mention.type}|${mention.value}`, mention]));
  return [...numbers.values()].map((mention) => ({ ...shown(mention), from: null, to: null }));
}
