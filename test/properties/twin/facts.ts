import type { Instant } from '#contracts';
import { instant } from './calendar.js';

/** A CloudEvent as it is published. */
export interface RawEvent {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly authority: string;
  readonly effectivefrom?: string;
  readonly effectiveto?: string;
  readonly sequence?: string;
  readonly data: unknown;
}

/** An accepted event, with its place in the log. */
export interface Fact {
  readonly id: string;
  readonly source: string;
  /** `case.registered` */
  readonly name: string;
  readonly family: string;
  readonly objectId: string;
  readonly time: Instant;
  readonly from: Instant;
  readonly to: Instant | null;
  readonly sequence: bigint | null;
  readonly data: Data;
  readonly position: number;
  readonly recordedAt: Instant;
}

/** Whatever the event carried; the contracts have checked it, and the twin reads it field by field. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Data = Readonly<Record<string, any>>;

export function factOf(raw: RawEvent, position: number, recordedAt: Instant): Fact {
  const [family = '', objectId = ''] = raw.subject.split('/');
  return {
    id: raw.id,
    source: raw.source,
    name: raw.type.replace(/^dk\.overblik\./, '').replace(/\.v1$/, ''),
    family,
    objectId,
    time: instant(raw.time),
    from: instant(raw.effectivefrom ?? raw.time),
    to: raw.effectiveto === undefined ? null : instant(raw.effectiveto),
    sequence: raw.sequence === undefined ? null : BigInt(raw.sequence),
    data: raw.data as Data,
    position,
    recordedAt,
  };
}

/** "The greatest by (time, sequence as integer with none lowest, source, id), the last two by code point." Negative: a is lower. */
export function byRank(a: Fact, b: Fact): number {
  if (a.time !== b.time) return a.time < b.time ? -1 : 1;
  const [one, other] = [a.sequence ?? -1n, b.sequence ?? -1n];
  if (one !== other) return one < other ? -1 : 1;
  return byCodePoint(a.source, b.source) || byCodePoint(a.id, b.id);
}

export function byCodePoint(a: string, b: string): number {
  if (a === b) return 0;
  const [one, other] = [[...a], [...b]];
  for (let i = 0; i < Math.min(one.length, other.length); i++) {
    const difference = (one[i]?.codePointAt(0) ?? 0) - (other[i]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return one.length - other.length;
}

/** One assertion of one attribute. */
export interface Said<V> {
  readonly fact: Fact;
  readonly from: Instant;
  readonly to: Instant | null;
  readonly value: V;
}

export const said = <V>(fact: Fact, value: V, from: Instant = fact.from, to: Instant | null = fact.to): Said<V> => ({
  fact,
  from,
  to,
  value,
});

export const covers = ({ from, to }: { from: Instant; to: Instant | null }, t: Instant): boolean =>
  from <= t && (to === null || t < to);

/** Highest first: what covers the moment. */
export function ranked<V>(all: readonly Said<V>[], t: Instant): Said<V>[] {
  return all.filter((one) => covers(one, t)).sort((a, b) => byRank(b.fact, a.fact));
}

/** "Of the assertions whose effective period covers the moment, the greatest." */
export function winner<V>(all: readonly Said<V>[], t: Instant): Said<V> | undefined {
  return ranked(all, t)[0];
}

/** Every moment at which something that is said begins or ends, rising. */
export function turns(all: readonly { from: Instant; to: Instant | null }[]): Instant[] {
  return [...new Set(all.flatMap(({ from, to }) => (to === null ? [from] : [from, to])))].sort();
}

export interface Period {
  readonly from: Instant;
  readonly to: Instant | null;
}

/** The unbroken periods in which something holds, given when it could change; rising. */
export function periods(moments: readonly Instant[], holds: (t: Instant) => boolean): Period[] {
  const found: Period[] = [];
  moments.forEach((from, index) => {
    if (!holds(from)) return;
    const to = moments[index + 1] ?? null;
    const last = found.at(-1);
    if (last?.to === from) found[found.length - 1] = { from: last.from, to };
    else found.push({ from, to });
  });
  return found;
}

/** The unbroken periods in which a member is present. */
export function presence(all: readonly Said<boolean>[]): Period[] {
  return periods(turns(all), (t) => winner(all, t)?.value === true);
}

/** A course of values: each with the period in which it holds unbroken; moments without a value are left out. */
export function course<V>(
  moments: readonly Instant[],
  valueAt: (t: Instant) => V | undefined,
): (Period & { value: V })[] {
  const found: (Period & { value: V })[] = [];
  moments.forEach((from, index) => {
    const value = valueAt(from);
    if (value === undefined) return;
    const to = moments[index + 1] ?? null;
    const last = found.at(-1);
    if (last?.to === from && sameJson(last.value, value)) found[found.length - 1] = { ...last, to };
    else found.push({ from, to, value });
  });
  return found;
}

export const sameJson = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** `benefitRecipient` is `BENEFIT_RECIPIENT` in the view. */
export const loud = (word: string): string => word.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
