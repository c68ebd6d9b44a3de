import { isOfAuditor, type Ground } from './grounds.js';
import { coversOwn, coversSource, groupSeesCase, type CaseRights } from './visibility.js';

/** What decides whether a benefit of a grant is seen. */
export interface BenefitRights {
  readonly case: CaseRights;
  /** The grant's. */
  readonly sensitivity: number | null;
  /** The grant's. */
  readonly source: string;
  /** Null where it is not known: then only a group for all KLE sees it. */
  readonly klePath: readonly string[] | null;
}

/** What decides whether a payment is seen: each benefit that its lines name, undefined where it is not there. */
export interface PaymentRights {
  readonly source: string;
  readonly benefits: readonly (BenefitRights | undefined)[];
}

/** What decides whether a service is seen. */
export interface ServiceRights {
  readonly case: CaseRights;
  readonly source: string;
  readonly klePath: readonly string[];
}

/** The same rule as `groupCoversKleSql`. */
export function groupCoversKle({ kle }: Ground, klePath: readonly string[] | null): boolean {
  return kle[0] === '*' || (klePath?.some((prefix) => kle.includes(prefix)) ?? false);
}

/** The same rule as `groupSeesBenefitSql`. */
export function groupSeesBenefit(ground: Ground, rights: BenefitRights): boolean {
  return groupSeesCase(ground, rights.case) && coversOwn(ground, rights) && groupCoversKle(ground, rights.klePath);
}

/** The same rule as `paymentVisibleSql`, for one group. */
export function groupSeesPayment(ground: Ground, { source, benefits }: PaymentRights): boolean {
  return (
    coversSource(ground, source) &&
    (benefits.length > 0 || groupCoversKle(ground, null)) &&
    benefits.every((benefit) => (benefit === undefined ? isBoundByNothing(ground) : groupSeesBenefit(ground, benefit)))
  );
}

/** Whether it is an auditor's group that nothing else restricts either: the same rule as `boundByNothingSql`. */
export const isBoundByNothing = (ground: Ground): boolean =>
  isOfAuditor(ground) &&
  [ground.kle, ground.units, ground.sources].every(([first]) => first === '*') &&
  ground.sensitivity === 3;

/** The same rule as `groupSeesServiceSql`. */
export function groupSeesService(ground: Ground, rights: ServiceRights): boolean {
  return (
    groupSeesCase(ground, rights.case) && coversSource(ground, rights.source) && groupCoversKle(ground, rights.klePath)
  );
}
