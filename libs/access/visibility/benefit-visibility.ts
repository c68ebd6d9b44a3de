import type { PrivilegeGroup } from '../privileges/privilege-group.js';
import { groundOf } from './grounds.js';
import { coversOwn, coversSource, groupSeesCase, type CaseRights } from './visibility.js';

/** What decides whether a benefit of a grant is seen. */
export interface BenefitRights {
  readonly case: CaseRights;
  /** The grant's. */
  readonly sensitivity: number | null;
  /** The grant's. */
  readonly source: string;
  /** Null where the grant has no benefit: then only a group for all KLE sees it. */
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
export function groupCoversKle(group: PrivilegeGroup, klePath: readonly string[] | null): boolean {
  const { kle } = groundOf(group);
  return kle[0] === '*' || (klePath?.some((prefix) => kle.includes(prefix)) ?? false);
}

/** The same rule as `groupSeesBenefitSql`. */
export function groupSeesBenefit(group: PrivilegeGroup, rights: BenefitRights): boolean {
  return groupSeesCase(group, rights.case) && coversOwn(group, rights) && groupCoversKle(group, rights.klePath);
}

/** The same rule as `paymentVisibleSql`, for one group. */
export function groupSeesPayment(group: PrivilegeGroup, { source, benefits }: PaymentRights): boolean {
  return (
    coversSource(group, source) &&
    (benefits.length > 0 || groupCoversKle(group, null)) &&
    benefits.every((benefit) => benefit !== undefined && groupSeesBenefit(group, benefit))
  );
}

/** The same rule as `groupSeesServiceSql`. */
export function groupSeesService(group: PrivilegeGroup, rights: ServiceRights): boolean {
  return (
    groupSeesCase(group, rights.case) && coversSource(group, rights.source) && groupCoversKle(group, rights.klePath)
  );
}
