import type { Pool } from 'pg';
import type { Instant } from '#contracts';
import type { EventStore } from '#event-store';
import type { KeyVault } from '#personal-data';
import type { OverviewQueries, Scope } from '#read-models/queries';
import type { FieldDifferenceView } from './difference.js';
import { missingThere } from './missing-there.js';
import { reachesAll, visibleCases } from './reach.js';
import { snapshotDifferences } from './snapshot-differences.js';
import { findSnapshot } from './snapshot-findings.js';

/** Reconciliation of GraphQL: a source's snapshot against what we have of the source. */
export interface ReconciliationView {
  readonly source: string;
  readonly snapshotId: string;
  readonly completedAt: Instant | null;
  /** Not here before the snapshot; stored by it. */
  readonly missingHere: readonly string[];
  /** Ours, of the families it counts, that it did not name; known when all of it has been sent. */
  readonly missingThere: readonly string[];
  /** Legacy is ours, successor the source's. */
  readonly different: readonly FieldDifferenceView[];
}

/** What reconciling reads from. */
export interface ReconciliationOptions {
  readonly pool: Pool;
  readonly store: EventStore;
  readonly vault: KeyVault;
  readonly queries: OverviewQueries;
}

/** The snapshots of sources against what we have. */
export interface Reconciling {
  /** Of the snapshot, or of the newest completed one; null where there is none of the source in the caller's authority. */
  reconciliation(source: string, snapshotId: string | null, scope: Scope): Promise<ReconciliationView | null>;
}

/**
 * Which objects a snapshot named, and how they compared, is kept; what the differences are is worked out from the log by
 * the comparison that intake made. So nothing personal lies in a report, and what is erased is in none.
 */
export function createReconciliation(options: ReconciliationOptions): Reconciling {
  const { pool, store, vault, queries } = options;
  return {
    async reconciliation(source, snapshotId, scope) {
      const { authority } = scope;
      const snapshot = await findSnapshot(pool, authority, source, snapshotId);
      if (snapshot === null) return null;
      const reached = reachedBy(scope, queries);
      const absent = await missingThere({ pool, store, vault, authority, source }, snapshot);
      return {
        source,
        snapshotId: snapshot.snapshotId,
        completedAt: snapshot.completedAt,
        missingHere: (await reached(snapshot.missing)).map(idOf).sort(),
        missingThere: (await reached(absent)).map(idOf).sort(),
        different: await snapshotDifferences(await reached(snapshot.different), {
          ...options,
          ...{ source, scope, snapshotId: snapshot.snapshotId },
        }),
      };
    },
  };
}

const idOf = (object: string): string => object.slice(object.indexOf('/') + 1);

/** Whoever is restricted is told of the cases he may see, and of nothing else: what he may not see is not there. */
function reachedBy(scope: Scope, queries: OverviewQueries): (objects: readonly string[]) => Promise<readonly string[]> {
  if (reachesAll(scope)) return (objects) => Promise.resolve(objects);
  return async (objects) => {
    const cases = objects.filter((object) => object.startsWith('case/'));
    const visible = await visibleCases(cases.map(idOf), queries, scope);
    return cases.filter((object) => visible.has(idOf(object)));
  };
}
