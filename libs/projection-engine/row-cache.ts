import { LRUCache } from 'lru-cache';
import type { Instant } from '#contracts';
import type { AssertionRow } from './assertions.js';
import type { DerivedRows } from './table.js';

/** A row as it stands in the database, and what its tables hold of it. */
export interface CachedRow {
  readonly row: AssertionRow;
  readonly derived: DerivedRows;
  readonly derivedAt: Instant;
}

/**
 * Rows that were written lately, so that an object many events come for is not read, parsed and derived again for each
 * page. True only while this process alone projects and every page it wrote was committed: the runner empties it
 * whenever a page fails, the ownership is taken anew, or a read model is emptied.
 */
export interface RowCache {
  get(projection: string, key: string): CachedRow | undefined;
  /** @param size characters of the row's text: the bound is on memory, not on the number of rows. */
  set(projection: string, key: string, cached: CachedRow, size: number): void;
  /** Of a row that may have been written into. */
  drop(projection: string, key: string): void;
  reset(): void;
}

/** About four times as much memory as text. */
const MOST_CHARACTERS = 4_000_000;

export function createRowCache(): RowCache {
  const rows = new LRUCache<string, CachedRow>({ maxSize: MOST_CHARACTERS });
  const id = (projection: string, key: string): string => `${projection} ${key}`;
  return {
    get: (projection, key) => rows.get(id(projection, key)),
    set: (projection, key, cached, size) => void rows.set(id(projection, key), cached, { size: Math.max(1, size) }),
    drop: (projection, key) => void rows.delete(id(projection, key)),
    reset: () => rows.clear(),
  };
}
