import type { DataOf } from '#contracts';
import { claimsOf, EXISTS, membersAt, valueAt, winnerAt, type AssertionRow, type ViewMoment } from '#projection-engine';
import { rankOfName, sensitivityName } from '../sensitivity.js';

const STATUSES: Readonly<Record<string, string>> = { active: 'ACTIVE', inactive: 'INACTIVE', passive: 'PASSIVE' };

/** Benefit of GraphQL. */
export interface BenefitView {
  readonly id: string;
  readonly name: string;
  readonly kle: string;
  readonly start: string;
  readonly end: string | null;
  readonly repayable: boolean | null;
}

/** PaymentPlan of GraphQL. */
export interface PlanView {
  readonly id: string;
  readonly benefitId: string;
  readonly frequency: string;
  readonly inArrears: boolean;
  readonly dispositionDay: number | null;
  readonly amount: string;
  readonly currency: string;
}

/** A grant as it applies at one moment: GraphQL's own names, and what joins and rights need. */
export interface GrantView {
  readonly id: string;
  readonly source: string;
  readonly grantNumber: string;
  readonly caseId: string;
  readonly partyNode: string;
  readonly start: string;
  readonly end: string | null;
  readonly reason: string | null;
  readonly status: string;
  readonly sensitivity: string;
  /** By id. */
  readonly benefits: readonly BenefitView[];
  /** By id. */
  readonly plans: readonly PlanView[];
}

type StatedBenefit = Pick<BenefitView, 'name' | 'kle' | 'start' | 'repayable'>;
type StatedPlan = DataOf<'grant.plan-set'>['plan'];

/** The grant as it applies at the moment; undefined where it is not there. */
export function viewGrant(id: string, row: AssertionRow, moment: ViewMoment): GrantView | undefined {
  if (row.purged) return undefined;
  const founded = winnerAt(row, EXISTS, moment);
  if (founded?.value !== true) return undefined;
  const value = (name: string): string | null => {
    const said = valueAt(row, name, moment);
    return typeof said === 'string' ? said : null;
  };
  const ends = new Map(membersAt(row, 'benefitEnd', moment).map(({ key, value: end }) => [key, end as string]));
  return {
    id,
    source: value('source') ?? founded.statement.source,
    grantNumber: value('grantNumber') ?? '',
    caseId: value('caseId') ?? '',
    partyNode: value('party') ?? '',
    start: value('start') ?? '',
    end: value('end'),
    reason: value('reason'),
    status: STATUSES[value('status') ?? ''] ?? 'ACTIVE',
    sensitivity: sensitivityName(value('sensitivity')),
    benefits: membersAt(row, 'benefit', moment).map(({ key, value: stated }) => {
      const { name, kle, start, repayable } = stated as unknown as StatedBenefit;
      return { id: key, name, kle, start, end: ends.get(key) ?? null, repayable };
    }),
    plans: membersAt(row, 'plan', moment).map(({ value: stated }) => planView(stated as unknown as StatedPlan)),
  };
}

/** Each benefit with each KLE subject, as the grant was ever said to give it. */
export const benefitsEver = (row: AssertionRow): { readonly id: string; readonly kle: string }[] =>
  claimsOf(row, 'benefit*', null).flatMap(({ value }) =>
    Object.entries(value as unknown as Record<string, StatedBenefit>).map(([id, { kle }]) => ({ id, kle })),
  );

/** A plan in GraphQL's names. */
export const planView = ({
  id,
  benefitId,
  frequency,
  inArrears,
  dispositionDay,
  amount,
  currency,
}: StatedPlan): PlanView => ({
  id,
  benefitId,
  frequency,
  inArrears,
  dispositionDay,
  amount,
  currency: currency ?? 'DKK',
});

/** How sensitive the grant is, as rights compare it. */
export const grantSensitivity = (view: GrantView): number => rankOfName(view.sensitivity);
