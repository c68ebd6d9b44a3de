import type { Pool } from 'pg';
import { fullTypeOf, isUuid, uuidV5, type Instant } from '#contracts';
import type { EventStore } from '#event-store';
import { streamName, type ErasedEvent, type KeyVault } from '#personal-data';
import type { OpenedRecord, RecordedEvent } from '#projection-engine';
import { caseOverview, partyStatements } from '#read-models/projections';
import {
  caseNode,
  composeParty,
  decodeCursor,
  pageOf,
  viewCase,
  type OverviewQueries,
  type Page,
  type PageArgs,
  type Scope,
} from '#read-models/queries';
import { changesBetween, type FieldChange } from './changes.js';
import { shownNumber, toldData, type NamedParty } from './told-data.js';

/** HistoryEntry of GraphQL: one event, and what it changed in the view as known then. */
export interface HistoryEntryView {
  readonly id: string;
  /** The source's event id. */
  readonly eventId: string;
  readonly position: string;
  readonly type: string;
  readonly effectiveFrom: Instant;
  readonly effectiveTo: Instant | null;
  readonly registeredAt: Instant;
  readonly recordedAt: Instant;
  readonly registeredBy: string | null;
  readonly source: string;
  readonly data: unknown;
  readonly erased: boolean;
  readonly erasure: { readonly id: string; readonly at: Instant; readonly basis: string; readonly by: string } | null;
  readonly changed: readonly FieldChange[];
}

export interface HistoryOptions {
  readonly pool: Pool;
  readonly store: EventStore;
  readonly vault: KeyVault;
  readonly queries: OverviewQueries;
}

/** What happened, in recorded order. Of an object that the caller may not see: an empty list. */
export interface History {
  ofCase(caseId: string, asKnownAt: Instant | null, page: PageArgs, scope: Scope): Promise<Page<HistoryEntryView>>;
  ofParty(partyId: string, asKnownAt: Instant | null, page: PageArgs, scope: Scope): Promise<Page<HistoryEntryView>>;
}

const NOW = { asOf: null, asKnownAt: null };
const NOTHING = { lists: [], freshness: false, relations: false, histories: false };
const empty = (): Page<HistoryEntryView> => pageOf<HistoryEntryView>([], 0, 0);

type Erasing = NonNullable<HistoryEntryView['erasure']>;

/** Works out what each event changed; fed with every event in order, asked for those of the page. */
type Differ = (event: RecordedEvent) => FieldChange[];

export function createHistory({ pool, store, vault, queries }: HistoryOptions): History {
  const opened = async (streams: readonly string[], asKnownAt: Instant | null): Promise<OpenedRecord[]> => {
    const stored = await store.readStreams(streams);
    const known = asKnownAt === null ? stored : stored.filter(({ recordedAt }) => recordedAt <= asKnownAt);
    return await vault.open(known);
  };

  const page = async (
    events: readonly OpenedRecord[],
    { first, after }: PageArgs,
    differ: Differ,
    scope: Scope,
    isProtected: boolean,
  ): Promise<Page<HistoryEntryView>> => {
    const cursor = decodeCursor(after);
    const from = cursor === null ? 0 : Number(cursor.key);
    const rest = events.filter(({ position }) => position > from);
    const chosen = new Set(rest.slice(0, first).map(({ position }) => position));
    const erasure = erasureIn(events);
    const parties = await namedParties(
      pool,
      events.filter(({ position }) => chosen.has(position)),
      queries,
      scope,
    );
    const rows: { key: string; id: string; node: HistoryEntryView }[] = [];
    for (const event of events) {
      const changed = event.erased ? [] : differ(event);
      if (!chosen.has(event.position)) continue;
      const told = event.erased
        ? null
        : toldData(
            event.data,
            (index, nodeId) => parties.get(uuidV5(event.eventId, `mention|${index}`)) ?? unnamed(nodeId),
            isProtected,
          );
      rows.push({ key: String(event.position), id: event.eventId, node: entryOf(event, told, changed, erasure) });
    }
    return pageOf(rows, events.length, rest.length);
  };

  return {
    async ofCase(caseId, asKnownAt, args, scope) {
      if (!isUuid(caseId)) return empty();
      const id = caseId.toLowerCase();
      const seen =
        (await queries.case(id, scope, NOW, NOTHING)) !== null ||
        (scope.auditor && (await queries.auditsCase(id, scope)));
      if (!seen) return empty();
      const events = await opened([streamName('case', scope.authority, id)], asKnownAt);
      return page(events, args, caseDiffer(id), scope, false);
    },
    async ofParty(partyId, asKnownAt, args, scope) {
      if (!isUuid(partyId)) return empty();
      const found = await queries.party({ id: partyId }, scope, NOW, NOTHING);
      if (found === null && !scope.auditor) return empty();
      const { rows } = await pool.query<{ node_id: string; party_id: string }>(
        `select n.node_id, n.party_id from overview.party_node k join overview.party_node n on n.party_id = k.party_id
          where k.node_id = $1 and k.authority = $2 and n.is_subject`,
        [partyId.toLowerCase(), scope.authority],
      );
      const events = await opened(
        rows.map(({ node_id: node }) => streamName('party', scope.authority, node)),
        asKnownAt,
      );
      return page(events, args, partyDiffer(partyId.toLowerCase()), scope, found?.node['nameProtected'] === true);
    },
  };
}

