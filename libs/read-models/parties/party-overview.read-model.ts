import type { Instant } from '#contracts';
import {
  asPurges,
  boundariesAfter,
  claimsOf,
  courseOf,
  covers,
  ERASURES,
  EXISTS,
  foldPage,
  holdBack,
  lostWords,
  readable,
  removeRows,
  stateTable,
  upsertRows,
  wordsOf,
  type OpenedRecord,
  type PageContext,
  type ReadModel,
  type TableRow,
} from '#projection-engine';
import {
  clustersOf,
  loadMentions,
  loadSubjects,
  nodesOfClusters,
  nodesOfNamedParties,
  type NodeRow,
} from './clusters.js';
import { components, isFounded, tiedNodes, type Component, type Subject } from './identity.js';
import { deriveRelations, mentionTable, partyCurrent, partyNode, partyRelation } from './party-overview.table.js';
import { placeNodes, placeSubjects } from './node-places.js';
import { erasedParties, keepErased } from './erased-parties.js';
import { forgetMentions, isMention, PURGES, takeMentions } from './party-mentions.js';
import { partyStatements, type PartyRow } from './party-statements.projection.js';
import { composeParty, type ComposedParty, type Mention } from './party.view.js';

const statements = { projection: partyStatements, tables: [partyRelation], derive: deriveRelations };

/** What it takes in an erasure as: those of what named parties too. */
const FORGETTING = new Set([...partyStatements.hears, ...PURGES]);

/**
 * Parties: rows of what each source says, and over them who is who. A page folds the rows first and then composes
 * again every cluster it touched, so a merge or its undoing is seen at once and touches no case.
 */
export const partyOverview: ReadModel = {
  name: partyStatements.name,
  version: partyStatements.version,
  hears: new Set<string>([...partyStatements.hears, 'mention.recorded', ...PURGES, ...ERASURES]),
  tables: [stateTable(partyStatements.name), partyRelation, partyNode, partyCurrent, mentionTable],
  keyOf,
  async takeIn(heard, context) {
    const events = asPurges(heard, FORGETTING);
    const erased = erasedParties(heard);
    const told = holdBack(readable(events), keyOf, context.parking);
    const changes = await foldPage(
      statements,
      told.filter(({ name }) => partyStatements.hears.has(name)),
      context,
    );
    const mentioned = takeMentions(told, context);
    const forgotten = await forgetMentions(events, erased, context);
    placeNodes(changes, told, context);
    if (context.parking.held.size > 0) placeSubjects(events, context);
    const indifferent = await nodesOfNamedParties({ reader: context.transaction, place: context.place }, mentioned);
    const touched = new Set([...mentioned.filter((node) => !indifferent.has(node)), ...forgotten]);
    for (const { key, row } of changes) for (const node of [key, ...tiedNodes({ nodeId: key, row })]) touched.add(node);
    if (touched.size > 0) await composeAgain([...touched], context);
    keepErased(erased, context);
  },
};

/**
 * What is parked where an event cannot be taken in: the subject whom it speaks of, or the number that a mention names. The
 * party is then composed of what its other subjects say, and of what this one said before. A purge of what named parties
 * stands for no key.
 */
function keyOf(event: OpenedRecord): string | undefined {
  if (event.erased) return undefined;
  if (isMention(event)) return event.data.nodeId;
  return partyStatements.hears.has(event.name) ? partyStatements.keyOf(event) : undefined;
}

/** Settles who is who among everything tied to the touched nodes, and writes the parties that come of it. */
async function composeAgain(touched: readonly string[], context: PageContext): Promise<void> {
  const { transaction, place, now } = context;
  const reading = { reader: transaction, place };
  const nodes = await nodesOfClusters(reading, touched);
  const subjectIds = nodes.filter(({ isSubject }) => isSubject).map(({ nodeId }) => nodeId);
  const warm = subjectIds.flatMap((nodeId): Subject[] => {
    const cached = context.rows.get(partyStatements.name, nodeId);
    return cached === undefined ? [] : [{ nodeId, row: cached.row as PartyRow }];
  });
  const isWarm = new Set(warm.map(({ nodeId }) => nodeId));
  const cold = await loadSubjects(
    reading,
    subjectIds.filter((nodeId) => !isWarm.has(nodeId)),
  );
  const subjects = [...warm, ...cold];
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const moved: TableRow[] = [];
  const parties: { component: Component; authority: string; subjects: Subject[] }[] = [];
  for (const cluster of clustersOf(nodes, subjects)) {
    const members = new Set(cluster);
    const mine = subjects.filter(({ nodeId }) => members.has(nodeId));
    const found = components(
      new Map(cluster.map((nodeId) => [nodeId, byId.get(nodeId)?.firstPosition ?? 0])),
      mine,
      null,
    );
    const clusterId = found[0]?.id ?? cluster[0] ?? '';
    for (const component of found) {
      const authority = byId.get(component.id)?.authority ?? '';
      parties.push({ component, authority, subjects: mine.filter(({ nodeId }) => component.nodes.has(nodeId)) });
      for (const nodeId of component.nodes) {
        const node = byId.get(nodeId);
        if (node !== undefined && (node.clusterId !== clusterId || node.partyId !== component.id))
          moved.push(nodeRow(node, clusterId, component.id));
      }
    }
  }
  upsertRows(transaction, place.of(partyNode), moved);
  const mentions = await loadMentions(
    reading,
    parties.flatMap(({ component, subjects: of }) => (isNamed(of, now) ? [] : [...component.nodes])),
  );
  const rows = parties.flatMap(({ component, authority, subjects: of }) =>
    composedRows(
      component,
      authority,
      of,
      [...component.nodes].flatMap((node) => mentions.get(node) ?? []),
      now,
    ),
  );
  await replaceParties(new Set(nodes.map(({ partyId }) => partyId)), rows, context);
}

