import {
  groupSeesBenefit,
  groupSeesPayment,
  groupSeesService,
  type BenefitRights,
  type CaseRights,
  type ServiceRights,
} from '#access';
import { klePath, type Instant } from '#contracts';
import type { AssertionRow, ViewMoment } from '#projection-engine';
import { rightsFacts, viewCase, type CaseView } from '../cases/case-overview.view.js';
import {
  benefitsEver,
  grantSensitivity,
  viewGrant,
  type BenefitView,
  type GrantView,
} from '../grants/grant-overview.view.js';
import { planOn } from '../grants/grant-plans.js';
import { linesEver, viewPayment, type PaymentLineView, type PaymentView } from '../payments/payment-overview.view.js';
import { viewService, type ServiceView } from '../services/service-overview.view.js';
import type { PastMaterial } from './past-material.js';
import { lastPresence, lastRights, type Ground } from './past-rights.js';
import type { ExplainedLine } from './shape.js';

/** A payment that the caller may see at the moment, with why each of its lines was paid. */
export interface SeenPayment {
  readonly view: PaymentView;
  readonly lines: readonly ExplainedLine[];
}

/** Grants, payments and services as they were at the moment, as far as the caller sees them then and today. */
export interface PastBenefits {
  /** Benefits that he may not see, and their plans, are left out. */
  grants(): ReadonlyMap<string, GrantView>;
  /** With `everyLine` only those of which he may see what every line names that they ever had. */
  payments(judgedBy?: { readonly everyLine: boolean }): ReadonlyMap<string, SeenPayment>;
  services(): ReadonlyMap<string, ServiceView>;
  /** The benefits, present and past, that may be told of in the history of the grant; undefined where he may not see it. */
  benefitsTold(grantId: string): ReadonlySet<string> | undefined;
}

/** What the past world has at hand. */
interface Means {
  readonly material: Pick<PastMaterial, 'cases' | 'grants' | 'payments' | 'services'>;
  readonly grounds: readonly Ground[];
  readonly moment: ViewMoment;
  readonly now: Instant;
}

/** A case at the moment, where it is there, and what it is judged by then and today. */
interface JudgedCase {
  readonly view: CaseView | undefined;
  readonly then: CaseRights | undefined;
  readonly today: CaseRights | undefined;
}

/** A grant at the moment, where it is there, and today. */
interface JudgedGrant {
  readonly row: AssertionRow;
  readonly view: GrantView | undefined;
  readonly today: GrantView | undefined;
  readonly cases: (id: string) => JudgedCase | undefined;
}

/** Answers from the rows of the read models; the past never shows more than the present. */
export function pastBenefits(means: Means): PastBenefits {
  const { material, grounds, moment, now } = means;
  const cases = judgedCases(means);
  const grantOf = judgedGrants(means, cases);

  const grants = (): Map<string, GrantView> => {
    const seen = new Map<string, GrantView>();
    for (const id of material.grants.keys()) {
      const grant = grantOf(id);
      if (grant?.view === undefined) continue;
      const sees = (benefit: BenefitView | null): boolean =>
        grounds.some((group) => rightsThroughTime(grant, benefit).every((rights) => seesIt(group, rights)));
      const benefits = grant.view.benefits.filter(sees);
      if (benefits.length === 0 && !(grant.view.benefits.length === 0 && sees(null))) continue;
      const kept = new Set(benefits.map((benefit) => benefit.id));
      seen.set(id, { ...grant.view, benefits, plans: grant.view.plans.filter((plan) => kept.has(plan.benefitId)) });
    }
    return seen;
  };

  return {
    grants,
    payments(judgedBy) {
      const seen = new Map<string, SeenPayment>();
      for (const [id, row] of material.payments) {
        const view = viewPayment(id, row, moment);
        if (view === undefined) continue;
        const others =
          judgedBy?.everyLine === true
            ? linesEver(row)
            : (viewPayment(id, row, lastPresence(row, now))?.namedLines ?? []);
        const benefits = [
          ...view.namedLines.flatMap((line) => rightsOfLine(line, grantOf(line.grantId))),
          ...linesAdded(view, others).flatMap(({ grantId, benefitId }) => rightsEver(grantOf(grantId), benefitId)),
        ];
        if (!grounds.some((group) => groupSeesPayment(group, { source: view.source, benefits }))) continue;
        seen.set(id, {
          view,
          lines: view.namedLines.flatMap((line) => explained(line, grantOf(line.grantId), moment)),
        });
      }
      return seen;
    },
    services() {
      const seen = new Map<string, ServiceView>();
      for (const [id, row] of material.services) {
        const view = viewService(id, row, moment);
        if (view === undefined) continue;
        const today = viewService(id, row, lastPresence(row, now)) ?? view;
        const then = cases(view.caseId);
        const judged = [
          serviceRights(view, then?.then),
          serviceRights(view, then?.today),
          serviceRights(today, cases(today.caseId)?.today),
        ];
        const isSeen = grounds.some((group) =>
          judged.every((rights) => rights !== undefined && groupSeesService(group, rights)),
        );
        if (isSeen) seen.set(id, view);
      }
      return seen;
    },
    benefitsTold(grantId) {
      const grant = grantOf(grantId);
      if (grant === undefined || !grants().has(grantId)) return undefined;
      const ids = [...new Set(benefitsEver(grant.row).map(({ id }) => id))];
      return new Set(
        ids.filter((id) => {
          const rights = rightsEver(grant, id);
          return grounds.some((group) => rights.every((each) => seesIt(group, each)));
        }),
      );
    },
  };
}

