import { coversSource, groupSeesCase, type CaseRights, type Ground } from '#access';
import type { Instant } from '#contracts';
import type { AssertionRow, ViewMoment } from '#projection-engine';
import { viewCase, type CaseView } from '../cases/case-overview.view.js';
import { sensitivityRank, viewDocument, type DocumentView } from '../documents/document-overview.view.js';
import { viewJournalNote, type JournalNoteView } from '../journal-notes/journal-note-overview.view.js';
import { components, type Subject } from '../parties/identity.js';
import { composeParty, isProtected, type ComposedParty, type Mention } from '../parties/party.view.js';
import { once } from './once.js';
import type { ParkedEvents, ParkedObject } from './parked.js';
import type { NodeResolver } from './party-key.js';
import { pastBenefits, type PastBenefits } from './past-benefits.js';
import { isMentionTold } from './past-called.js';
import type { PastMaterial, PastNode } from './past-material.js';
import {
  groundsOf,
  groupSeesDocument,
  groupSeesJudged,
  judgeCase,
  lastPresence,
  lastRights,
  type CaseJudgement,
} from './past-rights.js';
import { pastGrounds, type PastGround } from './past-units.js';
import type { Moment, Scope } from './question.js';
import type { ShownAs } from './twins.js';

/** What every question about another moment needs. */
export interface PastContext {
  readonly scope: Scope;
  readonly now: Instant;
  readonly nodes: NodeResolver;
  readonly parkedAmong: (objects: readonly ParkedObject[]) => Promise<ParkedEvents>;
}

/** A case that the caller may see at the moment. */
export interface SeenCase {
  readonly view: CaseView;
  readonly row: AssertionRow;
  readonly judgement: CaseJudgement;
}

/** A document that the caller may see at the moment, with those of its cases that he may see. */
export interface SeenDocument {
  readonly view: DocumentView;
  readonly visibleCases: readonly string[];
}

/** A party as it was identified at the moment. */
export interface PastIdentity {
  readonly id: string;
  readonly nodes: ReadonlySet<string>;
  readonly subjects: readonly Subject[];
  readonly mentions: readonly Mention[];
  /** As it applied then; undefined where nothing was known of it. */
  readonly composed: ComposedParty | undefined;
}

/** The material of one answer, resolved at its moment and judged by that moment's and today's rights. */
export interface PastWorld {
  readonly context: PastContext;
  readonly moment: ViewMoment;
  readonly material: PastMaterial;
  /** The caller's groups, with the units that each covers then and today. */
  grounds(): readonly PastGround[];
  /** All that the caller sees, by id. */
  cases(): ReadonlyMap<string, SeenCase>;
  /** Every case that was there, seen by the caller or not. */
  casesThere(): ReadonlyMap<string, SeenCase>;
  /** The id under which a case is shown: of the legacy's half of a pair the successor's, where the caller sees that. */
  readonly shownAs: ShownAs;
  documents(): ReadonlyMap<string, SeenDocument>;
  /** A note that another corrects is left out. */
  notes(): ReadonlyMap<string, JournalNoteView>;
  notesAlsoCorrected(): ReadonlyMap<string, JournalNoteView>;
  benefits(): PastBenefits;
  /** The party that a node belonged to then; undefined for a node not known then. */
  identity(nodeId: string): PastIdentity | undefined;
}

