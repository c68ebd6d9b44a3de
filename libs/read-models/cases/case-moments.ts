import { startOfDay, type Instant } from '#contracts';
import { courseOf, EXISTS, type AssertionRow, type Json } from '#projection-engine';
import { PHASES, type CaseView } from './case-overview.view.js';

const text = (value: Json | undefined): string | null => (typeof value === 'string' ? value : null);

/** An entry of the timeline. */
export interface CaseMoment {
  readonly entry: string;
  readonly kind: 'CASE_OPENED' | 'CASE_PROGRESS' | 'CASE_DECIDED' | 'CASE_CLOSED';
  readonly at: Instant;
  readonly title: string;
}

const PHASE_TEXTS: Readonly<Record<string, string>> = {
  OPENED: 'Opstået',
  INFORMED: 'Oplyst',
  DECIDED: 'Afgjort',
  CLOSED: 'Afsluttet',
};
const OUTCOME_TEXTS: Readonly<Record<string, string>> = {
  GRANTED: 'bevilget',
  REFUSED: 'afslag',
  PARTLY: 'delvist bevilget',
  ANNULLED: 'annulleret',
};

/** Opening, decision and closing as they apply to the view. */
export function milestones(view: CaseView): CaseMoment[] {
  const moments: CaseMoment[] = [];
  const number = view.caseNumber;
  if (view.openedOn !== null) {
    moments.push({
      entry: 'opened',
      kind: 'CASE_OPENED',
      at: startOfDay(view.openedOn),
      title: `Sag ${number} blev oprettet: ${view.title}`,
    });
  }
  if (view.decision !== null) {
    const outcome = OUTCOME_TEXTS[view.decision.outcome] ?? '';
    moments.push({
      entry: 'decided',
      kind: 'CASE_DECIDED',
      at: startOfDay(view.decision.decidedOn),
      title: `Sag ${number} blev afgjort: ${outcome}`,
    });
  }
  if (view.closedOn !== null) {
    moments.push({
      entry: 'closed',
      kind: 'CASE_CLOSED',
      at: startOfDay(view.closedOn),
      title: `Sag ${number} blev afsluttet`,
    });
  }
  return moments;
}

/** A change of progress or status text, by its effective moment. */
export interface ProgressChange {
  readonly at: Instant;
  readonly phase: string;
  readonly status: string | null;
}

/** The change as an entry; the case is told by the number that it has when somebody looks. */
export function progressMoment({ at, phase, status }: ProgressChange, caseNumber: string): CaseMoment {
  const title = `Sag ${caseNumber}: ${status ?? phase}${status === null ? '' : ` (${phase.toLowerCase()})`}`;
  return { entry: `progress/${at}`, kind: 'CASE_PROGRESS', at, title };
}

/** Each change of progress or status text that is neither opening nor closing. */
export function progressMoments(row: AssertionRow, knownAt: Instant | null): ProgressChange[] {
  const progress = courseOf(row, 'progress', knownAt);
  const status = courseOf(row, 'statusText', knownAt);
  const begun = courseOf(row, EXISTS, knownAt).find(({ value }) => value === true)?.from;
  const bounds = new Set<Instant>();
  if (begun !== undefined) bounds.add(begun);
  for (const course of [progress, status]) {
    for (const { from, to } of course) {
      bounds.add(from);
      if (to !== null) bounds.add(to);
    }
  }
  const turns = [...bounds].sort();
  const changes: ProgressChange[] = [];
  let before: { raw: string; status: string | null } | undefined;
  let p = 0;
  let s = 0;
  for (const at of turns) {
    while (progress[p + 1] !== undefined && (progress[p + 1]?.from ?? '') <= at) p++;
    while (status[s + 1] !== undefined && (status[s + 1]?.from ?? '') <= at) s++;
    const raw = text(covering(progress[p], at)) ?? 'opened';
    const now = { raw, status: text(covering(status[s], at)) };
    const opening = before === undefined;
    const closing = raw === 'closed' && before?.raw !== 'closed';
    if (!opening && !closing && (now.raw !== before?.raw || now.status !== before.status)) {
      changes.push({ at, phase: PHASE_TEXTS[PHASES[raw] ?? 'OPENED'] ?? '', status: now.status });
    }
    before = now;
  }
  return changes;
}

function covering(
  stretch: { readonly from: Instant | null; readonly to: Instant | null; readonly value: Json } | undefined,
  at: Instant,
): Json | undefined {
  if (
    stretch === undefined ||
    (stretch.from !== null && stretch.from > at) ||
    (stretch.to !== null && stretch.to <= at)
  )
    return undefined;
  return stretch.value;
}
