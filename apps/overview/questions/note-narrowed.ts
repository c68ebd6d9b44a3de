import type { View } from '../engine/view.js';
import type { NodeWithLists } from '../selection/walk.js';
import { narrowedLists } from '../selection/plan.js';
import type { Selected } from '../selection/selection.js';
import { searchTextOf } from './searches.js';

/**
 * Notes by what the lists of a party or case were narrowed: to ask for his cases of one kind is to search among them. Hits are
 * those of the node's own lists: a list further down is another one for each row.
 */
export function noteNarrowed(
  view: View,
  selected: Selected,
  variables: Readonly<Record<string, unknown>>,
  node: NodeWithLists | null,
): void {
  for (const { list, path, by } of narrowedLists(selected, variables))
    view.noteSearch(`${list}: ${searchTextOf(by) ?? ''}`, node?.lists?.[path]?.totalCount ?? null);
}