export function pastWorld(context: PastContext, asked: Moment, material: PastMaterial): PastWorld {
  const moment: ViewMoment = { asOf: asked.asOf ?? context.now, knownAt: asked.asKnownAt };
  const judged = once(() => judgedCases(material, moment, context.now));
  const grounds = once(() => pastGrounds(groundsOf(context.scope.grounds), material.units, moment, context.now));
  const cases = once(
    () =>
      new Map([...judged()].filter(([, each]) => grounds().some((group) => groupSeesJudged(group, each.judgement)))),
  );
  const papers = once((): Judging => {
    const today = new Map<string, CaseRights | undefined>();
    return {
      material,
      moment,
      now: context.now,
      grounds: grounds(),
      judged: judged(),
      cases: cases(),
      isSeenToday(group, caseId) {
        const row = material.cases.get(caseId);
        // A case of which nothing is left today to judge by is judged as it was then, as the case itself is.
        const then = judged().get(caseId)?.judgement.then;
        if (!today.has(caseId)) today.set(caseId, row && (lastRights(caseId, row, context.now) ?? then));
        const rights = today.get(caseId);
        return rights !== undefined && groupSeesCase(group, rights);
      },
    };
  });
  const notesAlsoCorrected = once(() => seenNotes(papers()));
  const twins = once(() => twinsAmong(cases(), material.runs));
  const identified = once(() => identify(material, moment, context.now, (mention) => isMentionTold(world, mention)));
  const world: PastWorld = {
    context,
    moment,
    material,
    grounds,
    cases,
    casesThere: judged,
    shownAs: (caseId) => twins().get(caseId) ?? caseId,
    documents: once(() => seenDocuments(papers())),
    notes: once(() => uncorrected(papers(), notesAlsoCorrected())),
    notesAlsoCorrected,
    benefits: once(() => pastBenefits({ material, moment, now: context.now, grounds: grounds() })),
    identity: (nodeId) => identified()(nodeId),
  };
  return world;
}

/** The successor's half of each legacy's half among the cases; of several the one with the least id, as in SQL. */
export function twinsAmong(
  cases: ReadonlyMap<string, SeenCase>,
  runs: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const twins = new Map<string, string>();
  if (runs.size === 0) return twins;
  const nameOf = (source: string, caseNumber: string): string => JSON.stringify([source, caseNumber]);
  const named = new Map<string, string>();
  for (const id of [...cases.keys()].sort().reverse()) {
    const view = cases.get(id)?.view;
    if (view !== undefined) named.set(nameOf(view.source, view.caseNumber), id);
  }
  for (const [id, { view }] of cases) {
    const successor = runs.get(view.source);
    const twin = successor === undefined ? undefined : named.get(nameOf(successor, view.caseNumber));
    if (twin !== undefined) twins.set(id, twin);
  }
  return twins;
}

interface Judging {
  readonly material: PastMaterial;
  readonly moment: ViewMoment;
  readonly now: Instant;
  readonly grounds: readonly PastGround[];
  readonly judged: ReadonlyMap<string, SeenCase>;
  readonly cases: ReadonlyMap<string, SeenCase>;
  readonly isSeenToday: (group: Ground, caseId: string) => boolean;
}

/** Every case that was there, seen by the caller or not. */
function judgedCases({ cases }: PastMaterial, moment: ViewMoment, now: Instant): Map<string, SeenCase> {
  const found = new Map<string, SeenCase>();
  for (const [id, row] of cases) {
    const view = viewCase(id, row, moment);
    const judgement = judgeCase(id, row, moment, now);
    if (view !== undefined && judgement !== undefined) found.set(id, { view, row, judgement });
  }
  return found;
}

/** A document is seen where one group sees a case it lay on then, and a case it lies on today. */
function seenDocuments({ material, moment, now, grounds, judged, cases, isSeenToday }: Judging) {
  const seen = new Map<string, SeenDocument>();
  for (const [id, row] of material.documents) {
    const view = viewDocument(id, row, moment);
    if (view === undefined) continue;
    const today = viewDocument(id, row, lastPresence(row, now)) ?? view;
    const isSeen = grounds.some(
      (group) =>
        groupSeesDocument(group, [sensitivityRank(view), sensitivityRank(today)], view.source) &&
        (view.caseLinks.length === 0 || view.caseLinks.some(({ caseId }) => isJudgedSeen(group, judged.get(caseId)))) &&
        (today.caseLinks.length === 0 || today.caseLinks.some(({ caseId }) => isSeenToday(group, caseId))),
    );
    if (!isSeen) continue;
    const visibleCases = view.caseLinks.flatMap(({ caseId }) => (cases.has(caseId) ? caseId : []));
    seen.set(id, { view, visibleCases });
  }
  return seen;
}

