import type { OverviewQueries } from '#read-models/queries';
import { momentOf, scopeOf, type Asking, type Moment, type View } from '../support/asking.js';
import { partyLabel } from './twin.js';

/* Views of the product in the twin's words: parties by their contents, lists without an order of their own sorted. */

type Json = Record<string, unknown>;
type Listed = { totalCount: number; nodes: Json[] };

const CASE_FIELDS = [
  'id',
  'source',
  'caseNumber',
  'title',
  'kle',
  'facet',
  'sensitivity',
  'progress',
  'progressRaw',
  'statusText',
  'openedOn',
  'closedOn',
  'decision',
  'responsibleUnit',
  'primaryHandler',
  'linkedObjects',
  'hop',
  'lastEventAt',
];
const DOCUMENT_FIELDS = [
  'id',
  'source',
  'documentNumber',
  'title',
  'documentType',
  'direction',
  'letterDate',
  'version',
  'sensitivity',
  'progress',
  'hop',
];
const NOTE_FIELDS = ['id', 'source', 'title', 'text', 'format', 'author', 'notedOn', 'withdrawn', 'supersedes'];
const GRANT_FIELDS = [
  'id',
  'source',
  'grantNumber',
  'start',
  'end',
  'reason',
  'status',
  'sensitivity',
  'benefits',
  'plans',
];
const PAYMENT_FIELDS = [
  'id',
  'source',
  'from',
  'to',
  'gross',
  'net',
  'currency',
  'dispositionDate',
  'status',
  'paidAmount',
  'paidOn',
];
const SERVICE_FIELDS = ['id', 'source', 'kind', 'kle', 'provider', 'start', 'end'];
const PARTY_FIELDS = [
  'kind',
  'name',
  'nameProtected',
  'birthDate',
  'address',
  'addressProtected',
  'addressHistory',
  'nameHistory',
  'status',
  'form',
  'branch',
  'diedOn',
];

const pick = (view: Json, fields: readonly string[]): Json =>
  Object.fromEntries(fields.map((field) => [field, view[field]]));
const sorted = (all: readonly unknown[]): unknown[] =>
  [...all].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
const idOf = (reference: unknown): string => (reference as { id: string } | null)?.id ?? '';

/** Keys in one order, so that views compare as text. */
export const canonical = (view: unknown): unknown => {
  if (Array.isArray(view)) return view.map(canonical);
  if (typeof view !== 'object' || view === null) return view;
  return Object.fromEntries(
    Object.entries(view as Json)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => [key, canonical(value)]),
  );
};

/** What has no order of its own is sorted, in the twin's views too. */
export function inOrder(view: View | null): View | null {
  if (view === null) return null;
  const sort = (key: string): Json =>
    Array.isArray(view[key]) ? { [key]: sorted((view[key] as unknown[]).map(canonical)) } : {};
  const cases = view['cases'] as Listed | undefined;
  const listed = cases ? { cases: { ...cases, nodes: cases.nodes.map((node) => inOrder(node)) } } : {};
  return canonical({
    ...view,
    ...listed,
    ...sort('parties'),
    ...sort('relatedCases'),
    ...sort('linkedObjects'),
    ...sort('relations'),
    ...sort('identifiers'),
    ...sort('timeline'),
  }) as View;
}

/** A number with the source by which `other` and `replacement` are known. */
export interface Key {
  readonly type: 'cpr' | 'cvr' | 'pnr' | 'other' | 'replacement';
  readonly value: string;
  readonly source: string;
}

/** Whom a view is asked of: a house, or the product in memory. */
export type Asked = Asking & { readonly queries: Pick<OverviewQueries, 'party' | 'partiesByIds'> };

