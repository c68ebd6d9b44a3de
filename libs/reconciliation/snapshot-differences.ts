import { catalogue, instantFromDate, URL_NAMESPACE, uuidV5 } from '#contracts';
import type { EventStore } from '#event-store';
import { streamName, subjectNodeId, type KeyVault } from '#personal-data';
import type { OpenedRecord, RecordedEvent } from '#projection-engine';
import type { OverviewQueries, Scope } from '#read-models/queries';
import type { FieldChange } from '#case-history';
import { compareFounding, isThere, type Comparison } from './comparison.js';
import type { FieldDifferenceView } from './difference.js';
import { namesBy } from './party-names.js';
import { familyOf, idOf, visibleCases } from './reach.js';
import { casesNamedIn, withSeenLinks } from './seen-links.js';
import { nodesIn, shownValues, type ShownValues } from './shown-values.js';
import { storedEvents } from './snapshot-comparison.js';

interface Asking {
  readonly store: EventStore;
  readonly vault: KeyVault;
  readonly queries: OverviewQueries;
  readonly source: string;
  readonly snapshotId: string;
  readonly scope: Scope;
}

/** An object that differed when its event came, with that event and what was stored before it. */
interface Differing {
  readonly told: RecordedEvent;
  readonly before: readonly OpenedRecord[];
  readonly comparison: Comparison;
}

/** Objects looked at together: memory is theirs, however many a snapshot differs in. */
const AT_ONCE = 200;

/** In what the objects (`<family>/<uuid>`) differed from the snapshot when it named them, by object; what is gone is left out. */
export async function snapshotDifferences(
  objects: readonly string[],
  asking: Asking,
): Promise<ReadonlyMap<string, readonly FieldDifferenceView[]>> {
  const found = new Map<string, FieldDifferenceView[]>();
  for (let from = 0; from < objects.length; from += AT_ONCE)
    for (const [object, differences] of await differencesOf(objects.slice(from, from + AT_ONCE), asking))
      found.set(object, differences);
  return found;
}

async function differencesOf(
  objects: readonly string[],
  asking: Asking,
): Promise<(readonly [object: string, FieldDifferenceView[]])[]> {
  const { queries, scope } = asking;
  const stored = await storedEvents(
    objects.map((object) => streamOf(object, asking)),
    asking,
  );
  const compared = objects.flatMap((object) => differingIn(stored.get(streamOf(object, asking)) ?? [], asking));
  const named = compared.flatMap((each) => [...casesOf(each), ...casesNamedIn(each.comparison.differences)]);
  const visible = await visibleCases(named, queries, scope);
  const differing = compared
    .filter((each) => casesOf(each).every((id) => visible.has(id)))
    .map((each) => ({
      ...each,
      comparison: { ...each.comparison, differences: withSeenLinks(each.comparison.differences, visible) },
    }));
  const ours = await namesBy(
    differing.flatMap(({ before }) => before),
    asking,
  );
  const theirs = await namesBy(
    differing.map(({ told }) => told),
    asking,
  );
  const called = differing.map(({ told: { stream } }) => [ours.get(stream), theirs.get(stream)] as const);
  const values = await shownValues(
    [
      ...differing.flatMap(({ told: { nodeId }, comparison: { differences } }) => [
        ...(nodeId === null ? [] : [nodeId]),
        ...differences.flatMap(({ before, after }) => [...nodesIn(before), ...nodesIn(after)]),
      ]),
      ...called.flatMap(([, told]) => [...(told?.keys() ?? [])]),
    ],
    queries,
    scope,
  );
  return differing.map((each, index) => {
    const { name: eventName, objectId } = each.told;
    const [own, told] = called[index] ?? [];
    const names = [...(told ?? [])].flatMap(([node, name]): FieldChange[] => {
      const before = own?.get(node) ?? null;
      if (before === name) return [];
      const path = `/parties/${values.partyOf(node)}/name`;
      return [values.isNameHidden(node) ? { path, before: null, after: null } : { path, before, after: name }];
    });
    const changes = [...each.comparison.differences.map((change) => shown(change, each, values)), ...names];
    const object = `${eventName.slice(0, eventName.indexOf('.'))}/${objectId}`;
    return [object, changes.map((change) => viewOf(change, each, asking))] as const;
  });
}

/** An object is told of where a caller sees the cases on which it lies; a party, and what lies on none, by itself. */
function casesOf({ told, comparison: { ours } }: Differing): string[] {
  if (told.name.startsWith('case.')) return [told.objectId];
  const { caseId, cases } = ours;
  if (typeof caseId === 'string') return [caseId];
  return Array.isArray(cases)
    ? cases.flatMap(({ caseId: id }: { caseId?: unknown }) => (typeof id === 'string' ? [id] : []))
    : [];
}

function streamOf(object: string, { source, scope: { authority }, vault }: Asking): string {
  const [family, id] = [familyOf(object), idOf(object)];
  return streamName(family, authority, family === 'party' ? subjectNodeId(vault.authority(authority), source, id) : id);
}

/** The first event by which the snapshot named the object: what came after it compares with the snapshot itself. */
function differingIn(events: readonly OpenedRecord[], { source, snapshotId }: Asking): Differing[] {
  const at = events.findIndex(
    (event) =>
      event.snapshotId === snapshotId && event.source === source && catalogue.byName.get(event.name)?.founding === true,
  );
  const told = events[at];
  if (told === undefined || told.erased) return [];
  const before = events.slice(0, at);
  const comparison = compareFounding(before, told, told.recordedAt);
  // Of what was removed since, the history alone tells.
  return comparison.isHere && isThere(events, told, instantFromDate(new Date())) ? [{ told, before, comparison }] : [];
}

function shown(change: FieldChange, { told: { nodeId } }: Differing, values: ShownValues): FieldChange {
  if (change.path === '/name' && nodeId !== null && values.isNameHidden(nodeId))
    return { path: change.path, before: null, after: null };
  return { path: change.path, before: values.show(change.before), after: values.show(change.after) };
}

function viewOf(
  { path, before, after }: FieldChange,
  { told, comparison: { ours } }: Differing,
  { source, snapshotId, scope: { authority } }: Asking,
): FieldDifferenceView {
  const { objectId, recordedAt } = told;
  const caseNumber = ours['caseNumber'];
  return {
    id: uuidV5(URL_NAMESPACE, JSON.stringify(['snapshot', authority, source, snapshotId, told.stream, path])),
    caseNumber: typeof caseNumber === 'string' ? caseNumber : null,
    objectId,
    path,
    legacy: before,
    successor: after,
    since: recordedAt,
    until: null,
    verdict: null,
    note: null,
  };
}