/** A note is seen where one group sees the case it lay on then, and the one it lies on today. */
function seenNotes({ material, moment, now, grounds, judged, isSeenToday }: Judging): Map<string, JournalNoteView> {
  const seen = new Map<string, JournalNoteView>();
  for (const [id, row] of material.notes) {
    const view = viewJournalNote(id, row, moment);
    if (view === undefined) continue;
    const today = viewJournalNote(id, row, lastPresence(row, now)) ?? view;
    const isSeen = grounds.some(
      (group) =>
        coversSource(group, view.source) &&
        isJudgedSeen(group, judged.get(view.caseId)) &&
        isSeenToday(group, today.caseId),
    );
    if (isSeen) seen.set(id, view);
  }
  return seen;
}

/** Without those that a note of the moment corrects; the same rule as `isCorrectedSql`. */
function uncorrected(
  { material: { notes }, moment, judged }: Judging,
  seen: ReadonlyMap<string, JournalNoteView>,
): Map<string, JournalNoteView> {
  const corrected = new Set<string | null>();
  for (const [id, row] of notes) {
    const view = viewJournalNote(id, row, moment);
    if (view !== undefined && (seen.has(id) || !judged.has(view.caseId))) corrected.add(view.supersedes);
  }
  return new Map([...seen].filter(([id]) => !corrected.has(id)));
}

const isJudgedSeen = (group: PastGround, each: SeenCase | undefined): boolean =>
  each !== undefined && groupSeesJudged(group, each.judgement);

/** Who was who: each cluster is settled when one of its nodes is first asked for. */
function identify(
  { nodes, subjects, mentions }: PastMaterial,
  moment: ViewMoment,
  now: Instant,
  isTold: (mention: Mention) => boolean,
): (nodeId: string) => PastIdentity | undefined {
  const clusterOf = new Map(nodes.map(({ nodeId, clusterId }) => [nodeId, clusterId]));
  const members = grouped(nodes, ({ clusterId }) => clusterId);
  const said = grouped(subjects, ({ nodeId }) => clusterOf.get(nodeId) ?? '');
  const known = mentions.filter(({ statement }) => moment.knownAt === null || statement.recordedAt <= moment.knownAt);
  const heard = grouped(known, ({ nodeId }) => nodeId);
  const settled = new Map<string, ReadonlyMap<string, PastIdentity>>();
  return (nodeId) => {
    const cluster = clusterOf.get(nodeId);
    if (cluster === undefined) return undefined;
    const parties =
      settled.get(cluster) ?? settle(members.get(cluster) ?? [], said.get(cluster) ?? [], heard, moment, now, isTold);
    settled.set(cluster, parties);
    return parties.get(nodeId);
  };
}

/** The parties of one cluster, by node. */
function settle(
  nodes: readonly PastNode[],
  subjects: readonly Subject[],
  heard: ReadonlyMap<string, readonly Mention[]>,
  moment: ViewMoment,
  now: Instant,
  isTold: (mention: Mention) => boolean,
): Map<string, PastIdentity> {
  const places = new Map(nodes.map(({ nodeId, firstPosition }) => [nodeId, firstPosition]));
  const among = (party: ReadonlySet<string>): Subject[] => subjects.filter(({ nodeId }) => party.has(nodeId));
  // What some of it is today is protected today, and the past shows no more of it than the present.
  const hidden = components(places, subjects, null)
    .map((party) => party.nodes)
    .filter((party) => isProtected(among(party), { asOf: now, knownAt: null }));
  const parties = new Map<string, PastIdentity>();
  for (const { id, nodes: part } of components(places, subjects, moment.knownAt)) {
    const mine = among(part);
    const mentions = [...part].flatMap((node) => heard.get(node) ?? []);
    const isHiddenToday = hidden.some((party) => [...party].some((node) => part.has(node)));
    const composed = composeParty(id, mine, mentions, moment, isHiddenToday, isTold);
    const identity: PastIdentity = { id, nodes: part, subjects: mine, mentions, composed };
    for (const node of part) parties.set(node, identity);
  }
  return parties;
}

function grouped<T>(all: readonly T[], keyOf: (each: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const each of all) {
    const group = groups.get(keyOf(each));
    if (group === undefined) groups.set(keyOf(each), [each]);
    else group.push(each);
  }
  return groups;
}
