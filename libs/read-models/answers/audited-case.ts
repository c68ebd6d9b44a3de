import { groupSeesCase } from '#access';
import { loadRows, readerOf, served, stateTable } from '#projection-engine';
import { caseOverview } from '../cases/case-overview.projection.js';
import type { LiveContext } from './live-overview.js';
import { groundsOf, lastRights } from './past-rights.js';

/** A removed case is judged as it last was; of a purged one nothing is left to judge by but the authority. */
export async function auditsCase({ pool, scope, now }: LiveContext, id: string): Promise<boolean> {
  const rows = await loadRows(readerOf(pool), served.of(stateTable(caseOverview.name)), [`${scope.authority}/${id}`]);
  const row = rows.get(`${scope.authority}/${id}`)?.row;
  if (row === undefined) return false;
  if (row.purged) return true;
  const last = lastRights(id, row, now);
  return last !== undefined && groundsOf(scope.grounds).some((group) => groupSeesCase(group, last));
}
