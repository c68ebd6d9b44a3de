import type { Node, Page, PageArgs } from './question.js';
import { InvalidCursor } from './errors.js';

/** Where a page ended: the sort key of its last row, and the id that breaks ties. */
export interface CursorKey {
  readonly key: string;
  readonly id: string;
}

/** A cursor names a place in the order and not a row, so it stays valid while rows come and go. */
export const encodeCursor = (key: string, id: string): string =>
  Buffer.from(JSON.stringify([key, id])).toString('base64url');

/** @throws InvalidCursor */
export function decodeCursor(cursor: string | null): CursorKey | null {
  if (cursor === null) return null;
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (
      Array.isArray(parsed) &&
      parsed.length === 2 &&
      typeof parsed[0] === 'string' &&
      typeof parsed[1] === 'string'
    ) {
      return { key: parsed[0], id: parsed[1] };
    }
  } catch {
    // Not JSON: not one of ours, as below.
  }
  throw new InvalidCursor();
}

/** A row of a page. Most questions ask for no cursor but the last one: it is made when it is read. */
class Edge<N> {
  constructor(
    private readonly key: string,
    private readonly id: string,
    readonly node: N,
  ) {}

  get cursor(): string {
    return encodeCursor(this.key, this.id);
  }
}

/** Builds a page from its rows, `total` of the whole list and `remaining` from the cursor on. */
export function pageOf<N = Node>(
  rows: readonly { readonly key: string; readonly id: string; readonly node: N }[],
  total: number,
  remaining: number,
): Page<N> {
  const edges = rows.map(({ key, id, node }) => new Edge(key, id, node));
  return {
    edges,
    pageInfo: {
      hasNextPage: remaining > edges.length,
      hasPreviousPage: total > remaining,
      get startCursor() {
        return edges[0]?.cursor ?? null;
      },
      get endCursor() {
        return edges.at(-1)?.cursor ?? null;
      },
    },
    totalCount: total,
  };
}

/** A row of a list held in memory, with what it is ordered by. */
export interface OrderedRow<N = Node> {
  readonly key: string;
  readonly id: string;
  readonly node: N;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The page of a list that is in memory (as-of answers), in the same order as SQL gives it. */
export function pageInMemory<N = Node>(
  rows: readonly OrderedRow<N>[],
  { first, after }: PageArgs,
  descending: boolean,
): Page<N> {
  const order = (a: CursorKey, b: CursorKey): number =>
    (descending ? compare(b.key, a.key) : compare(a.key, b.key)) || compare(a.id, b.id);
  const sorted = [...rows].sort(order);
  const from = decodeCursor(after);
  const rest = from === null ? sorted : sorted.filter((row) => order(row, from) > 0);
  return pageOf(rest.slice(0, first), sorted.length, rest.length);
}
