import type { Instant } from '#contracts';
import {
  claimsOf,
  courseOf,
  EXISTS,
  paint,
  paintApart,
  valueAt,
  type Json,
  type Statement,
  type ViewMoment,
  type WonStretch,
} from '#projection-engine';
import type { Subject } from './identity.js';

/** The subjects whose word counts at the moment: founded by then, and not removed. */
export const presentSubjects = (subjects: readonly Subject[], moment: ViewMoment): Subject[] =>
  subjects.filter(({ row }) => valueAt(row, EXISTS, moment) === true);

/**
 * The course of an attribute over all sources: each source's own course, then the strongest of them. Each stretch is
 * kept with the statement that won it until all have been compared: what a source repeats later is as strong as then.
 */
export function courseOfParty(
  subjects: readonly Subject[],
  attribute: string,
  knownAt: Instant | null,
  compare: (a: Statement, b: Statement) => number,
): WonStretch[] {
  const [only] = subjects;
  if (only === undefined) return [];
  if (subjects.length === 1) return courseOf(only.row, attribute, knownAt).filter(({ value }) => value !== null);
  const claims = subjects.flatMap(({ row }) =>
    paintApart(claimsOf(row, attribute, knownAt))
      .filter(({ value }) => value !== null)
      .map(({ from, to, statement, value }) => ({ statement: { ...statement, from, to }, value })),
  );
  return paint(claims, compare);
}

/** Address of GraphQL. */
export interface AddressView {
  readonly lines: readonly string[];
  readonly postalCode: string | null;
  readonly city: string | null;
  readonly municipalityCode: string | null;
  readonly coName: string | null;
}

/** An address as it was claimed. */
export function asAddress(value: Json): AddressView {
  const { lines, postalCode, city, municipalityCode, coName } = value as Partial<Record<string, Json>>;
  const text = (part: Json | undefined): string | null => (typeof part === 'string' ? part : null);
  return {
    lines: (lines as readonly string[] | undefined) ?? [],
    postalCode: text(postalCode),
    city: text(city),
    municipalityCode: text(municipalityCode),
    coName: text(coName),
  };
}

/** The text a claim made. */
export const asString = (value: Json): string => (typeof value === 'string' ? value : '');
