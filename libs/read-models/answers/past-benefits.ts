import { groupSeesBenefit, groupSeesPayment, groupSeesService, type BenefitRights, type CaseRights } from '#access';
import { klePath, type Instant } from '#contracts';
import type { AssertionRow, ViewMoment } from '#projection-engine';
import { caseOverview } from '../cases/case-overview.projection.js';
import { rightsFacts, viewCase, type CaseView } from '../cases/case-overview.view.js';
import { grantOverview } from '../grants/grant-overview.projection.js';
import {
  benefitsEver,
  grantSensitivity,
  viewGrant,
  type BenefitView,
  type GrantView,
} from '../grants/grant-overview.view.js';
import { planOn } from '../grants/grant-plans.js';
import { paymentOverview } from '../payments/payment-overview.projection.js';
import { linesEver, viewPayment, type PaymentLineView, type PaymentView } from '../payments/payment-overview.view.js';
import { serviceOverview } from '../services/service-overview.projection.js';
import { viewService, type ServiceView } from '../services/service-overview.view.js';
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
  grants(ids: readonly string[]): Promise<Map<string, GrantView>>;
  /** With `everyLine` only those of which he may see what every line names that they ever had. */
  payments(ids: readonly string[], judgedBy?: { readonly everyLine: boolean }): Promise<Map<string, SeenPayment>>;
  services(ids: readonly string[]): Promise<Map<string, ServiceView>>;
  /** The benefits, present and past, that may be told of in the history of the grant; undefined where he may not see it. */
  benefitsTold(grantId: string): Promise<ReadonlySet<string> | undefined>;
}

/** What the past world has at hand. */
interface Means {
  load(readModel: string, ids: readonly string[]): Promise<Map<string, AssertionRow>>;
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
  readonly cases: ReadonlyMap<string, JudgedCase>;
}

