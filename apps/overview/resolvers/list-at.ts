import type { Page } from '../queries.js';
import type { NodeWithLists } from '../selection/walk.js';

/** The list that was fetched for this place of the question, ahead of time. */
export function listAt({ lists }: NodeWithLists, path: string): Page {
  const page = lists?.[path];
  if (page === undefined) throw new Error(`A list was asked for that was not fetched: ${path}`);
  return page;
}
