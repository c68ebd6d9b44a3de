import type { Instant } from '#contracts';
import { loadRows, readerOf, served, stateTable, type AssertionRow, type ViewMoment } from '#projection-engine';
import { viewCase, type CaseView } from '../cases/case-overview.view.js';
import { caseOverview } from '../cases/case-overview.projection.js';
import { documentOverview } from '../documents/document-overview.projection.js';
import { sensitivityRank, viewDocument, type DocumentView } from '../documents/document-overview.view.js';
import { journalNoteOverview } from '../journal-notes/journal-note-overview.projection.js';
import { viewJournalNote, type JournalNoteView } from '../journal-notes/journal-note-overview.view.js';
import { loadMentions, loadSubjects, nodesOfClusters } from '../parties/clusters.js';
import { components, type Subject } from '../parties/identity.js';
import { isProtected, type Mention } from '../parties/party.view.js';
import type { LiveContext } from './live-overview.js';
import { pastGrounds, type PastGround } from './past-units.js';
import { groupSeesDocument, groupSeesJudged, groupSeesSource, judgeCase, type CaseJudgement } from './past-rights.js';
import type { Moment } from './question.js';

/** A case that the caller may see at the moment. */
export interface SeenCase {
  readonly view: CaseView;
  readonly row: AssertionRow;
  readonly judgement: CaseJudgement;
}

/** A party as it was identified at the moment. */
export interface PastIdentity {
  readonly id: string;
  readonly nodes: ReadonlySet<string>;
  readonly subjects: readonly Subject[];
  readonly mentions: readonly Mention[];
  /** Some of what it was then is protected now, so the past shows no more of it than the present. */
  readonly protectedToday: boolean;
}

/** Everything there is to answer one question about another moment: the read models' rows, resolved there. */
export interface PastWorld {
  readonly context: LiveContext;
  readonly moment: ViewMoment;
  cases(ids: readonly string[]): Promise<Map<string, SeenCase>>;
  documents(ids: readonly string[]): Promise<Map<string, { view: DocumentView; visibleCases: string[] }>>;
  notes(ids: readonly string[]): Promise<Map<string, JournalNoteView>>;
  /** The parties that the nodes belonged to then, by node; nodes not known then are left out. */
  identities(nodeIds: readonly string[]): Promise<Map<string, PastIdentity>>;
}

