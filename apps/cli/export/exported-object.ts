import type { HistoryEntryView } from '#case-history';
import { createHistory } from '#case-history';
import type { ListPlan, Moment, OverviewQueries, Page, Scope } from '#read-models/queries';
import type { Session } from '../session/session.js';
import { askParty } from '../views/party-answer.js';

/** What can be exported. */
export type ExportKind = 'case' | 'party';

/** An object as it was seen at one moment; null where it was not there then. */
export interface SeenAt {
  readonly moment: Moment;
  readonly view: Readonly<Record<string, unknown>> | null;
}

/** An object as an export tells it. */
export interface ExportedObject {
  readonly kind: ExportKind;
  readonly id: string;
  readonly views: readonly SeenAt[];
  readonly history: readonly HistoryEntryView[];
  /** Whose nodes are in it, for the access log. */
  readonly parties: ReadonlySet<string>;
  readonly objects: ReadonlySet<string>;
}

/** More than any case or party has: an export leaves nothing out. */
const ALL = { first: 100_000, after: null } as const;
const HISTORY_PAGE = 500;
const CASE_LISTS: readonly ListPlan[] = [
  { ...ALL, key: 'documents', kind: 'documents' },
  { ...ALL, key: 'journalNotes', kind: 'journalNotes' },
  { ...ALL, key: 'grants', kind: 'grants' },
];

/** Asks for the object at each moment, and for all of its history. */
export async function exportedObject(
  { stores }: Session,
  queries: OverviewQueries,
  kind: ExportKind,
  id: string,
  scope: Scope,
  moments: readonly Moment[],
): Promise<ExportedObject> {
  const { pool, vault, eventStore: store } = stores;
  const parties = new Set<string>();
  const objects = new Set<string>();
  const views: SeenAt[] = [];
  for (const moment of moments) {
    const seen =
      kind === 'case'
        ? await askCase(queries, id, scope, moment)
        : await askParty(queries, { id }, scope, moment, ALL.first);
    for (const party of seen?.parties ?? []) parties.add(party);
    for (const object of seen?.objects ?? []) objects.add(object);
    views.push({ moment, view: seen?.answer ?? null });
  }
  const history = createHistory({ pool, store, vault, queries });
  const entries: HistoryEntryView[] = [];
  for (let after: string | null = null; ;) {
    const page = { first: HISTORY_PAGE, after };
    const found: Page<HistoryEntryView> =
      kind === 'case' ? await history.ofCase(id, null, page, scope) : await history.ofParty(id, null, page, scope);
    entries.push(...found.edges.map(({ node }) => node));
    if (!found.pageInfo.hasNextPage) break;
    after = found.pageInfo.endCursor;
  }
  if (entries.length > 0) (kind === 'case' ? objects : parties).add(id);
  return { kind, id, views, history: entries, parties, objects };
}

/** A case with all its lists, its parties by name. */
async function askCase(queries: OverviewQueries, id: string, scope: Scope, moment: Moment) {
  const plan = { lists: CASE_LISTS, freshness: true, relations: true, histories: false };
  const found = await queries.case(id, scope, moment, plan);
  if (found === null) return null;
  const links = (found.node['parties'] as { party: { id: string }; role: string }[] | undefined) ?? [];
  const named = await queries.partiesByIds(
    links.map(({ party }) => party.id),
    scope,
    moment,
    {
      lists: [],
      freshness: false,
      relations: false,
      histories: false,
    },
  );
  const told = links.map((link) => ({ ...link, party: named.get(link.party.id) ?? link.party }));
  // What the view is worked out from, and no reader of GraphQL sees.
  const { partyLinks: _parties, relationLinks: _relations, progressRaw: _raw, ...node } = found.node;
  const answer = { ...node, parties: told, ...found.lists };
  const listed = Object.values(found.lists).flatMap(({ edges }) => edges.map(({ node }) => node.id));
  return { answer, parties: [...named.values()].map((party) => party.id), objects: [id, ...listed] };
}
