import type { Pool } from 'pg';
import type { Instant } from '#contracts';
import type { EventStore } from '#event-store';
import type { KeyVault } from '#personal-data';
import { pageInMemory, type OverviewQueries, type Page, type PageArgs, type Scope } from '#read-models/queries';
import type { FieldDifferenceView } from './difference.js';
import { TooManyDifferences } from './errors.js';
import { missingThere } from './missing-there.js';
import { familyOf, idOf, reachesAll, toldAmong } from './reach.js';
import { snapshotDifferences } from './snapshot-differences.js';
import { findSnapshot, namedBy, type SnapshotFindings } from './snapshot-findings.js';

/** SnapshotCount of GraphQL: what a source says that a snapshot has of a family, and how many objects of it came. */
export interface SnapshotCountView {
  readonly family: string;
  /** Null where the snapshot named objects of a family that it does not count. */
  readonly announced: number | null;
  readonly named: number;
}

/** SnapshotObject of GraphQL: an object that one side has and the other has not. */
export interface SnapshotObjectView {
  readonly objectId: string;
  readonly family: string;
}

/** DifferingObject of GraphQL; without differences where it is gone since. */
export interface DifferingObjectView extends SnapshotObjectView {
  readonly differences: readonly FieldDifferenceView[];
}

/**
 * Reconciliation of GraphQL: a source's snapshot against what we have of the source, each part worked out when it is asked for.
 * An object that the caller may not see is in none of them and counted nowhere.
 */
export interface ReconciliationView {
  readonly source: string;
  readonly snapshotId: string;
  readonly completedAt: Instant | null;
  /** By family; empty for whoever is restricted, since it counts what he may not see. */
  counts(): Promise<readonly SnapshotCountView[]>;
  /** Not here before the snapshot; stored by it. */
  missingHere(): Promise<readonly string[]>;
  /** Ours, of the families it counts, that it did not name; known when all of it has been sent. */
  missingThere(): Promise<readonly string[]>;
  /**
   * Legacy is ours, successor the source's.
   * @throws TooManyDifferences
   */
  different(): Promise<readonly FieldDifferenceView[]>;
  /** The same, page by page, by family and id. */
  objectsMissingHere(page: PageArgs): Promise<Page<SnapshotObjectView>>;
  objectsMissingThere(page: PageArgs): Promise<Page<SnapshotObjectView>>;
  /** Of a page its objects alone are compared. */
  differingObjects(page: PageArgs): Promise<Page<DifferingObjectView>>;
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
  const { pool, store, vault } = options;
  return {
    async reconciliation(source, snapshotId, scope) {
      const { authority } = scope;
      const snapshot = await findSnapshot(pool, authority, source, snapshotId);
      if (snapshot === null) return null;
      const asking = { ...options, source, scope, snapshotId: snapshot.snapshotId };
      const told = (objects: readonly string[]): Promise<string[]> => toldAmong(objects, asking);
      const unnamed = async (): Promise<string[]> =>
        told(await missingThere({ pool, store, vault, authority, source }, snapshot));
      const differing = (): Promise<string[]> => told(snapshot.different);
      return {
        source,
        snapshotId: snapshot.snapshotId,
        completedAt: snapshot.completedAt,
        counts: async () => {
          if (!reachesAll(scope)) return [];
          const named = await namedBy(pool, authority, source, snapshot.snapshotId);
          return countsOf(snapshot, named, await told(named));
        },
        missingHere: async () => (await told(snapshot.missing)).map(idOf).sort(),
        missingThere: async () => (await unnamed()).map(idOf).sort(),
        different: async () => {
          const objects = await differing();
          if (objects.length > MOST_AT_ONCE) throw new TooManyDifferences(MOST_AT_ONCE);
          return [...(await snapshotDifferences(objects, asking)).values()].flat();
        },
        objectsMissingHere: async (page) => pageOfObjects(await told(snapshot.missing), page),
        objectsMissingThere: async (page) => pageOfObjects(await unnamed(), page),
        differingObjects: async (page) => {
          const found = pageOfObjects(await differing(), page);
          const objects = found.edges.map(({ node }) => `${node.family}/${node.objectId}`);
          const differences = await snapshotDifferences(objects, asking);
          return {
            ...found,
            edges: found.edges.map(({ cursor, node }, index) => ({
              cursor,
              node: { ...node, differences: differences.get(objects[index] ?? '') ?? [] },
            })),
          };
        },
      };
    },
  };
}

/** Objects that one list tells the differences of: each takes about a millisecond. */
const MOST_AT_ONCE = 5_000;

const pageOfObjects = (objects: readonly string[], page: PageArgs): Page<SnapshotObjectView> =>
  pageInMemory(
    objects.map((object) => ({
      key: familyOf(object),
      id: idOf(object),
      node: { objectId: idOf(object), family: familyOf(object) },
    })),
    page,
    false,
  );

/** As if the objects that are not told of were not there: the source would neither have counted nor named them. */
function countsOf(
  { announced }: SnapshotFindings,
  named: readonly string[],
  told: readonly string[],
): SnapshotCountView[] {
  const [all, seen] = [byFamily(named), byFamily(told)];
  return [...new Set([...Object.keys(announced), ...seen.keys()])].sort().map((family) => {
    const hidden = (all.get(family) ?? 0) - (seen.get(family) ?? 0);
    const counted = announced[family];
    return {
      family,
      announced: counted === undefined ? null : Math.max(counted - hidden, 0),
      named: seen.get(family) ?? 0,
    };
  });
}

function byFamily(objects: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const object of objects) counts.set(familyOf(object), (counts.get(familyOf(object)) ?? 0) + 1);
  return counts;
}
