import { createHistory, type History, type HistoryEntryView } from '#case-history';
import {
  tiedObjects,
  type ListPlan,
  type Moment,
  type ObjectName,
  type OverviewQueries,
  type Scope,
} from '#read-models/queries';
import type { Session } from '../session/session.js';
import { asGiven, askParty, withReferences } from '../views/party-answer.js';
import { wholeHistory } from '../views/whole-history.js';

/** What can be exported. */
export type ExportKind = 'case' | 'party';

/** An object as it was seen at one moment; null where it was not there then. */
export interface SeenAt {
  readonly moment: Moment;
  readonly view: Readonly<Record<string, unknown>> | null;
}

/** All that happened to one object. */
export interface ObjectHistory extends ObjectName {
  readonly entries: readonly HistoryEntryView[];
}

/** An object as an export tells it. */
export interface ExportedObject {
  readonly kind: ExportKind;
  readonly id: string;
  readonly views: readonly SeenAt[];
  /** Its own, then of whatever was ever said to lie on it or, of a party, on its cases; none without entries. */
  readonly histories: readonly ObjectHistory[];
  /** Whose nodes are in it, for the access log. */
  readonly parties: ReadonlySet<string>;
  readonly objects: ReadonlySet<string>;
}

/** More than any case or party has: an export leaves nothing out. */
const ALL = { first: 100_000, after: null } as const;
const CASE_LISTS: readonly ListPlan[] = [
  { ...ALL, key: 'documents', kind: 'documents' },
  { ...ALL, key: 'journalNotes', kind: 'journalNotes' },
  { ...ALL, key: 'grants', kind: 'grants' },
  { ...ALL, key: 'payments', kind: 'payments' },
  { ...ALL, key: 'services', kind: 'services' },
];

const HISTORIES: { readonly [F in ObjectName['family']]?: keyof History } = { case: 'ofCase', party: 'ofParty' };

/** Asks for the object at each moment, and for all of its history and of what belongs to it. */
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
  const self = { family: kind, id };
  const histories: ObjectHistory[] = [];
  for (const object of [self, ...(await tiedObjects(pool, scope.authority, self))]) {
    const entries = await wholeHistory(history, HISTORIES[object.family] ?? 'ofObject', object.id, null, scope);
    if (entries.length === 0) continue;
    histories.push({ ...object, entries });
    (object.family === 'party' ? parties : objects).add(object.id);
  }
  return { kind, id, views, histories, parties, objects };
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
  const itself = new Map([[found.node.id, found.node]]);
  const lists = await withReferences(asGiven(found.lists), itself, queries, scope, moment);
  const answer = { ...asGiven({ ...found.node, parties: told }), ...(lists.answer as typeof found.lists) };
  const listed = Object.values(found.lists).flatMap(({ edges }) => edges.map(({ node }) => node.id));
  return {
    answer,
    parties: [...named.values(), ...lists.parties.values()].map((party) => party.id),
    objects: [found.node.id, ...listed, ...lists.cases.keys()],
  };
}