/** Each case is judged when it is first asked for. */
function judgedCases({ material, moment, now }: Means): (id: string) => JudgedCase | undefined {
  const judged = new Map<string, JudgedCase>();
  return (id) => {
    const row = material.cases.get(id);
    if (row === undefined || judged.has(id)) return judged.get(id);
    const view = viewCase(id, row, moment);
    const then = view === undefined ? undefined : rightsFacts(row, view, moment);
    const found: JudgedCase = { view, then, today: lastRights(id, row, now) ?? then };
    judged.set(id, found);
    return found;
  };
}

/** Likewise each grant. */
function judgedGrants(
  { material, moment, now }: Means,
  cases: JudgedGrant['cases'],
): (id: string) => JudgedGrant | undefined {
  const judged = new Map<string, JudgedGrant>();
  return (id) => {
    const row = material.grants.get(id);
    if (row === undefined || judged.has(id)) return judged.get(id);
    const view = viewGrant(id, row, moment);
    const found: JudgedGrant = { row, view, today: viewGrant(id, row, lastPresence(row, now)) ?? view, cases };
    judged.set(id, found);
    return found;
  };
}

/** What is judged of a line: the benefit it names then and today; undefined where it is not there. */
function rightsOfLine({ benefitId }: PaymentLineView, grant: JudgedGrant | undefined): (BenefitRights | undefined)[] {
  const benefit = grant?.view?.benefits.find(({ id }) => id === benefitId);
  return grant === undefined || benefit === undefined ? [undefined] : rightsThroughTime(grant, benefit);
}

const seesIt = (group: Ground, rights: BenefitRights | undefined): boolean =>
  rights !== undefined && groupSeesBenefit(group, rights);

function benefitRights(
  grant: GrantView,
  benefit: Pick<BenefitView, 'kle'> | null,
  ofCase: CaseRights | undefined,
): BenefitRights | undefined {
  if (ofCase === undefined) return undefined;
  const { source } = grant;
  const subject = benefit === null ? null : klePath(benefit.kle);
  return { case: ofCase, sensitivity: grantSensitivity(grant), source, klePath: subject };
}

const serviceRights = ({ source, kle }: ServiceView, ofCase: CaseRights | undefined): ServiceRights | undefined =>
  ofCase && { case: ofCase, source, klePath: klePath(kle) };

/** What a benefit of the moment is judged by: as it was, and as it is; one that the grant has no more, as it was. */
function rightsThroughTime(
  { view, today, cases }: JudgedGrant,
  benefit: BenefitView | null,
): (BenefitRights | undefined)[] {
  if (view === undefined || today === undefined) return [undefined];
  const since = benefit === null ? null : (today.benefits.find(({ id }) => id === benefit.id) ?? benefit);
  const then = cases(view.caseId);
  return [
    benefitRights(view, benefit, then?.then),
    // It may lie on another case since: who may not see that of then today may not see it then.
    benefitRights(view, benefit, then?.today),
    benefitRights(today, since, cases(today.caseId)?.today),
  ];
}

/** What a benefit is judged by today through every KLE subject that it ever had; one that was never told of has none. */
function rightsEver(grant: JudgedGrant | undefined, benefitId: string): (BenefitRights | undefined)[] {
  if (grant?.today === undefined) return [undefined];
  const { row, today, cases } = grant;
  const stated = benefitsEver(row).filter(({ id }) => id === benefitId);
  const subjects = stated.length === 0 ? [null] : stated;
  return subjects.map((benefit) => benefitRights(today, benefit, cases(today.caseId)?.today));
}

/** The lines that a payment has at another time and had not then. */
function linesAdded(then: PaymentView, others: readonly PaymentLineView[]): PaymentLineView[] {
  const known = new Set(then.namedLines.map(nameOf));
  return others.filter((line) => !known.has(nameOf(line)));
}

const nameOf = ({ grantId, benefitId }: PaymentLineView): string => `${grantId} ${benefitId}`;

/** Why the line was paid, from what is known of its grant and case at the moment. */
function explained(line: PaymentLineView, grant: JudgedGrant | undefined, { knownAt }: ViewMoment): ExplainedLine[] {
  const { benefitId, from, to, amount } = line;
  const benefit = grant?.view?.benefits.find(({ id }) => id === benefitId);
  if (grant?.view === undefined || benefit === undefined) return [];
  const { id, caseId } = grant.view;
  return [
    {
      from,
      to,
      amount,
      benefit,
      plan: planOn(grant.row, benefitId, from, knownAt),
      grant: { id },
      case: { id: caseId },
      decision: grant.cases(caseId)?.view?.decision ?? null,
    },
  ];
}
