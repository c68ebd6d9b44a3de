import {
  groupSeesBenefit,
  groupSeesPayment,
  groupSeesService,
  type BenefitRights,
  type CaseRights,
  type Ground,
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
import { once, oncePerId } from './once.js';
import type { PastMaterial } from './past-material.js';
import { lastPresence, lastRights } from './past-rights.js';
import type { PastGround } from './past-units.js';
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
  payments(): ReadonlyMap<string, SeenPayment>;
  services(): ReadonlyMap<string, ServiceView>;
  /** The benefits, present and past, that may be told of in the history of the grant; undefined where he may not see it. */
  benefitsTold(grantId: string): ReadonlySet<string> | undefined;
  /** Whether he may see what every line names that the payment ever had, so that its history may be told. */
  isPaymentTold(paymentId: string): boolean;
}

/** What they are judged from. */
export interface Judging {
  readonly material: PastMaterial;
  readonly grounds: readonly PastGround[];
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
  readonly caseOf: (id: string) => JudgedCase | undefined;
}

/** Worked out from the rows of the read models; the past never shows more than the present. */
export function pastBenefits({ material, grounds, moment, now }: Judging): PastBenefits {
  const caseOf = oncePerId((id: string): JudgedCase | undefined => {
    const row = material.cases.get(id);
    if (row === undefined) return undefined;
    const view = viewCase(id, row, moment);
    const then = view === undefined ? undefined : rightsFacts(row, view, moment);
    return { view, then, today: lastRights(id, row, now) ?? then };
  });
  const grantOf = oncePerId((id: string): JudgedGrant | undefined => {
    const row = material.grants.get(id);
    if (row === undefined) return undefined;
    const view = viewGrant(id, row, moment);
    return { row, view, today: viewGrant(id, row, lastPresence(row, now)) ?? view, caseOf };
  });
  const seenGrant = oncePerId((id: string): GrantView | undefined => {
    const grant = grantOf(id);
    if (grant?.view === undefined) return undefined;
    const benefits = grant.view.benefits.filter((benefit) =>
      grounds.some((group) => seesThroughTime(group, rightsThroughTime(grant, benefit))),
    );
    if (benefits.length === 0) return undefined;
    const kept = new Set(benefits.map((benefit) => benefit.id));
    return { ...grant.view, benefits, plans: grant.view.plans.filter((plan) => kept.has(plan.benefitId)) };
  });
  const rightsOf = ({ grantId, benefitId }: PaymentLineView): RightsThroughTime => {
    const grant = grantOf(grantId);
    const benefit = grant?.view?.benefits.find(({ id }) => id === benefitId);
    return grant === undefined || benefit === undefined ? NOT_THERE : rightsThroughTime(grant, benefit);
  };
  /** @param others lines of the payment at other times, by which it is judged too */
  const isPaymentSeen = (view: PaymentView, others: readonly PaymentLineView[]): boolean => {
    const { source } = view;
    const named = view.namedLines.map(rightsOf);
    const then = named.map((rights) => rights.then);
    const today = [
      ...named.flatMap((rights) => rights.today),
      ...linesAdded(view, others).flatMap(({ grantId, benefitId }) => rightsEver(grantOf(grantId), benefitId)),
    ];
    return grounds.some(
      (group) =>
        groupSeesPayment(group, { source, benefits: today }) &&
        (then.length === 0 || groupSeesPayment(group.then, { source, benefits: then })),
    );
  };
  const isServiceSeen = (view: ServiceView, today: ServiceView): boolean => {
    const seesService = (group: Ground, { source, kle }: ServiceView, rights: CaseRights | undefined): boolean =>
      rights !== undefined && groupSeesService(group, { case: rights, source, klePath: klePath(kle) });
    const then = caseOf(view.caseId);
    return grounds.some(
      (group) =>
        seesService(group.then, view, then?.then) &&
        seesService(group, view, then?.today) &&
        seesService(group, today, caseOf(today.caseId)?.today),
    );
  };

  /** Why the line was paid, from what is known at the moment of a grant that he sees, then and today. */
  const explained = ({ grantId, benefitId, from, to, amount }: PaymentLineView): ExplainedLine => {
    const seen = seenGrant(grantId);
    const benefit = seen?.benefits.find(({ id }) => id === benefitId);
    const grant = grantOf(grantId);
    const ofCase = seen && caseOf(seen.caseId)?.view;
    if (seen === undefined || benefit === undefined || grant === undefined || ofCase === undefined)
      return { from, to, amount, benefit: null, plan: null, grant: null, case: null, decision: null };
    return {
      from,
      to,
      amount,
      benefit,
      plan: planOn(grant.row, benefitId, from, moment.knownAt),
      grant: { id: grantId },
      case: { id: ofCase.id },
      decision: ofCase.decision,
    };
  };

  return {
    grants: once(() => seenAmong(material.grants, seenGrant)),
    payments: once(() =>
      seenAmong(material.payments, (id, row) => {
        const view = viewPayment(id, row, moment);
        const today = viewPayment(id, row, lastPresence(row, now));
        if (view === undefined || !isPaymentSeen(view, today?.namedLines ?? [])) return undefined;
        return { view, lines: view.namedLines.map(explained) };
      }),
    ),
    services: once(() =>
      seenAmong(material.services, (id, row) => {
        const view = viewService(id, row, moment);
        const today = viewService(id, row, lastPresence(row, now)) ?? view;
        return view !== undefined && today !== undefined && isServiceSeen(view, today) ? view : undefined;
      }),
    ),
    benefitsTold(grantId) {
      const grant = grantOf(grantId);
      if (grant === undefined || seenGrant(grantId) === undefined) return undefined;
      const ids = [...new Set(benefitsEver(grant.row).map(({ id }) => id))];
      return new Set(
        ids.filter((id) => {
          const rights = rightsEver(grant, id);
          return grounds.some((group) => rights.every((each) => seesIt(group, each)));
        }),
      );
    },
    isPaymentTold(paymentId) {
      const row = material.payments.get(paymentId);
      const view = row && viewPayment(paymentId, row, moment);
      return row !== undefined && view !== undefined && isPaymentSeen(view, linesEver(row));
    },
  };
}

