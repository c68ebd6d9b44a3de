import { withSubUnits } from '#access';
import { loadRows, readerOf, served, stateTable, type ViewMoment } from '#projection-engine';
import { unitTree } from '../units/unit-tree.projection.js';
import { viewUnit } from '../units/unit-tree.view.js';
import type { LiveContext } from './live-overview.js';
import { groundsOf, type Ground } from './past-rights.js';

/** A privilege group with all units that it covers by today's tree, and as it is by the tree of another moment. */
export interface PastGround extends Ground {
  readonly then: Ground;
}

/** The groups of a question about another moment. Asks nothing where no group is bound to units. */
export async function pastGrounds({ pool, scope, now }: LiveContext, moment: ViewMoment): Promise<PastGround[]> {
  const groups = groundsOf(scope.grounds);
  if (groups.every(({ units }) => units === null || units[0] === '*'))
    return groups.map((group) => ({ ...group, then: group }));
  const { rows: known } = await pool.query<{ key: string }>(
    `select distinct authority || '/' || unit_id as key from overview.unit_current where authority = $1`,
    [scope.authority],
  );
  const keys = known.map(({ key }) => key);
  const rows = await loadRows(readerOf(pool), served.of(stateTable(unitTree.name)), keys);
  const treeAt = (at: ViewMoment): ((unit: string) => readonly string[]) => {
    const views = [...rows].flatMap(([key, { row }]) => viewUnit(key.slice(key.indexOf('/') + 1), row, at) ?? []);
    const there = new Set(views.map(({ id }) => id));
    const below = new Map<string, string[]>();
    for (const { id, parentUnitId } of views) {
      // As in `unitTreeSql`: both must be there.
      if (parentUnitId === null || !there.has(parentUnitId)) continue;
      const siblings = below.get(parentUnitId);
      if (siblings === undefined) below.set(parentUnitId, [id]);
      else siblings.push(id);
    }
    return (unit) => below.get(unit) ?? [];
  };
  const then = treeAt(moment);
  const today = treeAt({ asOf: now, knownAt: null });
  return groups.map((group) => ({ ...withSubUnits(group, today), then: withSubUnits(group, then) }));
}
