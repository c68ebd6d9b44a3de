import { withSubUnits, type Ground } from '#access';
import type { Instant } from '#contracts';
import type { AssertionRow, ViewMoment } from '#projection-engine';
import { viewUnit } from '../units/unit-tree.view.js';

/** A privilege group with all units that it covers by today's tree, and as it is by the tree of another moment. */
export interface PastGround extends Ground {
  readonly then: Ground;
}

/** Whether any group is bound to units, so that the tree matters. */
export const isBoundToUnits = (groups: readonly Ground[]): boolean => groups.some(({ units }) => units[0] !== '*');

/** The groups of a question about another moment. */
export function pastGrounds(
  groups: readonly Ground[],
  units: ReadonlyMap<string, AssertionRow>,
  moment: ViewMoment,
  now: Instant,
): PastGround[] {
  const then = treeAt(units, moment);
  const today = treeAt(units, { asOf: now, knownAt: null });
  return groups.map((group) => ({ ...withSubUnits(group, today), then: withSubUnits(group, then) }));
}

/** The units right below each. */
function treeAt(units: ReadonlyMap<string, AssertionRow>, moment: ViewMoment): (unit: string) => readonly string[] {
  const views = [...units].flatMap(([id, row]) => viewUnit(id, row, moment) ?? []);
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
}
