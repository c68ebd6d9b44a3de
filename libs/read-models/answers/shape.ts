import type { Json } from '#projection-engine';
import type { CaseView } from '../cases/case-overview.view.js';
import type { DocumentView } from '../documents/document-overview.view.js';
import type { JournalNoteView } from '../journal-notes/journal-note-overview.view.js';
import type { PartyView } from '../parties/party.view.js';
import type { SourceFacts } from '../sources/freshness.js';
import { membershipsOf } from './membership.js';
import { pageOf } from './page.js';
import type { Node, Page } from './question.js';
import { asShown, type ShownAs } from './twins.js';

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
 * A view becomes a node in place, whole: a field that is in the row reaches its resolver by itself, and hundreds are made
 * for one answer, where copying each by spreading it costs several times as much. Who needs the view afterwards gives a copy.
 */
type Becoming<View> = { -readonly [Key in keyof View]: unknown } & Record<string, unknown> & { readonly id: string };

/** A membership of a case: which party the node is now. */
export type PartyOfNode = ReadonlyMap<string, string>;

export function partyNode(view: PartyView, relations: unknown, freshness: unknown): Node {
  const node = view as Becoming<PartyView>;
  node['relations'] = relations;
  node['freshness'] = freshness;
  return node;
}

/** The case with its parties as references; two numbers of one party in one role are one entry. */
export function caseNode(view: CaseView, partyOf: PartyOfNode, register: SourceRegister): Node {
  const { id, caseNumber, source, hop, partyLinks } = view;
  const node = view as Becoming<CaseView>;
  node['parties'] = membershipsOf(partyLinks, (nodeId) => partyOf.get(nodeId)).map(({ partyId, role, from, to }) => ({
    party: { id: partyId },
    role,
    from,
    to,
  }));
  node.hop = hopUrl(hop, register[source], { caseNumber, caseId: id });
  return node;
}

export function documentNode(view: DocumentView, visibleCases: readonly string[], register: SourceRegister): Node {
  const { source, hop, caseLinks } = view;
  const node = view as Becoming<DocumentView>;
  node['cases'] = caseLinks
    .filter(({ caseId }) => visibleCases.includes(caseId))
    .map(({ caseId, link }) => ({ link, case: { id: caseId } }));
  node.hop = hopUrl(hop, register[source], {});
  return node;
}

export function noteNode(view: JournalNoteView): Node {
  const node = view as Becoming<JournalNoteView>;
  node['case'] = { id: view.caseId };
  return node;
}

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

/** The pages of one list, by owner, from the text that {@link pageSql} gives; cases are named as they are shown. */
export function pagesFrom(
  kind: string,
  text: string | null,
  register: SourceRegister,
  shownAs?: ShownAs,
): Map<string, Page> {
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
        e.map(({ k, i, v }) => ({ key: k, id: i, node: asShown(toNode(v), shownAs) })),
        t,
        r,
      ),
    ]),
  );
}

export const emptyPage = (): Page => pageOf([], 0, 0);