/** Whether what else names the party changes nothing in its view: it has a name of its own, and a source that stays. */
const isNamed = (subjects: readonly Subject[], now: Instant): boolean =>
  subjects.some(({ row }) => isFounded(row, null) && claimsOf(row, 'name', null).some(({ value }) => value !== null)) &&
  subjects.some(({ row }) =>
    courseOf(row, EXISTS, null).some(({ from, to, value }) => value === true && to === null && from <= now),
  );

const nodeRow = (node: NodeRow, clusterId: string, partyId: string): TableRow => ({
  node_id: node.nodeId,
  authority: node.authority,
  is_subject: node.isSubject,
  first_position: node.firstPosition,
  cluster_id: clusterId,
  party_id: partyId,
  erased: false,
});

function composedRows(
  component: Component,
  authority: string,
  subjects: readonly Subject[],
  mentions: readonly Mention[],
  now: string,
): TableRow[] {
  const bounds = new Set(subjects.flatMap(({ row }) => boundariesAfter(row, now)));
  for (const { statement } of mentions) {
    if (statement.from > now) bounds.add(statement.from);
    if (statement.to !== null && statement.to > now) bounds.add(statement.to);
  }
  const starts = [now, ...[...bounds].sort()];
  const nodes = [...component.nodes].sort();
  return starts.flatMap((at, segment) => {
    const composed = composeParty(component.id, subjects, mentions, { asOf: at, knownAt: null });
    if (composed === undefined) return [];
    const names = composed.isCalled ? callingAt(mentions, at) : [composed.view.name];
    return {
      party_id: component.id,
      segment,
      authority,
      valid_from: segment === 0 ? '-infinity' : at,
      valid_to: starts[segment + 1] ?? 'infinity',
      founded: composed.founded,
      named: isNamed(subjects, now),
      words: searchWords(composed, names),
      name_words: wordsOf(...names),
      called: composed.isCalled,
      own_words: composed.isCalled ? searchWords(composed, []) : null,
      nodes,
      sources: [...new Set(subjects.filter(({ row }) => isFounded(row, null)).map(({ row }) => row.source))].sort(),
      doc: JSON.stringify(composed.view),
      moments: JSON.stringify(composed.moments),
    };
  });
}

/** The names that any object calls the party at the moment. */
const callingAt = (mentions: readonly Mention[], at: Instant): (string | null)[] =>
  mentions.flatMap(({ name, statement }) => (covers(statement, at) ? name : []));

/** A protected name or address is matched by no text search, whoever asks: it is not in the view, so not in the words. */
function searchWords({ view }: ComposedParty, names: readonly (string | null)[]): string[] {
  const open = view.identifiers
    .filter(({ type }) => type !== 'CPR' && type !== 'REPLACEMENT')
    .map(({ value }) => value);
  const { address } = view;
  return wordsOf(
    ...names,
    ...open,
    ...(address === null ? [] : [...address.lines, address.postalCode, address.city, address.coName]),
  );
}

/** Writes the parties' rows; ids that were parties and no longer are, and stretches that are no more, go. */
async function replaceParties(
  before: ReadonlySet<string>,
  rows: readonly TableRow[],
  { transaction, place, vocabulary }: PageContext,
): Promise<void> {
  const current = place.of(partyCurrent);
  const affected = [...new Set([...before, ...rows.map((row) => String(row['party_id']))])];
  const kept = new Set(rows.map((row) => `${String(row['party_id'])}/${String(row['segment'])}`));
  const stored = await transaction.read<{
    party_id: string;
    segment: number;
    authority: string;
    words: string[];
  }>({
    name: `before ${current.physical}`,
    text: `select party_id, segment, authority, words from ${current.relation} where party_id = any($1::uuid[])`,
    values: [affected],
  });
  const gone = stored.filter((row) => !kept.has(`${row.party_id}/${row.segment}`));
  removeRows(
    transaction,
    current,
    gone.map(({ party_id, segment }) => ({ party_id, segment })),
  );
  upsertRows(transaction, current, rows);
  vocabulary.learn(rows);
  // A name that was changed away or purged may be in nobody's row any more.
  vocabulary.doubt(lostWords(stored, rows));
}