/** Asks the product, with every reference to a party replaced by what the party is at that moment. */
export function productViews(
  house: Asked,
  authority: string,
): {
  case(id: string, moment: Moment): Promise<View | null>;
  party(key: Key, moment: Moment): Promise<View | null>;
} {
  const viewer = { authority };
  const labels = async (view: View, moment: Moment): Promise<(reference: unknown) => string> => {
    const ids = [
      ...new Set([...JSON.stringify(view).matchAll(/"party":\{"id":"([^"]+)"\}/g)].map(([, id]) => id ?? '')),
    ];
    const plan = { lists: [], freshness: false, relations: false, histories: false };
    const found =
      ids.length === 0
        ? new Map<string, Json>()
        : await house.queries.partiesByIds(ids, scopeOf(viewer), momentOf(moment), plan);
    return (reference) => {
      const node = found.get(idOf(reference));
      return node ? partyLabel(node['kind'], node['name'], node['identifiers'] as Json[]) : 'nobody';
    };
  };
  return {
    async case(id, moment) {
      const view = await house.case(id, viewer, moment);
      if (view === null) return null;
      const label = await labels(view, moment);
      const related = (view['relatedCases'] as Json[]).map(({ kind, case: other }) => ({ kind, case: idOf(other) }));
      return inOrder({ ...caseOf(view, label), relatedCases: related, ...papersOf(view), ...givenOf(view, label) });
    },
    async party(key, moment) {
      const asked =
        key.type === 'other' || key.type === 'replacement'
          ? { [key.type]: { source: key.source, value: key.value } }
          : { [key.type]: key.value };
      const view = await house.party(asked, viewer, moment);
      if (view === null) return null;
      const label = await labels(view, moment);
      const cases = view['cases'] as Listed;
      const timeline = (view['timeline'] as Listed).nodes;
      expectNewestFirst(timeline);
      return inOrder({
        ...pick(view, PARTY_FIELDS),
        identifiers: view['identifiers'],
        relations: (view['relations'] as Json[]).map(({ party, ...rest }) => ({ ...rest, party: label(party) })),
        cases: { totalCount: cases.totalCount, nodes: cases.nodes.map((node) => caseOf(node, label)) },
        ...papersOf(view),
        ...givenOf(view, label),
        timeline: timeline.map(({ kind, at, title, source, objectId, case: of }) => ({
          kind,
          at,
          title,
          source,
          objectId: objectId === view['id'] ? 'party' : objectId,
          case: of === null ? null : idOf(of),
        })),
      });
    },
  };
}

function caseOf(view: Json, label: (reference: unknown) => string): Json {
  return {
    ...pick(view, CASE_FIELDS),
    parties: (view['parties'] as Json[]).map(({ party, ...rest }) => ({ ...rest, party: label(party) })),
  };
}

function givenOf(view: View, label: (reference: unknown) => string): Json {
  const list = (key: string, told: (node: Json) => Json): Json => {
    const listed = view[key] as Listed | undefined;
    return listed === undefined ? {} : { [key]: { totalCount: listed.totalCount, nodes: listed.nodes.map(told) } };
  };
  const line = ({ grant, case: of, ...rest }: Json): Json => ({
    ...rest,
    grant: grant && idOf(grant),
    case: of && idOf(of),
  });
  return {
    ...list('grants', (node) => ({
      ...pick(node, GRANT_FIELDS),
      case: idOf(node['case']),
      party: label(node['party']),
    })),
    ...list('payments', (node) => ({
      ...pick(node, PAYMENT_FIELDS),
      party: label(node['party']),
      lines: (node['lines'] as Json[]).map(line),
    })),
    ...list('services', (node) => ({ ...pick(node, SERVICE_FIELDS), case: idOf(node['case']) })),
  };
}

function papersOf(view: View): Json {
  const documents = view['documents'] as Listed;
  const notes = view['journalNotes'] as Listed;
  const linked = (links: unknown): unknown[] =>
    (links as Json[]).map(({ link, case: of }) => ({ link, case: idOf(of) }));
  return {
    documents: {
      totalCount: documents.totalCount,
      nodes: documents.nodes.map((node) => ({ ...pick(node, DOCUMENT_FIELDS), cases: linked(node['cases']) })),
    },
    journalNotes: {
      totalCount: notes.totalCount,
      nodes: notes.nodes.map((node) => ({ ...pick(node, NOTE_FIELDS), case: idOf(node['case']) })),
    },
  };
}

/** "Newest first; id ascending breaks ties." */
function expectNewestFirst(entries: readonly Json[]): void {
  entries.forEach(({ at, id }, index) => {
    const before = entries[index - 1];
    const isInOrder =
      before === undefined ||
      (before['at'] as string) > (at as string) ||
      (before['at'] === at && (before['id'] as string) < (id as string));
    if (!isInOrder) throw new Error(`the timeline is out of order at entry ${index}`);
  });
}
