import type { Json } from '#projection-engine';
import type { CaseView } from '../cases/case-overview.view.js';
import type { DocumentView } from '../documents/document-overview.view.js';
import type { BenefitView, GrantView, PlanView } from '../grants/grant-overview.view.js';
import type { JournalNoteView } from '../journal-notes/journal-note-overview.view.js';
import type { PartyView } from '../parties/party.view.js';
import type { PaymentView } from '../payments/payment-overview.view.js';
import type { ServiceView } from '../services/service-overview.view.js';
import type { SourceFacts } from '../sources/freshness.js';
import { membershipsOf } from './membership.js';
import { pageOf } from './page.js';
import type { ListPlan, Node, Page } from './question.js';
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

/** A grant with what of it is seen; its party is a reference, null where there is none. */
export function grantNode(
  view: Omit<GrantView, 'benefits' | 'plans'>,
  partyId: string | null,
  benefits: readonly BenefitView[],
  plans: readonly PlanView[],
): Node {
  const node = view as Becoming<Omit<GrantView, 'benefits' | 'plans'>>;
  node['case'] = { id: view.caseId };
  node['party'] = partyId === null ? null : { id: partyId };
  node['benefits'] = benefits;
  node['plans'] = plans;
  return node;
}

/** PaymentLine of GraphQL, its grant and case as references: why it was paid. */
export interface ExplainedLine {
  readonly from: string;
  readonly to: string;
  readonly amount: string;
  /** Null, as all that follows from it, where it is not there: only an auditor sees such a line. */
  readonly benefit: BenefitView | null;
  readonly plan: PlanView | null;
  readonly grant: { readonly id: string } | null;
  readonly case: { readonly id: string } | null;
  readonly decision: CaseView['decision'];
}

export function paymentNode(
  view: Omit<PaymentView, 'namedLines'>,
  partyId: string | null,
  lines: readonly ExplainedLine[],
): Node {
  const node = view as Becoming<Omit<PaymentView, 'namedLines'>>;
  node['party'] = partyId === null ? null : { id: partyId };
  node['lines'] = lines;
  return node;
}

export function serviceNode(view: ServiceView): Node {
  const node = view as Becoming<ServiceView>;
  node['case'] = { id: view.caseId };
  return node;
}

const byId = (a: { readonly id: string }, b: { readonly id: string }): number => (a.id < b.id ? -1 : 1);

/** A grant as the statements tell it: its row, its party, and each benefit that is seen with its plans. */
export interface RawGrant {
  readonly n: Omit<GrantView, 'benefits' | 'plans'>;
  readonly q: string | null;
  readonly b: readonly (readonly [BenefitView, readonly PlanView[]])[];
}

export const grantFrom = ({ n, q, b }: RawGrant): Node =>
  grantNode(n, q, b.map(([benefit]) => benefit).sort(byId), b.flatMap(([, plans]) => plans).sort(byId));

/** A page as the list statements tell it. */
interface RawPage {
  readonly t: number;
  readonly r: number;
  readonly e: readonly {
    readonly k: string;
    readonly i: string;
    readonly v: { n: Node; p?: [string, string][]; c?: string[]; q?: string | null; l?: ExplainedLine[] };
  }[];
}

/** The pages of one list, by owner, from the text that {@link pageSql} gives; cases are named as they are shown. */
export function pagesFrom(
  kind: ListPlan['kind'],
  text: string | null,
  register: SourceRegister,
  shownAs?: ShownAs,
): Map<string, Page> {
  const pages = text === null ? {} : (JSON.parse(text) as Record<string, RawPage>);
  const toNode = (raw: RawPage['e'][number]['v']): Node => {
    const { n, p, c, q = null, l = [] } = raw;
    switch (kind) {
      case 'cases':
        return caseNode(n as unknown as CaseView, new Map(p), register);
      case 'documents':
        return documentNode(n as unknown as DocumentView, c ?? [], register);
      case 'journalNotes':
        return noteNode(n as unknown as JournalNoteView);
      case 'grants':
        return grantFrom(raw as unknown as RawGrant);
      case 'payments':
        return paymentNode(n as unknown as PaymentView, q, l);
      case 'services':
        return serviceNode(n as unknown as ServiceView);
      case 'timeline':
        return n;
    }
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