function entryOf(
  event: OpenedRecord,
  data: unknown,
  changed: FieldChange[],
  erasure: Erasing | null,
): HistoryEntryView {
  return {
    id: event.eventId,
    eventId: event.id,
    position: String(event.position),
    type: fullTypeOf(event.name),
    effectiveFrom: event.effectiveFrom,
    effectiveTo: event.effectiveTo,
    registeredAt: event.time,
    recordedAt: event.recordedAt,
    registeredBy: event.registeredBy,
    source: event.source,
    data,
    erased: event.erased,
    erasure: event.erased ? erasure : null,
    changed,
  };
}

/** The purge among the events: its basis outlives the key. */
function erasureIn(events: readonly OpenedRecord[]): Erasing | null {
  const purge = events.find(
    (event): event is Exclude<OpenedRecord, ErasedEvent> => event.name.endsWith('.purged') && !event.erased,
  );
  if (purge === undefined) return null;
  const { basis } = purge.data as { basis: string };
  return { id: purge.eventId, at: purge.recordedAt, basis, by: purge.registeredBy ?? purge.source };
}

/** A case event looks at the case where the event itself begins to hold: there it shows whatever it changes at all. */
function caseDiffer(id: string): Differ {
  let row: Parameters<typeof caseOverview.apply>[0];
  let before: unknown = null;
  return (event) => {
    const asOf = event.effectiveFrom;
    const view = (): unknown => {
      const seen = row === undefined ? undefined : viewCase(id, row, { asOf, knownAt: null });
      if (seen === undefined) return null;
      const nodes = new Map(seen.partyLinks.map(({ nodeId }) => [nodeId, nodeId]));
      const {
        id: _id,
        lastEventAt: _at,
        partyLinks: _parties,
        relationLinks: _relations,
        ...fields
      } = caseNode(seen, nodes, {});
      return fields;
    };
    before = view();
    row = caseOverview.apply(row, event);
    return changesBetween(before, view());
  };
}

function partyDiffer(id: string): Differ {
  const rows = new Map<string, ReturnType<typeof partyStatements.apply>>();
  return (event) => {
    const asOf = event.effectiveFrom;
    const view = (): unknown => {
      const subjects = [...rows].map(([nodeId, row]) => ({ nodeId, row }));
      const composed = composeParty(id, subjects, [], { asOf, knownAt: null });
      if (composed === undefined) return null;
      const { id: _, addressHistory: _addresses, nameHistory: _names, ...fields } = composed.view;
      return fields;
    };
    const before = view();
    const key = partyStatements.keyOf(event);
    rows.set(key, partyStatements.apply(rows.get(key), event));
    return changesBetween(before, view());
  };
}

const unnamed = (nodeId: string): NamedParty | null => ({
  id: nodeId,
  kind: 'person',
  identifier: { type: 'other', value: '' },
  name: null,
  nameProtected: true,
});

/** The names and numbers by which the events named parties, by mention; protected parties' names are not among them. */
async function namedParties(
  pool: Pool,
  events: readonly OpenedRecord[],
  queries: OverviewQueries,
  scope: Scope,
): Promise<Map<string, NamedParty>> {
  const mentionIds = events.flatMap((event) =>
    event.erased
      ? []
      : Array.from({ length: referencesIn(event.data) }, (_, index) => uuidV5(event.eventId, `mention|${index}`)),
  );
  if (mentionIds.length === 0) return new Map();
  const { rows } = await pool.query<{
    event_id: string;
    party_id: string;
    kind: string;
    type: string;
    value: string;
    name: string | null;
  }>(
    `select m.event_id, n.party_id, m.kind, m.type, m.value, m.name from overview.mention m join overview.party_node n on n.node_id = m.node_id
      where m.event_id = any($1::uuid[])`,
    [mentionIds],
  );
  const parties = await queries.partiesByIds([...new Set(rows.map(({ party_id: id }) => id))], scope, NOW, NOTHING);
  return new Map(
    rows.map((row) => {
      const nameProtected = parties.get(row.party_id)?.['nameProtected'] !== false;
      return [
        row.event_id,
        {
          id: row.party_id,
          kind: row.kind,
          identifier: { type: row.type, value: shownNumber(row.type, row.value) },
          name: nameProtected ? null : row.name,
          nameProtected,
        },
      ];
    }),
  );
}

/** How many parties the data of an event names. */
export function referencesIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + referencesIn(item), 0);
  if (typeof value !== 'object' || value === null) return 0;
  if ('partyId' in value) return 1;
  return Object.values(value).reduce<number>((sum, item) => sum + referencesIn(item), 0);
}