function seenAmong<T>(
  rows: ReadonlyMap<string, AssertionRow>,
  see: (id: string, row: AssertionRow) => T | undefined,
): Map<string, T> {
  const seen = new Map<string, T>();
  for (const [id, row] of rows) {
    const one = see(id, row);
    if (one !== undefined) seen.set(id, one);
  }
  return seen;
}

/** What a benefit is judged by at the moment and today; undefined where it is not there. */
interface RightsThroughTime {
  readonly then: BenefitRights | undefined;
  readonly today: readonly (BenefitRights | undefined)[];
}

const NOT_THERE: RightsThroughTime = { then: undefined, today: [undefined] };

const seesThroughTime = (group: PastGround, { then, today }: RightsThroughTime): boolean =>
  seesIt(group.then, then) && today.every((rights) => seesIt(group, rights));

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

/** What a benefit of the moment is judged by: as it was, and as it is; one that the grant has no more, as it was. */
function rightsThroughTime({ view, today, caseOf }: JudgedGrant, benefit: BenefitView): RightsThroughTime {
  if (view === undefined || today === undefined) return NOT_THERE;
  const since = today.benefits.find(({ id }) => id === benefit.id) ?? benefit;
  const then = caseOf(view.caseId);
  return {
    then: benefitRights(view, benefit, then?.then),
    today: [
      // It may lie on another case since: who may not see that of then today may not see it then.
      benefitRights(view, benefit, then?.today),
      benefitRights(today, since, caseOf(today.caseId)?.today),
    ],
  };
}

/** What a benefit is judged by today through every KLE subject that it ever had; one that was never told of has none. */
function rightsEver(grant: JudgedGrant | undefined, benefitId: string): (BenefitRights | undefined)[] {
  if (grant?.today === undefined) return [undefined];
  const { row, today, caseOf } = grant;
  const stated = benefitsEver(row).filter(({ id }) => id === benefitId);
  const subjects = stated.length === 0 ? [null] : stated;
  return subjects.map((benefit) => benefitRights(today, benefit, caseOf(today.caseId)?.today));
}

/** The lines that a payment has at another time and had not then. */
function linesAdded(then: PaymentView, others: readonly PaymentLineView[]): PaymentLineView[] {
  const known = new Set(then.namedLines.map(nameOf));
  return others.filter((line) => !known.has(nameOf(line)));
}

const nameOf = ({ grantId, benefitId }: PaymentLineView): string => `${grantId} ${benefitId}`;