/** Answers from the rows of the read models; the past never shows more than the present. */
export function pastBenefits({ load, grounds, moment, now }: Means): PastBenefits {
  const judgedCases = async (ids: Iterable<string>): Promise<Map<string, JudgedCase>> => {
    const judged = new Map<string, JudgedCase>();
    for (const [id, row] of await load(caseOverview.name, [...new Set(ids)])) {
      const view = viewCase(id, row, moment);
      const then = view === undefined ? undefined : rightsFacts(row, view, moment);
      judged.set(id, { view, then, today: lastRights(id, row, now) });
    }
    return judged;
  };

  const judgedGrants = async (ids: Iterable<string>): Promise<Map<string, JudgedGrant>> => {
    const found = [...(await load(grantOverview.name, [...new Set(ids)]))].map(([id, row]) => {
      const today = viewGrant(id, row, lastPresence(row, now));
      return { id, row, view: viewGrant(id, row, moment), today };
    });
    const cases = await judgedCases(
      found.flatMap(({ view, today }) => [view, today].flatMap((each) => each?.caseId ?? [])),
    );
    return new Map(found.map(({ id, row, view, today }) => [id, { row, view, today, cases }]));
  };

  return {
    async grants(ids) {
      const seen = new Map<string, GrantView>();
      for (const [id, grant] of await judgedGrants(ids)) {
        if (grant.view === undefined) continue;
        const sees = (benefit: BenefitView | null): boolean =>
          grounds.some((group) => rightsThroughTime(grant, benefit).every((rights) => seesIt(group, rights)));
        const benefits = grant.view.benefits.filter(sees);
        if (benefits.length === 0 && !(grant.view.benefits.length === 0 && sees(null))) continue;
        const kept = new Set(benefits.map((benefit) => benefit.id));
        seen.set(id, { ...grant.view, benefits, plans: grant.view.plans.filter((plan) => kept.has(plan.benefitId)) });
      }
      return seen;
    },
    async payments(ids, judgedBy) {
      const found = [...(await load(paymentOverview.name, ids))].flatMap(([id, row]) => {
        const view = viewPayment(id, row, moment);
        if (view === undefined) return [];
        const others =
          judgedBy?.everyLine === true
            ? linesEver(row)
            : (viewPayment(id, row, lastPresence(row, now))?.namedLines ?? []);
        return { id, view, changed: linesAdded(view, others) };
      });
      const lines = found.flatMap(({ view, changed }) => [...view.namedLines, ...changed]);
      const grants = await judgedGrants(lines.map(({ grantId }) => grantId));
      const rightsOf = ({ grantId, benefitId }: PaymentLineView): (BenefitRights | undefined)[] => {
        const grant = grants.get(grantId);
        const benefit = grant?.view?.benefits.find(({ id }) => id === benefitId);
        return grant === undefined || benefit === undefined ? [undefined] : rightsThroughTime(grant, benefit);
      };
      const isSeen = ({ view, changed }: (typeof found)[number]): boolean => {
        const benefits = [
          ...view.namedLines.flatMap(rightsOf),
          ...changed.flatMap(({ grantId, benefitId }) => rightsEver(grants.get(grantId), benefitId)),
        ];
        return grounds.some((group) => groupSeesPayment(group, { source: view.source, benefits }));
      };
      return new Map(
        found
          .filter(isSeen)
          .map(({ id, view }) => [
            id,
            { view, lines: view.namedLines.flatMap((line) => explained(line, grants.get(line.grantId), moment)) },
          ]),
      );
    },
    async benefitsTold(grantId) {
      const grant = (await judgedGrants([grantId])).get(grantId);
      if (grant?.view === undefined) return undefined;
      if (!(await this.grants([grantId])).has(grantId)) return undefined;
      const ids = [...new Set(benefitsEver(grant.row).map(({ id }) => id))];
      return new Set(
        ids.filter((id) => {
          const rights = rightsEver(grant, id);
          return grounds.some((group) => rights.every((each) => seesIt(group, each)));
        }),
      );
    },
    async services(ids) {
      const found = [...(await load(serviceOverview.name, ids))].flatMap(([id, row]) => {
        const view = viewService(id, row, moment);
        return view === undefined ? [] : { id, view, today: viewService(id, row, lastPresence(row, now)) ?? view };
      });
      const cases = await judgedCases(found.flatMap(({ view, today }) => [view.caseId, today.caseId]));
      const isSeen = ({ view, today }: (typeof found)[number]): boolean => {
        const [then, since] = [cases.get(view.caseId)?.then, cases.get(today.caseId)?.today];
        return (
          then !== undefined &&
          since !== undefined &&
          grounds.some(
            (group) =>
              groupSeesService(group, { case: then, source: view.source, klePath: klePath(view.kle) }) &&
              groupSeesService(group, { case: since, source: today.source, klePath: klePath(today.kle) }),
          )
        );
      };
      return new Map(found.filter(isSeen).map(({ id, view }) => [id, view]));
    },
  };
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

/** What a benefit of the moment is judged by: as it was, and as it is; one that the grant has no more, as it was. */
function rightsThroughTime(
  { view, today, cases }: JudgedGrant,
  benefit: BenefitView | null,
): (BenefitRights | undefined)[] {
  if (view === undefined || today === undefined) return [undefined];
  const since = benefit === null ? null : (today.benefits.find(({ id }) => id === benefit.id) ?? benefit);
  return [
    benefitRights(view, benefit, cases.get(view.caseId)?.then),
    benefitRights(today, since, cases.get(today.caseId)?.today),
  ];
}

/** What a benefit is judged by today through every KLE subject that it ever had; one that was never told of has none. */
function rightsEver(grant: JudgedGrant | undefined, benefitId: string): (BenefitRights | undefined)[] {
  if (grant?.today === undefined) return [undefined];
  const { row, today, cases } = grant;
  const stated = benefitsEver(row).filter(({ id }) => id === benefitId);
  const subjects = stated.length === 0 ? [null] : stated;
  return subjects.map((benefit) => benefitRights(today, benefit, cases.get(today.caseId)?.today));
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
      decision: grant.cases.get(caseId)?.view?.decision ?? null,
    },
  ];
}
