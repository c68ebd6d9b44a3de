import type { Instant } from '#contracts';
import {
  attributesUnder,
  claim,
  claimsOf,
  isLeftOut,
  type AssertionRow,
  type Json,
  type Stretch,
  type ViewMoment,
} from './assertions.js';
import type { Statement } from './statement.js';
import { paint, paintApart, stretchAt, type WonStretch } from './stretches.js';

/*
 * Members (a party in a role, a relation, a link between document and case …) are attributes of their own, named
 * `<group>/<key>`: a value is "present so", null is "absent". A founding event states the whole group at once: it is
 * kept under `<group>*` as one claim and counts for every member, named in it or not.
 */

const attribute = (group: string, key: string): string => `${group}/${key}`;

/** Says that the member is present (with what is to be known of it), or absent (null). */
export function claimMember(row: AssertionRow, statement: number, group: string, key: string, value: Json): void {
  claim(row, statement, attribute(group, key), value);
}

/** Says which members there are, and that there are no others. */
export function claimAllMembers(
  row: AssertionRow,
  statement: number,
  group: string,
  members: Readonly<Record<string, Json>>,
): void {
  claim(row, statement, `${group}*`, members);
}

function claimsOfMember(
  row: AssertionRow,
  group: string,
  key: string,
  knownAt: Instant | null,
): { statement: Statement; value: Json }[] {
  const claims = claimsOf(row, attribute(group, key), knownAt);
  for (const { statement, value: members } of claimsOf(row, `${group}*`, knownAt)) {
    // A key is whatever a source calls a thing: `constructor` is a name like any other.
    const value = Object.hasOwn(members as object, key) ? ((members as Record<string, Json>)[key] ?? null) : null;
    if (!isLeftOut(row, statement, value, knownAt)) claims.push({ statement, value });
  }
  return claims;
}

/** Every key that was ever a member of the group. */
export function memberKeys(row: AssertionRow, group: string): string[] {
  const keys = new Set(attributesUnder(row, `${group}/`).map((name) => name.slice(group.length + 1)));
  for (const [, value] of row.attributes[`${group}*`] ?? []) {
    for (const key of Object.keys(value as Record<string, Json>)) keys.add(key);
  }
  return [...keys];
}

/** The whole course of a member, each stretch with the statement that wins in it: present as a value, or absent (null). */
export function memberCourse(row: AssertionRow, group: string, key: string, knownAt: Instant | null): WonStretch[] {
  return paintApart(claimsOfMember(row, group, key, knownAt));
}

/** Where in effective time the member is present, and as what. */
export function presenceOf(row: AssertionRow, group: string, key: string, knownAt: Instant | null): Stretch<Json>[] {
  return paint(claimsOfMember(row, group, key, knownAt)).filter(({ value }) => value !== null);
}

/** A member as it applies at a moment; `from`/`to` is the longest unbroken presence around it. */
export interface Member {
  readonly key: string;
  readonly value: Json;
  readonly from: Instant;
  readonly to: Instant | null;
}

/** The members of the group that are present at the moment, by key. */
export function membersAt(row: AssertionRow, group: string, moment: ViewMoment): Member[] {
  return memberKeys(row, group)
    .sort()
    .flatMap((key) => {
      const stretches = presenceOf(row, group, key, moment.knownAt);
      const here = stretchAt(stretches, moment.asOf);
      return here === undefined ? [] : [{ key, value: here.value, ...unbroken(stretches, here) }];
    });
}

/** Presence goes on where one value hands over to the next (filed → attached) without a gap. */
export function unbroken(
  stretches: readonly Stretch<Json>[],
  around: Stretch<Json>,
): { from: Instant; to: Instant | null } {
  let { from, to } = around;
  const at = stretches.indexOf(around);
  for (let i = at - 1; i >= 0 && stretches[i]?.to === from; i--) from = stretches[i]?.from ?? null;
  for (let i = at + 1; i < stretches.length && to !== null && stretches[i]?.from === to; i++)
    to = stretches[i]?.to ?? null;
  return { from: from as Instant, to };
}
