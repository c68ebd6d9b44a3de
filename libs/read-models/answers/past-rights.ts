import { coversOwn, groupSeesCase, type CaseRights, type Ground, type Grounds } from '#access';
import type { Instant } from '#contracts';
import { EXISTS, courseOf, type AssertionRow, type ViewMoment } from '#projection-engine';
import { rightsFacts, viewCase } from '../cases/case-overview.view.js';

/*
 * The past never shows more than the present: an object is judged by what it is today and by what it was at the moment,
 * and each privilege group must pass both by itself. In memory it is the same rule as in SQL (#access keeps them equal).
 */

/** The privilege groups of the statements' parameter. */
export const groundsOf = (grounds: Grounds): Ground[] => JSON.parse(grounds) as Ground[];

/** What the case is judged by: as it was, and as it is. */
export interface CaseJudgement {
  readonly then: CaseRights;
  readonly today: CaseRights;
}

/** The rights of the case at the moment, and today; one that is there no more is judged as it last was. */
export function judgeCase(id: string, row: AssertionRow, moment: ViewMoment, now: Instant): CaseJudgement | undefined {
  const view = viewCase(id, row, moment);
  if (view === undefined) return undefined;
  const then = rightsFacts(row, view, moment);
  return { then, today: lastRights(id, row, now) ?? then };
}

/** What the case is judged by today; one that is there no more, as it last was. */
export const lastRights = (id: string, row: AssertionRow, now: Instant): CaseRights | undefined =>
  rightsAt(id, row, lastPresence(row, now));

function rightsAt(id: string, row: AssertionRow, moment: ViewMoment): CaseRights | undefined {
  const view = viewCase(id, row, moment);
  return view === undefined ? undefined : rightsFacts(row, view, moment);
}

/** Now where the object is there now; else the end of its last presence, or the beginning of its first: what it is judged by today. */
export function lastPresence(row: AssertionRow, now: Instant): ViewMoment {
  const present = courseOf(row, EXISTS, null).filter(({ value }) => value === true);
  const last = present.filter(({ from }) => from <= now).at(-1);
  if (last === undefined) return { asOf: present[0]?.from ?? now, knownAt: null };
  return { asOf: last.to === null || now < last.to ? now : justBefore(last.to, last.from), knownAt: null };
}

/** The microsecond before, but not before the beginning. */
function justBefore(to: Instant, from: Instant): Instant {
  const micros = BigInt(Date.parse(to)) * 1000n + BigInt(Number(to.slice(23, 26))) - 1n;
  const ms = Number(micros / 1000n);
  const before = `${new Date(ms).toISOString().slice(0, -1)}${String(micros % 1000n).padStart(3, '0')}Z`;
  return before < from ? from : before;
}

/** `group` covers what it does today, `group.then` what it did at the moment: units have moved since. */
export const groupSeesJudged = (group: Ground & { readonly then: Ground }, { then, today }: CaseJudgement): boolean =>
  groupSeesCase(group.then, then) && groupSeesCase(group, today);

/** A document's own part: its sensitivity then and today, and its source. */
export const groupSeesDocument = (group: Ground, sensitivities: readonly number[], source: string): boolean =>
  sensitivities.every((sensitivity) => coversOwn(group, { sensitivity, source }));
