import type { Instant } from '#contracts';
import { courseOf, EXISTS, paint, type Json, type Statement, type WonStretch } from '#projection-engine';
import type { Subject } from './identity.js';

/** Where the source's word counts: once its founding event is known, except where it removed the party. */
export function removals(subject: Subject, knownAt: Instant | null): WonStretch[] {
  return courseOf(subject.row, EXISTS, knownAt).filter(({ value }) => value === false);
}

/** The course of an attribute over all sources: each source's own course, then the strongest of them. */
export function courseOfParty(
  subjects: readonly Subject[],
  attribute: string,
  knownAt: Instant | null,
  compare: (a: Statement, b: Statement) => number,
): WonStretch[] {
  const claims = subjects.flatMap((subject) => {
    const gone = removals(subject, knownAt);
    return courseOf(subject.row, attribute, knownAt)
      .filter(({ value }) => value !== null)
      .flatMap((stretch) => without(stretch, gone))
      .map(({ from, to, statement, value }) => ({ statement: { ...statement, from, to }, value }));
  });
  return paint(claims, compare);
}

/** What is left of a stretch outside the others. */
function without(stretch: WonStretch, gone: readonly WonStretch[]): WonStretch[] {
  return gone.reduce<WonStretch[]>(
    (left, hole) =>
      left.flatMap((piece) => {
        if ((hole.to !== null && hole.to <= piece.from) || (piece.to !== null && hole.from >= piece.to)) return [piece];
        const pieces: WonStretch[] = [];
        if (hole.from > piece.from) pieces.push({ ...piece, to: hole.from });
        if (hole.to !== null && (piece.to === null || hole.to < piece.to)) pieces.push({ ...piece, from: hole.to });
        return pieces;
      }),
    [stretch],
  );
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
