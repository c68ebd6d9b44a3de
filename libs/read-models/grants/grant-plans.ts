import { startOfDay, type Instant } from '#contracts';
import {
  compareStatements,
  memberCourse,
  memberKeys,
  rankText,
  stretchAt,
  type AssertionRow,
  type Statement,
} from '#projection-engine';
import { planView, type PlanView } from './grant-overview.view.js';

/** A plan over the stretch of effective time in which one statement holds of it. */
export interface PlanStretch {
  readonly from: Instant;
  readonly to: Instant | null;
  readonly plan: PlanView;
  readonly statement: Statement;
}

/** Where in effective time each plan applies. */
export function planStretches(row: AssertionRow, knownAt: Instant | null): PlanStretch[] {
  return memberKeys(row, 'plan').flatMap((id) =>
    memberCourse(row, 'plan', id, knownAt).flatMap(({ from, to, value, statement }) =>
      value === null ? [] : { from, to, plan: planView(value as unknown as Parameters<typeof planView>[0]), statement },
    ),
  );
}

/** The plan that applied to the benefit on the day: of several the one asserted last, of one assertion that of the lowest id. */
export function planOn(row: AssertionRow, benefitId: string, day: string, knownAt: Instant | null): PlanView | null {
  const at = startOfDay(day);
  const applying = planStretches(row, knownAt)
    .filter(
      (stretch) => stretch.plan.benefitId === benefitId && stretchAt([{ ...stretch, value: null }], at) !== undefined,
    )
    .sort((a, b) => compareStatements(b.statement, a.statement) || (a.plan.id < b.plan.id ? -1 : 1));
  return applying[0]?.plan ?? null;
}

/** What orders stretches of plans in SQL as {@link planOn} does. */
export const planRank = ({ statement }: PlanStretch): string => rankText(statement);