export async function pastWorld(context: LiveContext, asked: Moment): Promise<PastWorld> {
  const { scope, now } = context;
  const reader = readerOf(context.pool);
  const moment: ViewMoment = { asOf: asked.asOf ?? now, knownAt: asked.asKnownAt };
  const grounds = await pastGrounds(context, moment);
  const load = async (name: string, ids: readonly string[]): Promise<Map<string, AssertionRow>> => {
    if (ids.length === 0) return new Map();
    const rows = await loadRows(
      reader,
      served.of(stateTable(name)),
      ids.map((id) => `${scope.authority}/${id}`),
    );
    return new Map([...rows].map(([key, { row }]) => [key.slice(key.indexOf('/') + 1), row]));
  };

  const judged = async (ids: readonly string[]): Promise<Map<string, SeenCase>> => {
    const found = new Map<string, SeenCase>();
    for (const [id, row] of await load(caseOverview.name, ids)) {
      const view = viewCase(id, row, moment);
      const judgement = judgeCase(id, row, moment, now);
      if (view !== undefined && judgement !== undefined) found.set(id, { view, row, judgement });
    }
    return found;
  };
  const visible = (group: PastGround, { judgement }: SeenCase): boolean => groupSeesJudged(group, judgement);
  const seenByAny = (each: SeenCase): boolean => grounds.some((group) => visible(group, each));

  return {
    context,
    moment,
    async cases(ids) {
      return new Map([...(await judged(ids))].filter(([, each]) => seenByAny(each)));
    },
    async documents(ids) {
      const views = new Map<string, { view: DocumentView; today: number }>();
      for (const [id, row] of await load(documentOverview.name, ids)) {
        const view = viewDocument(id, row, moment);
        if (view === undefined) continue;
        const present = viewDocument(id, row, { asOf: now, knownAt: null });
        views.set(id, { view, today: present === undefined ? sensitivityRank(view) : sensitivityRank(present) });
      }
      const cases = await judged([
        ...new Set([...views.values()].flatMap(({ view }) => view.caseLinks.map(({ caseId }) => caseId))),
      ]);
      const seen = new Map<string, { view: DocumentView; visibleCases: string[] }>();
      for (const [id, { view, today }] of views) {
        const linked = view.caseLinks.flatMap(({ caseId }) => cases.get(caseId) ?? []);
        const isSeen = grounds.some(
          (group) =>
            groupSeesDocument(group, [sensitivityRank(view), today], view.source) &&
            (view.caseLinks.length === 0 || linked.some((each) => visible(group, each))),
        );
        if (isSeen) seen.set(id, { view, visibleCases: linked.filter(seenByAny).map((each) => each.view.id) });
      }
      return seen;
    },
    async notes(ids) {
      const views = new Map<string, JournalNoteView>();
      for (const [id, row] of await load(journalNoteOverview.name, ids)) {
        const view = viewJournalNote(id, row, moment);
        if (view !== undefined) views.set(id, view);
      }
      const corrected = new Set([...views.values()].map(({ supersedes }) => supersedes));
      const cases = await judged([...new Set([...views.values()].map(({ caseId }) => caseId))]);
      return new Map(
        [...views].filter(([id, view]) => {
          const lies = cases.get(view.caseId);
          return (
            !corrected.has(id) &&
            lies !== undefined &&
            grounds.some((group) => groupSeesSource(group, view.source) && visible(group, lies))
          );
        }),
      );
    },
    async identities(nodeIds) {
      const reading = { reader, place: served };
      const nodes = (await nodesOfClusters(reading, nodeIds)).filter(({ authority }) => authority === scope.authority);
      const subjects = await loadSubjects(
        reading,
        nodes.filter(({ isSubject }) => isSubject).map(({ nodeId }) => nodeId),
      );
      const mentions = await loadMentions(
        reading,
        nodes.map(({ nodeId }) => nodeId),
      );
      const known = (statement: { recordedAt: Instant }): boolean =>
        moment.knownAt === null || statement.recordedAt <= moment.knownAt;
      const asked = new Set(nodeIds);
      const found = new Map<string, PastIdentity>();
      const clusters = new Map<string, string[]>();
      for (const { clusterId, nodeId } of nodes) clusters.set(clusterId, [...(clusters.get(clusterId) ?? []), nodeId]);
      const first = new Map(nodes.map(({ nodeId, firstPosition }) => [nodeId, firstPosition]));
      for (const cluster of clusters.values()) {
        const members = new Set(cluster);
        const mine = subjects.filter(({ nodeId }) => members.has(nodeId));
        const places = new Map(cluster.map((node) => [node, first.get(node) ?? 0]));
        const hidden = components(places, mine, null)
          .map((party) => party.nodes)
          .filter((party) =>
            isProtected(
              mine.filter(({ nodeId }) => party.has(nodeId)),
              { asOf: now, knownAt: null },
            ),
          );
        for (const { id, nodes: part } of components(places, mine, moment.knownAt)) {
          const identity: PastIdentity = {
            id,
            nodes: part,
            subjects: mine.filter(({ nodeId }) => part.has(nodeId)),
            mentions: [...part].flatMap((node) => mentions.get(node) ?? []).filter(({ statement }) => known(statement)),
            protectedToday: hidden.some((party) => [...party].some((node) => part.has(node))),
          };
          for (const node of part) if (asked.has(node)) found.set(node, identity);
        }
      }
      return found;
    },
  };
}
