import type { ReconciliationView } from '#reconciliation';

/** A reconciliation with its lists in full. */
export async function wholeReport(report: ReconciliationView | null) {
  if (report === null) return null;
  const { snapshotId, completedAt } = report;
  return {
    ...{ snapshotId, completedAt, counts: await report.counts(), different: await report.different() },
    ...{ missingHere: await report.missingHere(), missingThere: await report.missingThere() },
  };
}
