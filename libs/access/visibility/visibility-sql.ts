/** Where a query finds what decides whether a case is seen: SQL expressions, by default columns of these names. */
export interface CaseRightsColumns {
  readonly klePath: string;
  readonly sensitivity: string;
  readonly unit: string;
  readonly source: string;
  readonly classified: string;
  readonly viewClasses: string;
  readonly profile: string;
}

/** Where a query finds an object's own sensitivity and source. */
export interface OwnRightsColumns {
  readonly sensitivity: string;
  readonly source: string;
}

/** How a query gets from a document to its cases. */
export interface CasesOfDocument {
  /** What follows FROM, e.g. `document_link l join case_row c on c.authority = l.authority and c.id = l.case_id`. */
  readonly from: string;
  /** Which rows of it are this document's, e.g. `l.authority = d.authority and l.document_id = d.id`. */
  readonly where: string;
  /** The alias that the case has in `from`. */
  readonly caseAlias: string;
  /** True for a document that lies on no case at all, known to us or not. */
  readonly isWithoutCase: string;
  readonly caseColumns?: Partial<CaseRightsColumns>;
  readonly ownColumns?: Partial<OwnRightsColumns>;
}

/** Where a query finds the tree of units: SQL of what may follow FROM, rows `(unit, parent)` of text, for the statement's authority and moment. */
export type UnitTreeSql = string;

/**
 * The common table expression `grounds`: one row per privilege group of the caller, from the statement's parameter that
 * holds `groundsParameter(groups, asker)`. Materialised, so that the JSON is read once a statement and not once a row. With a tree
 * of units a right to a unit covers its sub-units (`withSubUnits` is the same rule in memory); a group that is not bound to
 * units never looks at the tree.
 */
export function groundsCte(parameterIndex: number, unitTree?: UnitTreeSql): string {
  const units =
    unitTree === undefined
      ? 'g.units'
      : `case when g.units[1] = '*' then g.units else ${coveredSql(unitTree)} end as units`;
  return `grounds as materialized (
    select row_number() over () as n, g.kle, g.sensitivity, ${units}, g.sources, g.classes, g.members
      from jsonb_to_recordset($${parameterIndex}::jsonb)
        as g (kle text[], sensitivity smallint, units text[], sources text[], classes text[], members text[]))`;
}

/** `union` and not `union all`: units that are each other's parents are walked once. */
const coveredSql = (unitTree: UnitTreeSql): string => `(with recursive covered (unit) as (
        select unnest(g.units) union select t.unit from covered join ${unitTree} t on t.parent = covered.unit)
      select array_agg(unit) from covered)`;

/** The condition that group `g` (a row of `grounds`) sees the case. Write it into a query that must keep to one group. */
export function groupSeesCaseSql(alias: string, columns: Partial<CaseRightsColumns> = {}, group = 'g'): string {
  const of = caseColumns(alias, columns);
  return (
    `overblik.group_sees_case(${group}.kle, ${group}.sensitivity, ${group}.units, ${group}.sources, ${group}.classes, ${group}.members, ` +
    `${of.klePath}, ${of.sensitivity}, ${of.unit}, ${of.source}, ${of.classified}, ${of.viewClasses}, ${of.profile})`
  );
}

/** The condition that group `g` (a row of `grounds`) covers an object's own sensitivity and source. */
export function groupSeesOwnSql(alias: string, columns: Partial<OwnRightsColumns> = {}, group = 'g'): string {
  const of = ownColumns(alias, columns);
  return `overblik.group_sees_own(${group}.sensitivity, ${group}.sources, ${of.sensitivity}, ${of.source})`;
}

/** The condition that group `g` (a row of `grounds`) covers the object's source, for what has no sensitivity of its own. */
export function groupSeesSourceSql(source: string, group = 'g'): string {
  return `(${group}.sources[1] = '*' or ${source} = any (${group}.sources))`;
}

/** The condition that some group of `grounds` sees the case. */
export function caseVisibleSql(alias: string, columns: Partial<CaseRightsColumns> = {}): string {
  return `exists (select 1 from grounds g where ${groupSeesCaseSql(alias, columns)})`;
}

/** The condition that group `g` is an auditor's: a profile binds all others. The same rule as `isOfAuditor`. */
export const isOfAuditorSql = (group = 'g'): string => `${group}.members[1] = '*'`;

/** The condition that an auditor's group of `grounds` sees the case: of what is there no more it alone tells. */
export function caseAuditedSql(alias: string): string {
  return `exists (select 1 from grounds g where ${isOfAuditorSql()} and ${groupSeesCaseSql(alias)})`;
}

/**
 * The condition that some group of `grounds` sees the document: its own sensitivity and source and, by the same group,
 * at least one of its cases. A document that lies on no case is seen by its own sensitivity and source.
 */
export function documentVisibleSql(alias: string, cases: CasesOfDocument): string {
  const seesCase = groupSeesCaseSql(cases.caseAlias, cases.caseColumns);
  return (
    `exists (select 1 from grounds g where ${groupSeesOwnSql(alias, cases.ownColumns)} ` +
    `and (${cases.isWithoutCase} or exists (select 1 from ${cases.from} where ${cases.where} and ${seesCase})))`
  );
}

function caseColumns(alias: string, given: Partial<CaseRightsColumns>): CaseRightsColumns {
  return {
    klePath: `${alias}.kle_path`,
    sensitivity: `${alias}.sensitivity`,
    unit: `${alias}.responsible_unit`,
    source: `${alias}.source`,
    classified: `${alias}.classified`,
    viewClasses: `${alias}.view_classes`,
    profile: `${alias}.profile`,
    ...given,
  };
}

function ownColumns(alias: string, given: Partial<OwnRightsColumns>): OwnRightsColumns {
  return { sensitivity: `${alias}.sensitivity`, source: `${alias}.source`, ...given };
}
