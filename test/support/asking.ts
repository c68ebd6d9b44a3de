import { groundsParameter, type Asker, type PrivilegeGroup } from '#access';
import type { Instant } from '#contracts';
import type { ListPlan, Node, OverviewQueries, PartyKey, Scope } from '#read-models/queries';

/** Both time axes; what is left out is now. */
export interface Moment {
  readonly asOf?: Instant | undefined;
  readonly asKnownAt?: Instant | undefined;
}

/** For whom a view is asked: an auditor of the whole authority, or these privilege groups. */
export interface Viewer {
  readonly authority: string;
  readonly groups?: readonly PrivilegeGroup[];
  /** Whom a security profile may name; by default nobody that any does. */
  readonly asker?: Asker;
}

/** A node with all its lists, as plain JSON: `{totalCount, nodes}` for each list, references to parties and cases as `{id}`. */
export type View = Readonly<Record<string, unknown>>;

/** Asks for whole views. */
export interface Asking {
  party(key: PartyKey, viewer: Viewer, moment?: Moment): Promise<View | null>;
  case(id: string, viewer: Viewer, moment?: Moment): Promise<View | null>;
}

/** Views through the queries alone, without a whole house. */
export function askingOf(queries: Pick<OverviewQueries, 'party' | 'case'>): Asking {
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
  { key: 'grants', kind: 'grants', ...page },
  { key: 'payments', kind: 'payments', ...page },
  { key: 'services', kind: 'services', ...page },
];
const partyLists: readonly ListPlan[] = [
  { key: 'cases', kind: 'cases', filter: null, orderBy: 'NEWEST_OPENED', ...page },
  ...caseLists,
  { key: 'timeline', kind: 'timeline', kinds: null, from: null, to: null, ...page },
];
const everything = { freshness: false, relations: true, histories: true };

/** The scope of a viewer, as the queries take it. */
export function scopeOf({ authority, groups, asker = { sub: 'viewer', unit: null } }: Viewer): Scope {
  const grounds = groundsParameter(groups ?? [auditorOf(authority)], asker);
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
