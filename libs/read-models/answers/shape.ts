import type { Json } from '#projection-engine';
import type { CaseView } from '../cases/case-overview.view.js';
import type { DocumentView } from '../documents/document-overview.view.js';
import type { JournalNoteView } from '../journal-notes/journal-note-overview.view.js';
import type { PartyView } from '../parties/party.view.js';
import type { SourceFacts } from '../sources/freshness.js';
import { membershipsOf } from './membership.js';
import { pageOf } from './page.js';
import type { Node, Page } from './question.js';

/** What the sources of the authority are known by: for names, hop templates and freshness. */
export type SourceRegister = Readonly<Record<string, SourceFacts>>;

/** RFC 6570 level 1: `{name}` is the value, percent-encoded but for unreserved characters; an unknown name is nothing. */
export function expandTemplate(template: string, values: Readonly<Record<string, string>>): string {
  return template.replaceAll(/\{([A-Za-z0-9_.%]+)\}/g, (_, name: string) =>
    encodeURIComponent(Object.hasOwn(values, name) ? (values[name] ?? '') : '').replaceAll(
      /[!'()*]/g,
      (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
    ),
  );
}

/** The URL into the source system: given whole, or a key for the source's template. */
function hopUrl(hop: Json, facts: SourceFacts | undefined, known: Readonly<Record<string, string>>): string | null {
  const said = hop as { url?: string; key?: string; params?: Record<string, string> } | null;
  if (said === null) return null;
  if (typeof said.url === 'string') return said.url;
  const template = facts?.hopTemplate;
  if (typeof said.key !== 'string' || template === null || template === undefined) return null;
  return expandTemplate(template, { ...said.params, ...known, key: said.key });
}

/*
 * Nodes are written out field by field: hundreds are made for one answer, and copying an object by spreading it costs
 * several times as much. `satisfies` sees to it that no field of a view is forgotten.
 */

/** A membership of a case: which party the node is now. */
export type PartyOfNode = ReadonlyMap<string, string>;

export function partyNode(view: PartyView, relations: unknown, freshness: unknown): Node {
  return {
    id: view.id,
    kind: view.kind,
    name: view.name,
    nameProtected: view.nameProtected,
    birthDate: view.birthDate,
    identifiers: view.identifiers,
    address: view.address,
    addressProtected: view.addressProtected,
    addressHistory: view.addressHistory,
    nameHistory: view.nameHistory,
    status: view.status,
    diedOn: view.diedOn,
    relations,
    freshness,
  } satisfies Record<keyof PartyView | 'relations' | 'freshness', unknown>;
}

/** The case with its parties as references; two numbers of one party in one role are one entry. */
export function caseNode(view: CaseView, partyOf: PartyOfNode, register: SourceRegister): Node {
  const { id, source, caseNumber } = view;
  return {
    id,
    source,
    caseNumber,
    title: view.title,
    kle: view.kle,
    facet: view.facet,
    sensitivity: view.sensitivity,
    progress: view.progress,
    progressRaw: view.progressRaw,
    statusText: view.statusText,
    openedOn: view.openedOn,
    closedOn: view.closedOn,
    decision: view.decision,
    responsibleUnit: view.responsibleUnit,
    primaryHandler: view.primaryHandler,
    lastEventAt: view.lastEventAt,
    parties: membershipsOf(view.partyLinks, (node) => partyOf.get(node)).map(({ partyId, role, from, to }) => ({
      party: { id: partyId },
      role,
      from,
      to,
    })),
    hop: hopUrl(view.hop, register[source], { caseNumber, caseId: id }),
  } satisfies Record<keyof Omit<CaseView, 'partyLinks' | 'relationLinks'> | 'parties', unknown>;
}

export function documentNode(view: DocumentView, visibleCases: readonly string[], register: SourceRegister): Node {
  return {
    id: view.id,
    source: view.source,
    documentNumber: view.documentNumber,
    title: view.title,
    documentType: view.documentType,
    direction: view.direction,
    letterDate: view.letterDate,
    version: view.version,
    sensitivity: view.sensitivity,
    progress: view.progress,
    cases: view.caseLinks
      .filter(({ caseId }) => visibleCases.includes(caseId))
      .map(({ caseId, link }) => ({ link, case: { id: caseId } })),
    hop: hopUrl(view.hop, register[view.source], {}),
  } satisfies Record<keyof Omit<DocumentView, 'caseLinks' | 'partyNodes' | 'day'> | 'cases', unknown>;
}

export const noteNode = (view: JournalNoteView): Node =>
  ({
    id: view.id,
    source: view.source,
    title: view.title,
    text: view.text,
    format: view.format,
    author: view.author,
    notedOn: view.notedOn,
    withdrawn: view.withdrawn,
    supersedes: view.supersedes,
    case: { id: view.caseId },
  }) satisfies Record<keyof Omit<JournalNoteView, 'caseId'> | 'case', unknown>;

/** A page as the list statements tell it. */
interface RawPage {
  readonly t: number;
  readonly r: number;
  readonly e: readonly {
    readonly k: string;
    readonly i: string;
    readonly v: { n: Node; p?: [string, string][]; c?: string[] };
  }[];
}

/** The pages of one list, by owner, from the text that {@link pageSql} gives. */
export function pagesFrom(kind: string, text: string | null, register: SourceRegister): Map<string, Page> {
  const pages = text === null ? {} : (JSON.parse(text) as Record<string, RawPage>);
  const toNode = ({ n, p, c }: RawPage['e'][number]['v']): Node => {
    if (kind === 'cases') return caseNode(n as unknown as CaseView, new Map(p), register);
    if (kind === 'documents') return documentNode(n as unknown as DocumentView, c ?? [], register);
    return kind === 'journalNotes' ? noteNode(n as unknown as JournalNoteView) : n;
  };
  return new Map(
    Object.entries(pages).map(([owner, { t, r, e }]) => [
      owner,
      pageOf(
        e.map(({ k, i, v }) => ({ key: k, id: i, node: toNode(v) })),
        t,
        r,
      ),
    ]),
  );
}

export const emptyPage = (): Page => pageOf([], 0, 0);
