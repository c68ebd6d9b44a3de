import type { Pool } from 'pg';
import { fullTypeOf, isUuid, uuidV5, type Instant } from '#contracts';
import type { EventStore } from '#event-store';
import { streamName, type KeyVault } from '#personal-data';
import { isPurge, type OpenedRecord, type RecordedEvent } from '#projection-engine';
import { caseOverview, partyStatements } from '#read-models/projections';
import {
  BARE_NODE,
  caseNode,
  composeParty,
  decodeCursor,
  NOW,
  pageOf,
  viewCase,
  type OverviewQueries,
  type Page,
  type PageArgs,
  type Scope,
} from '#read-models/queries';
import { changesBetween, type Differ, type FieldChange } from './changes.js';
import { linksIn, withoutHiddenLinks } from './hidden-links.js';
import { objectDiffer, toldEvents } from './object-kinds.js';
import { namedParties, unnamed } from './named-parties.js';
import { partyStreams } from './stored-record.js';
import { toldData } from './told-data.js';

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
  /** Of a document, note, grant, payment or service; what it tells of hidden cases or benefits is left out. */
  ofObject(objectId: string, asKnownAt: Instant | null, page: PageArgs, scope: Scope): Promise<Page<HistoryEntryView>>;
}

const empty = (): Page<HistoryEntryView> => pageOf<HistoryEntryView>([], 0, 0);

/** The events of a history, and by what each was forgotten. */
interface Told {
  readonly events: readonly OpenedRecord[];
  readonly erasureOf: (event: OpenedRecord) => Erasing | null;
}

type Erasing = NonNullable<HistoryEntryView['erasure']>;

export function createHistory({ pool, store, vault, queries }: HistoryOptions): History {
  const opened = async (streams: readonly string[], asKnownAt: Instant | null): Promise<Told> => {
    const all = await vault.open(await store.readStreams(streams));
    const known = asKnownAt === null ? all : all.filter(({ recordedAt }) => recordedAt <= asKnownAt);
    // What was forgotten later is forgotten at every moment, and that is said at every moment.
    return { events: known, erasureOf: erasuresIn(all) };
  };

  const page = async (
    { events, erasureOf }: Told,
    { first, after }: PageArgs,
    differ: Differ,
    scope: Scope,
    isProtected: boolean,
  ): Promise<Page<HistoryEntryView>> => {
    const cursor = decodeCursor(after);
    const from = cursor === null ? 0 : Number(cursor.key);
    const rest = events.filter(({ position }) => position > from);
    const chosen = new Set(rest.slice(0, first).map(({ position }) => position));
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
        : (toldOfErasure(event) ??
          toldData(
            event.data,
            (index, nodeId) => parties.get(uuidV5(event.eventId, `mention|${index}`)) ?? unnamed(nodeId),
            isProtected,
          ));
      rows.push({
        key: String(event.position),
        id: event.eventId,
        node: entryOf(event, told, changed, erasureOf(event)),
      });
    }
    return pageOf(rows, events.length, rest.length);
  };

  /** The events without what they tell of cases and documents that the caller may not see today. */
  const withSeenLinks = async (events: readonly OpenedRecord[], scope: Scope): Promise<OpenedRecord[]> => {
    const { cases, documents } = linksIn(events);
    if (cases.length + documents.length === 0) return [...events];
    const seen = new Set((await queries.casesByIds(cases, scope, NOW, BARE_NODE)).keys());
    for (const id of cases) if (scope.auditor && !seen.has(id) && (await queries.auditsCase(id, scope))) seen.add(id);
    const told = await Promise.all(documents.map(async (id) => ((await queries.toldObject(id, scope)) ? [id] : [])));
    return withoutHiddenLinks(events, { cases: seen, documents: new Set(told.flat()) });
  };

  return {
    async ofCase(caseId, asKnownAt, args, scope) {
      if (!isUuid(caseId)) return empty();
      const id = caseId.toLowerCase();
      const seen =
        (await queries.case(id, scope, NOW, BARE_NODE)) !== null ||
        (scope.auditor && (await queries.auditsCase(id, scope)));
      if (!seen) return empty();
      const { events, erasureOf } = await opened([streamName('case', scope.authority, id)], asKnownAt);
      const allowed = { events: await withSeenLinks(events, scope), erasureOf };
      return page(allowed, args, caseDiffer(id), scope, false);
    },
    async ofObject(objectId, asKnownAt, args, scope) {
      if (!isUuid(objectId)) return empty();
      const id = objectId.toLowerCase();
      const told = await queries.toldObject(id, scope);
      if (told === null) return empty();
      const { family, benefits } = told;
      const { events, erasureOf } = await opened([streamName(family, scope.authority, id)], asKnownAt);
      const allowed = { events: toldEvents(family, await withSeenLinks(events, scope), benefits), erasureOf };
      return page(allowed, args, objectDiffer(family, id), scope, false);
    },
    async ofParty(partyId, asKnownAt, args, scope) {
      if (!isUuid(partyId)) return empty();
      const found = await queries.party({ id: partyId }, scope, NOW, BARE_NODE);
      if (found === null && !scope.auditor) return empty();
      const streams = await partyStreams(pool, scope.authority, partyId.toLowerCase());
      const events = await opened(streams, asKnownAt);
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

/** Of an erasure who asked for it and why; by which nodes somebody was known is nobody's to read. */
function toldOfErasure(event: RecordedEvent): { basis: string; by: string } | null {
  if (event.name !== 'erasure.object-erased' && event.name !== 'erasure.party-erased') return null;
  const { basis, by } = event.data;
  return { basis, by };
}

/** By what each event was forgotten: the first purge or erasure of its own stream, else that of the person as a whole. */
function erasuresIn(events: readonly OpenedRecord[]): (event: OpenedRecord) => Erasing | null {
  const byStream = new Map<string, Erasing>();
  let ofAll: Erasing | null = null;
  for (const event of events) {
    if (event.erased || !isPurge(event)) continue;
    const { basis } = event.data as { basis: string };
    const by = event.registeredBy ?? event.source;
    const erasing = { id: event.eventId, at: event.recordedAt, basis, by };
    if (!byStream.has(event.stream)) byStream.set(event.stream, erasing);
    if (event.name === 'erasure.party-erased') ofAll ??= erasing;
  }
  return ({ stream }) => byStream.get(stream) ?? ofAll;
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
