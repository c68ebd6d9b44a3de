import { givenRows } from './fake-given.js';
import { InvalidCursor } from '#read-models/queries';
import type {
  Found,
  FreshnessView,
  ListPlan,
  Node,
  NodePlan,
  Page,
  PageArgs,
  PartyKey,
  PurposeRules,
  SourceView,
} from '#read-models/queries';
import type { Queries } from '../../../apps/overview/queries.js';

/** Read models from memory, made up as they are asked, and a count of what was asked of them. */
export class FakeQueries implements Queries {
  readonly asked: string[] = [];
  readonly plans: NodePlan[] = [];
  readTo = 42;
  /** What the name of the party became; `standing` tells of it. */
  told = 0;
  fault: Error | undefined;

  async party(key: PartyKey, _scope: unknown, _moment: unknown, plan: NodePlan): Promise<Found | null> {
    this.asked.push('party');
    this.plans.push(plan);
    if (this.fault !== undefined) throw this.fault;
    if (key.id !== ids.party && key.cpr !== '0706840001') return null;
    const lists = Object.fromEntries(plan.lists.map((list) => [list.key, this.page(list)]));
    const node = partyNode(ids.party, plan);
    return { node: this.told === 0 ? node : { ...node, name: `Karen ${this.told}` }, lists, position: this.readTo };
  }

  async revealed(): Promise<null> {
    return null;
  }

  async purposeRules(): Promise<PurposeRules> {
    return { mark: null, byAuthority: new Map() };
  }

  async case(id: string, _scope: unknown, _moment: unknown, plan: NodePlan): Promise<Found | null> {
    this.asked.push('case');
    this.plans.push(plan);
    if (!id.startsWith('ca5e')) return null;
    const lists = Object.fromEntries(plan.lists.map((list) => [list.key, this.page(list)]));
    return {
      node: { ...caseNode(0), id, relatedCases: plan.relations ? related() : undefined },
      lists,
      position: this.readTo,
    };
  }

  async searchParties(text: string, { first }: PageArgs): Promise<Page> {
    this.asked.push('searchParties');
    const hits = text === 'nobody' ? 0 : 3;
    return pageOf(Array.from({ length: hits }, (_, index) => partyNode(partyId(index), nothing)).slice(0, first), hits);
  }

  async searchCases(_filter: unknown, _orderBy: unknown, { first }: PageArgs): Promise<Page> {
    this.asked.push('searchCases');
    return pageOf(Array.from({ length: 2 }, (_, index) => caseNode(index)).slice(0, first), 2);
  }

  async partiesByIds(
    wanted: readonly string[],
    _scope: unknown,
    _moment: unknown,
    plan: NodePlan,
  ): Promise<Map<string, Node>> {
    this.asked.push('partiesByIds');
    return new Map(wanted.map((id) => [id, partyNode(id, plan)]));
  }

  async search(_text: string, kinds: readonly string[] | null): Promise<Page> {
    this.asked.push(`search ${kinds?.join() ?? 'all'}`);
    const hit = { snippet: '<mark>Karen</mark>', party: { id: partyId(0) }, case: null };
    return pageOf(
      [
        { ...hit, id: 'a', kind: 'PARTY', objectId: partyId(0), title: 'Karen' },
        {
          ...hit,
          id: 'b',
          kind: 'DOCUMENT',
          objectId: documentId(0),
          title: 'Brev',
          party: null,
          case: { id: caseId(0) },
        },
      ],
      3,
    );
  }

  async casesByIds(
    wanted: readonly string[],
    _scope: unknown,
    _moment: unknown,
    plan: NodePlan,
  ): Promise<Map<string, Node>> {
    this.asked.push('casesByIds');
    const found = wanted.filter((id) => id !== ids.goneCase);
    return new Map(found.map((id) => [id, { ...caseNode(0), id, ...(plan.relations && { relatedCases: related() }) }]));
  }

  async grantsByIds(wanted: readonly string[]): Promise<Map<string, Node>> {
    this.asked.push('grantsByIds');
    return new Map(wanted.map((id) => [id, { ...givenRows.grants(0), id }]));
  }

  async listOf(_owner: string, wanted: readonly string[], list: ListPlan): Promise<Map<string, Page>> {
    this.asked.push(`listOf ${list.kind}`);
    return new Map(wanted.map((id) => [id, this.page(list)]));
  }

  async freshnessOf(cases: readonly { id: string; source: string }[]): Promise<Map<string, FreshnessView>> {
    this.asked.push('freshnessOf');
    return new Map(cases.map(({ id, source }) => [id, freshness(source)]));
  }

  async sources(): Promise<SourceView[]> {
    this.asked.push('sources');
    const capabilities = { sequence: true, notes: false, hop: true, snapshots: false };
    return [
      {
        source: ky,
        name: 'KY',
        vendor: null,
        capabilities,
        freshness: freshness(ky),
        events: 7,
        quarantined: 1,
        gaps: [],
      },
    ];
  }

  async position(): Promise<number> {
    return this.readTo;
  }

  async standing(): Promise<string> {
    return `${this.readTo} ${this.told}`;
  }

