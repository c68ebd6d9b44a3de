import { groupSeesCaseSql, groupSeesOwnSql, groupSeesSourceSql, isOfAuditorSql } from './visibility-sql.js';

/** The condition that group `g` (a row of `grounds`) covers the KLE subject; one that is not known is covered by "all" alone. */
export function groupCoversKleSql(klePath: string, group = 'g'): string {
  return `(${group}.kle[1] = '*' or ${group}.kle && ${klePath}) is true`;
}

/** The aliases under which a query has a grant, its case and one of its benefits. */
export interface GrantAliases {
  readonly grant: string;
  readonly case: string;
  readonly benefit: string;
}

/**
 * The condition that group `g` sees a benefit: its case, its grant's sensitivity and source, and its own KLE. One whose KLE
 * is not known is seen only by a group for all KLE.
 */
export function groupSeesBenefitSql(aliases: GrantAliases, group = 'g'): string {
  return (
    `${groupSeesCaseSql(aliases.case, {}, group)} and ${groupSeesOwnSql(aliases.grant, {}, group)} ` +
    `and ${groupCoversKleSql(`${aliases.benefit}.kle_path`, group)}`
  );
}

/** How a query gets from a payment to its lines, and from a line (alias `l`) to the grant, case and benefit it names. */
export interface LinesOfPayment {
  /** What follows FROM for the lines, under the alias `l`. */
  readonly lines: string;
  /** Which lines are this payment's. */
  readonly where: string;
  /** What follows FROM for grants, their cases and benefits. */
  readonly named: string;
  /** Which of them line `l` names. */
  readonly namedWhere: string;
  readonly aliases: GrantAliases;
  /** True for a payment that has no line. */
  readonly isWithoutLines: string;
}

/**
 * The condition that some group of `grounds` sees the payment: its source and, by the same group, every benefit that its
 * lines name. One without lines names nothing that a right could be held against: only a group for all KLE sees it. A line
 * whose benefit is not there hides the payment, but from an auditor's group that nothing restricts.
 */
export function paymentVisibleSql(
  alias: string,
  { lines, where, named, namedWhere, aliases, isWithoutLines }: LinesOfPayment,
): string {
  return (
    `exists (select 1 from grounds g where ${groupSeesSourceSql(`${alias}.source`)} and (not ${isWithoutLines} or g.kle[1] = '*') ` +
    `and not exists (select 1 from ${lines} where ${where} ` +
    `and not exists (select 1 from ${named} where ${namedWhere} and ${groupSeesBenefitSql(aliases)}) ` +
    `and not (${boundByNothingSql()} and not exists (select 1 from ${named} where ${namedWhere}))))`
  );
}

/** The condition that group `g` is an auditor's (a profile binds all others) and nothing else restricts it either. */
const boundByNothingSql = (group = 'g'): string =>
  `(${group}.kle[1] = '*' and ${group}.units[1] = '*' and ${group}.sources[1] = '*' and ${isOfAuditorSql(group)} and ${group}.sensitivity = 3)`;

/** The condition that group `g` sees the service: its case, its source and its own KLE. */
export function groupSeesServiceSql(alias: string, caseAlias: string, group = 'g'): string {
  return (
    `${groupSeesCaseSql(caseAlias, {}, group)} and ${groupSeesSourceSql(`${alias}.source`, group)} ` +
    `and ${groupCoversKleSql(`${alias}.kle_path`, group)}`
  );
}
