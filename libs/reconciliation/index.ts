/** Overblik held against its source systems: snapshots, parallel runs, gaps. */
export type { DifferenceVerdict, FieldDifferenceView } from './difference.js';
export { createGapTeller, tellGaps, type GapTeller, type GapTellerOptions } from './gap-teller.js';
export { createParallelRuns, type ParallelRunOptions, type ParallelRuns, type Verdict } from './parallel-runs.js';
export {
  createReconciliation,
  type Reconciling,
  type ReconciliationOptions,
  type ReconciliationView,
} from './reconciliation.js';
export { createSnapshotComparison, type ComparisonDependencies } from './snapshot-comparison.js';