  async waitFor(position: number): Promise<boolean> {
    return position <= this.readTo;
  }

  private page(list: ListPlan): Page {
    if (list.after === 'bad') throw new InvalidCursor();
    const sizes = { cases: 20, documents: 60, journalNotes: 40, grants: 10, payments: 24, services: 5, timeline: 50 };
    const rows = Array.from({ length: Math.min(list.first, sizes[list.kind]) }, (_, index) => rowOf[list.kind](index));
    return pageOf(rows, sizes[list.kind]);
  }
}

export const ids = {
  party: '11111111-0000-4000-8000-000000000001',
  goneCase: 'ca5e0000-0000-4000-8000-00000000dead',
};
const ky = 'urn:overblik:source:ky';
const at = '2026-03-03T08:15:30.123456Z';
const nothing: NodePlan = { lists: [], freshness: false, relations: false, histories: false };

const number = (index: number): string => String(index).padStart(12, '0');
export const partyId = (index: number): string => `22222222-0000-4000-8000-${number(index)}`;
export const caseId = (index: number): string => `ca5e0000-0000-4000-8000-${number(index)}`;
export const documentId = (index: number): string => `d0c00000-0000-4000-8000-${number(index)}`;
export const noteId = (index: number): string => `0be00000-0000-4000-8000-${number(index)}`;

const freshness = (source: string): FreshnessView => ({
  source,
  state: 'CURRENT',
  lastEventAt: at,
  lastHeartbeatAt: null,
  missing: 0,
  message: null,
});

function partyNode(id: string, plan: NodePlan): Node {
  return {
    id,
    kind: 'PERSON',
    name: `Karen Kæmpe ${id.slice(-3)}`,
    nameProtected: false,
    birthDate: '1984-06-07',
    identifiers: [{ type: 'CPR', value: '070684-****', from: at, to: null }],
    address: {
      lines: ['Åboulevarden 7'],
      postalCode: '8000',
      city: 'Aarhus C',
      municipalityCode: '0751',
      coName: null,
    },
    addressProtected: false,
    addressHistory: [],
    nameHistory: [],
    status: '01',
    diedOn: null,
    ...(plan.relations && {
      relations: Array.from({ length: 5 }, (_, index) => ({
        kind: 'CHILD',
        party: { id: partyId(100 + index) },
        from: at,
        to: null,
      })),
    }),
    ...(plan.freshness && { freshness: [freshness(ky)] }),
  };
}

function caseNode(index: number): Node {
  return {
    id: caseId(index),
    source: ky,
    caseNumber: `2026-${index}`,
    title: `Enkeltydelse nr. ${index}`,
    kle: '32.18.04',
    facet: 'G01',
    sensitivity: 'SENSITIVE',
    progress: 'INFORMED',
    progressRaw: 'informed',
    statusText: null,
    openedOn: '2026-01-05',
    closedOn: null,
    decision: null,
    responsibleUnit: { kind: 'UNIT', id: 'u1', name: 'Ydelse' },
    primaryHandler: null,
    parties: [
      { party: { id: ids.party }, role: 'PRIMARY', from: at, to: null },
      { party: { id: partyId(200 + index) }, role: 'SECONDARY', from: at, to: null },
    ],
    hop: null,
    lastEventAt: at,
  };
}

const related = (): object[] => [
  { kind: 'PARENT', case: { id: caseId(900) } },
  { kind: 'OTHER', case: { id: ids.goneCase } },
];

const rowOf: Record<ListPlan['kind'], (index: number) => Node> = {
  cases: caseNode,
  documents: (index) => ({
    id: documentId(index),
    source: ky,
    documentNumber: null,
    title: `Brev nr. ${index}`,
    documentType: 'brev',
    direction: 'incoming',
    letterDate: '2026-02-01',
    version: null,
    sensitivity: 'CONFIDENTIAL',
    progress: 'FINAL',
    cases: [{ link: 'FILED', case: { id: caseId(index % 20) } }],
    hop: null,
  }),
  journalNotes: (index) => ({
    id: noteId(index),
    source: ky,
    case: { id: caseId(index % 20) },
    title: `Notat ${index}`,
    text: 'Borgeren ringede.',
    format: 'TEXT',
    author: { kind: 'USER', id: 'abc', name: null },
    notedOn: '2026-02-03',
    withdrawn: false,
    supersedes: null,
  }),
  ...givenRows,
  timeline: (index) => ({
    id: `${caseId(index)}/opened`,
    kind: 'CASE_OPENED',
    at,
    title: `Sag 2026-${index} blev oprettet`,
    objectId: caseId(index),
    case: { id: caseId(index) },
    source: ky,
  }),
};

function pageOf(nodes: readonly Node[], totalCount: number): Page {
  const edges = nodes.map((node, index) => ({ cursor: `c${index}`, node }));
  return {
    edges,
    pageInfo: {
      hasNextPage: totalCount > nodes.length,
      hasPreviousPage: false,
      startCursor: 'c0',
      endCursor: `c${nodes.length - 1}`,
    },
    totalCount,
  };
}
