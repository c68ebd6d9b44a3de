import type { NodeResolver } from './party-key.js';
import type { Parameters } from './statement-builder.js';

/** Placeholders every list uses. */
export interface LiveNames {
  readonly parameters: Parameters;
  readonly authority: string;
  readonly now: string;
  readonly nodes: NodeResolver;
}

/** Rows `(owner_id, k, id)` of a list, the SQL type of `k`, and the JSON of a page's row `p`. */
export interface ListSql {
  readonly rows: string;
  readonly type: string;
  readonly descending: boolean;
  /** SQL giving JSON text for row `p` of the page. */
  readonly node: string;
  /** Type of the id by which ties are broken. */
  readonly idType: string;
  /** Common table expressions that the rows need. */
  readonly ctes?: readonly string[];
}
