import { setTimeout as sleep } from 'node:timers/promises';
import { groundsParameter, type PrivilegeGroup } from '#access';
import type { Instant } from '#contracts';
import { createIntake, type Intake, type Receipt } from '#intake';
import { createProjectionRunner, type ProjectionRunner, type RunnerOptions } from '#projection-engine';
import { readModels } from '#read-models/projections';
import { createSnapshotComparison } from '#reconciliation';
import {
  createOverviewQueries,
  type ListPlan,
  type Node,
  type OverviewQueries,
  type PartyKey,
  type Scope,
} from '#read-models/queries';
import type { Stores } from '#stores';
import type { TestDatabase } from './database.js';
import { openTestStores } from './stores.js';

/** Both time axes; what is left out is now. */
export interface Moment {
  readonly asOf?: Instant | undefined;
  readonly asKnownAt?: Instant | undefined;
}

/** For whom a view is asked: an auditor of the whole authority, or these privilege groups. */
export interface Viewer {
  readonly authority: string;
  readonly groups?: readonly PrivilegeGroup[];
}

/** A node with all its lists, as plain JSON: `{totalCount, nodes}` for each list, references to parties and cases as `{id}`. */
export type View = Readonly<Record<string, unknown>>;

/** The product from intake to the overview's queries in one process, on a database of its own. */
export interface House {
  readonly stores: Stores;
  readonly database: TestDatabase;
  /** Undefined where events lie in the database. */
  readonly eventStoreUrl: string | undefined;
  readonly intake: Intake;
  readonly runner: ProjectionRunner;
  readonly queries: OverviewQueries;
  /** Hands events in as an operator. */
  publish(events: readonly unknown[]): Promise<Receipt[]>;
  /** Resolves when the read models have read all that is stored. */
  settle(): Promise<void>;
  party(key: PartyKey, viewer: Viewer, moment?: Moment): Promise<View | null>;
  case(id: string, viewer: Viewer, moment?: Moment): Promise<View | null>;
  /** When the store recorded what stands at each position after `after`. */
  recordedTimes(after?: number): Promise<Map<number, Instant>>;
  close(): Promise<void>;
}

/** Opens a house on a fresh database and begins to project, with the product's read models unless told otherwise. */
export async function openHouse(projecting: Partial<RunnerOptions> = {}): Promise<House> {
  const { stores, database, eventStoreUrl, close: closeStores } = await openTestStores();
  const log = { info: () => undefined, warn: () => undefined };
  const { pool, eventStore: store, vault, quarantine } = stores;
  const compareSnapshot = createSnapshotComparison({ store, vault });
  const intake = createIntake({ store, vault, quarantine, log, compareSnapshot });
  const runner = createProjectionRunner({ pool, store, vault, readModels, log, ...projecting });
  const queries = createOverviewQueries({ pool, keyring: vault.authority });
  await runner.start();
  return {
    stores,
    database,
    eventStoreUrl,
    intake,
    runner,
    queries,
    publish: (events) => intake.accept(events, { kind: 'operator', name: 'test' }),
    settle: () => settle(stores, runner),
    ...askingOf(queries),
    async recordedTimes(after = 0) {
      const times = new Map<number, Instant>();
      for (let from = after; ;) {
        const page = await store.readAll(from, 1_000);
        for (const event of page.events) times.set(event.position, event.recordedAt);
        if (page.caughtUp) return times;
        from = page.checkpoint;
      }
    },
    async close() {
      await runner.stop();
      await closeStores();
    },
  };
}

/** Also without a whole house: views through the queries alone. */
export function askingOf(queries: OverviewQueries): Pick<House, 'party' | 'case'> {
  return {
    async party(key, viewer, moment = {}) {
      const found = await queries.party(key, scopeOf(viewer), momentOf(moment), { ...everything, lists: partyLists });
      return found && viewOf(found.node, found.lists);
    },
    async case(id, viewer, moment = {}) {
      const found = await queries.case(id, scopeOf(viewer), momentOf(moment), { ...everything, lists: caseLists });
      return found && viewOf(found.node, found.lists);
    },
  };
}

/** A group of an auditor, who sees all of his authority. */
export function auditorOf(authority: string): PrivilegeGroup {
  const unrestricted = { kle: null, sensitivity: null, units: null, sources: null, viewClasses: [], grounds: [] };
  return { role: 'auditor', authority, ...unrestricted };
}

const page = { first: 200, after: null };
const caseLists: readonly ListPlan[] = [
  { key: 'documents', kind: 'documents', ...page },
  { key: 'journalNotes', kind: 'journalNotes', ...page },
];
const partyLists: readonly ListPlan[] = [
  { key: 'cases', kind: 'cases', filter: null, orderBy: 'NEWEST_OPENED', ...page },
  ...caseLists,
  { key: 'timeline', kind: 'timeline', kinds: null, from: null, to: null, ...page },
];
const everything = { freshness: false, relations: true, histories: true };

/** The scope of a viewer, as the queries take it. */
export function scopeOf({ authority, groups }: Viewer): Scope {
  const grounds = groundsParameter(groups ?? [auditorOf(authority)]);
  return { authority, grounds, auditor: groups === undefined || groups.some(({ role }) => role === 'auditor') };
}

/** The moment as the queries take it. */
export const momentOf = ({ asOf, asKnownAt }: Moment): { asOf: Instant | null; asKnownAt: Instant | null } => ({
  asOf: asOf ?? null,
  asKnownAt: asKnownAt ?? null,
});

type Listed = Awaited<ReturnType<OverviewQueries['searchCases']>>;

function viewOf(node: Node, lists: Readonly<Record<string, Listed>>): View {
  const plain = Object.entries(lists).map(([key, { totalCount, edges }]) => [
    key,
    { totalCount, nodes: edges.map((edge) => edge.node) },
  ]);
  return { ...node, ...Object.fromEntries(plain) };
}

async function settle({ eventStore }: Stores, runner: ProjectionRunner): Promise<void> {
  const head = await eventStore.head();
  // `caughtUpTo` tells of this process; after a rebuild the tables tell more surely.
  for (;;) {
    await runner.caughtUpTo(head);
    const positions = await runner.positions();
    if (positions.every(({ position }) => position >= head)) return;
    await sleep(5);
  }
}
