/** Overblik held against its source systems: snapshots, parallel runs, gaps. */
export type { DifferenceVerdict, FieldDifferenceView } from './difference.js';
export { TooManyDifferences } from './errors.js';
export { tellGaps } from './gap-teller.js';
export { createParallelRuns, type ParallelRunOptions, type ParallelRuns, type Verdict } from './parallel-runs.js';
export {
  createReconciliation,
  type DifferingObjectView,
  type Reconciling,
  type ReconciliationOptions,
  type ReconciliationView,
  type SnapshotObjectView,
} from './reconciliation.js';
export { createSnapshotComparison, type ComparisonDependencies } from './snapshot-comparison.js';
