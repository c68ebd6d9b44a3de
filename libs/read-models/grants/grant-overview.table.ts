import { klePath, type Instant } from '#contracts';
import {
  claimsOf,
  segmentsFrom,
  WORDS_INDEX,
  wordsOf,
  type AssertionRow,
  type DerivedRows,
  type TableDefinition,
  type TableRow,
} from '#projection-engine';
import { benefitMoments } from './benefit-moments.js';
import { grantSensitivity, viewGrant } from './grant-overview.view.js';
import { planRank, planStretches } from './grant-plans.js';

/** One row for each stretch of time from when it was derived on; nearly always one. */
export const grantCurrent: TableDefinition = {
  name: 'grant_current',
  columns: {
    authority: 'text',
    grant_id: 'uuid',
    segment: 'integer',
    valid_from: 'timestamptz',
    valid_to: 'timestamptz',
    source: 'text',
    sensitivity: 'smallint',
    case_id: 'uuid',
    node_id: 'uuid',
    start_on: 'date',
    doc: 'text',
  },
  primaryKey: ['authority', 'grant_id', 'segment'],
  indexes: ['(authority, node_id)', '(authority, case_id)'],
};

/** The benefits of a grant in each of its stretches, with their plans and the words they are found by: each is seen by its own KLE. */
export const grantBenefit: TableDefinition = {
  name: 'grant_benefit',
  columns: {
    authority: 'text',
    grant_id: 'uuid',
    segment: 'integer',
    benefit_id: 'text',
    kle_path: 'text[]',
    doc: 'text',
    plans: 'text',
    moments: 'text',
    words: 'text[]',
  },
  primaryKey: ['authority', 'grant_id', 'segment', 'benefit_id'],
  indexes: [WORDS_INDEX],
};

/** Plans over all effective time: a line of a payment was paid by the one that applied then. */
export const grantPlan: TableDefinition = {
  name: 'grant_plan',
  columns: {
    authority: 'text',
    grant_id: 'uuid',
    plan_id: 'text',
    benefit_id: 'text',
    valid_from: 'timestamptz',
    valid_to: 'timestamptz',
    rank: 'text',
    doc: 'text',
  },
  primaryKey: ['authority', 'grant_id', 'plan_id', 'valid_from'],
};

/** Every party (by node) and case that a grant was ever said to belong to: as-of answers find their candidates here. */
export const grantOwner: TableDefinition = {
  name: 'grant_owner',
  columns: { authority: 'text', owner_id: 'uuid', grant_id: 'uuid' },
  primaryKey: ['authority', 'owner_id', 'grant_id'],
  indexes: ['(authority, grant_id)'],
};

export const grantTables = [grantCurrent, grantBenefit, grantPlan, grantOwner];

/** What the tables hold of a grant from `now` on. */
export function deriveGrant(key: string, row: AssertionRow, now: Instant): DerivedRows {
  const [authority = '', grantId = ''] = key.split('/');
  if (row.purged) return {};
  const object = { authority, grant_id: grantId };
  const current: TableRow[] = [];
  const benefitRows: TableRow[] = [];
  for (const [segment, { at, from, to }] of segmentsFrom(row, now).entries()) {
    const view = viewGrant(grantId, row, { asOf: at, knownAt: null });
    if (view === undefined) continue;
    const { benefits, plans, ...grant } = view;
    current.push({
      ...object,
      segment,
      valid_from: from,
      valid_to: to,
      source: grant.source,
      sensitivity: grantSensitivity(view),
      case_id: grant.caseId,
      node_id: grant.partyNode,
      start_on: grant.start,
      doc: JSON.stringify(grant),
    });
    const moments = benefitMoments(view);
    for (const benefit of benefits) {
      benefitRows.push({
        ...object,
        segment,
        benefit_id: benefit.id,
        kle_path: klePath(benefit.kle),
        doc: JSON.stringify(benefit),
        plans: JSON.stringify(plans.filter(({ benefitId }) => benefitId === benefit.id)),
        moments: JSON.stringify(moments.filter(({ benefitId }) => benefitId === benefit.id)),
        words: wordsOf(grant.grantNumber, benefit.name),
      });
    }
  }
  const ever = ['party', 'caseId'].flatMap((attribute) => claimsOf(row, attribute, null).map(({ value }) => value));
  return {
    grant_current: current,
    grant_benefit: benefitRows,
    grant_plan: planStretches(row, null).map((stretch) => ({
      ...object,
      plan_id: stretch.plan.id,
      benefit_id: stretch.plan.benefitId,
      valid_from: stretch.from,
      valid_to: stretch.to ?? 'infinity',
      rank: planRank(stretch),
      doc: JSON.stringify(stretch.plan),
    })),
    grant_owner: [...new Set(ever)].map((ownerId) => ({ ...object, owner_id: ownerId as string })),
  };
}
