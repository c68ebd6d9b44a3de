import { readyQuestion } from '../../../apps/overview/playground/ready-question.js';
import { grantId, paymentId, serviceId } from './fake-given.js';
import { caseId, documentId, ids, noteId, partyId } from './fake-queries.js';
import { startGraphqlServer } from './graphql-server.js';
import type { GraphqlServer } from './graphql-server.js';

let server: GraphqlServer;
beforeAll(async () => {
  server = await startGraphqlServer();
});
afterAll(() => server.close());
beforeEach(() => {
  server.queries.asked.length = 0;
  server.queries.plans.length = 0;
  server.entries.length = 0;
});

const key = { id: ids.party };

interface Rows {
  readonly edges: { readonly node: Record<string, unknown> }[];
  readonly totalCount: number;
}

describe('the 360° view', () => {
  it('is the same from the interpreter and from the compiler, asked again and again', async () => {
    const answers = [];
    for (let time = 0; time < 4; time++) answers.push((await server.ask(readyQuestion, { variables: { key } })).body);
    expect(answers[0]?.errors).toBeUndefined();
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    const party = answers[0]?.data?.['party'] as Record<string, Rows>;
    expect(
      ['cases', 'documents', 'journalNotes', 'grants', 'payments', 'services', 'timeline'].map(
        (list) => party[list]?.edges.length,
      ),
    ).toEqual([20, 60, 40, 10, 20, 5, 50]);
    expect(party['cases']).toMatchObject({ totalCount: 20, restricted: [] });
  });

  it('costs one question for the party and its lists and one for the parties, and the grants, named; what is in a list is not read again', async () => {
    await server.ask(readyQuestion, { variables: { key } });
    expect(server.queries.asked.sort()).toEqual(['grantsByIds', 'partiesByIds', 'party']);
  });

  it('leaves unread what is not asked for', async () => {
    await server.ask('query($key: PartyKey!) { party(key: $key) { name } }', { variables: { key } });
    expect(server.queries.plans).toEqual([{ lists: [], freshness: false, relations: false, histories: false }]);
  });

  it('names every node of the answer in one access entry', async () => {
    await server.ask(readyQuestion, { variables: { key }, headers: { 'x-purpose': 'Samtale%20om%20bolig' } });
    const [entry, ...others] = server.entries;
    expect(others).toEqual([]);
    expect(entry).toMatchObject({
      action: 'VIEW',
      user: 'bo',
      authority: '29189846',
      operation: 'party',
      purpose: 'Samtale om bolig',
      roles: ['caseworker'],
      grounds: ['role=caseworker'],
      asked: [],
    });
    const parties = [
      ids.party,
      ...Array.from({ length: 5 }, (_, index) => partyId(100 + index)),
      ...Array.from({ length: 20 }, (_, index) => partyId(200 + index)),
    ];
    const objects = [
      ...Array.from({ length: 50 }, (_, index) => caseId(index)),
      ...Array.from({ length: 60 }, (_, index) => documentId(index)),
      ...Array.from({ length: 40 }, (_, index) => noteId(index)),
      ...Array.from({ length: 20 }, (_, index) => grantId(index)),
      ...Array.from({ length: 20 }, (_, index) => paymentId(index)),
      ...Array.from({ length: 5 }, (_, index) => serviceId(index)),
    ];
    expect([...(entry?.parties ?? [])].sort()).toEqual(parties.sort());
    expect([...(entry?.objects ?? [])].sort()).toEqual(objects.sort());
  });
});

describe('looking ahead', () => {
  it('fetches the same list twice under two names', async () => {
    const question = `query($key: PartyKey!) { party(key: $key) { two: cases(first: 2) { edges { node { id } } } one: cases(first: 1) { edges { node { title } } } } }`;
    for (let time = 0; time < 3; time++) {
      const { body } = await server.ask(question, { variables: { key } });
      expect(body.data?.['party']).toEqual({
        two: { edges: [{ node: { id: caseId(0) } }, { node: { id: caseId(1) } }] },
        one: { edges: [{ node: { title: 'Enkeltydelse nr. 0' } }] },
      });
    }
  });

  it('follows fragments, repeated fields, @skip and @include', async () => {
    const question = `query($key: PartyKey!, $with: Boolean!) {
      party(key: $key) { ...A documents(first: 1) @skip(if: $with) { totalCount } }
    }
    fragment A on Party { cases(first: 1) { totalCount } ...B @include(if: $with) }
    fragment B on Party { name cases(first: 1) { edges { node { caseNumber } } } journalNotes(first: 1) { totalCount } }`;
    for (let time = 0; time < 3; time++) {
      const yes = await server.ask(question, { variables: { key, with: true } });
      expect(yes.body.data?.['party']).toEqual({
        name: 'Karen Kæmpe 001',
        cases: { totalCount: 20, edges: [{ node: { caseNumber: '2026-0' } }] },
        journalNotes: { totalCount: 40 },
      });
      const no = await server.ask(question, { variables: { key, with: false } });
      expect(no.body.data?.['party']).toEqual({ cases: { totalCount: 20 }, documents: { totalCount: 60 } });
    }
    expect(server.entries.map(({ objects }) => objects.length)).toEqual([1, 0, 1, 0, 1, 0]);
  });

  it('takes pages from variables', async () => {
    const question = `query($key: PartyKey!, $first: Int!) { party(key: $key) { cases(first: $first, filter: { kle: "32", progress: [OPENED] }, orderBy: CASE_NUMBER) { edges { cursor } } } }`;
    for (const first of [1, 2, 3, 4]) {
      const { body } = await server.ask(question, { variables: { key, first } });
      expect((body.data?.['party'] as { cases: Rows }).cases.edges).toHaveLength(first);
    }
    expect(server.queries.plans[0]?.lists).toMatchObject([
      { kind: 'cases', filter: { kle: '32', progress: ['OPENED'] }, orderBy: 'CASE_NUMBER' },
    ]);
  });

  it('asks for hidden objects where a list of a party is asked for them without a filter, and nowhere else', async () => {
    const question = `query($key: PartyKey!, $with: Boolean!) { party(key: $key) {
      asked: cases { restricted { family source } } empty: cases(filter: {}) { restricted { source } }
      filtered: cases(filter: { kle: "32" }) { restricted { source } } unasked: cases { totalCount }
      skipped: cases { restricted @include(if: $with) { source } }
      documents { restricted { source } } } case(id: "${caseId(0)}") { documents { restricted { source } } } }`;
    const { body } = await server.ask(question, { variables: { key, with: false } });
    expect(body.errors).toBeUndefined();
    const planned = server.queries.plans.flatMap(({ lists }) => lists.map((list) => [list.key, 'restricted' in list]));
    expect(planned.sort()).toEqual([
      ['/case/documents', false],
      ['/party/asked', true],
      ['/party/documents', true],
      ['/party/empty', true],
      ['/party/filtered', false],
      ['/party/skipped', false],
      ['/party/unasked', false],
    ]);
  });

  it('fetches nested lists, ties and freshness for all rows at once', async () => {
    const question = `query($key: PartyKey!) { party(key: $key) { cases(first: 3) { edges { node {
      freshness { state } relatedCases { kind case { title documents(first: 2) { totalCount } } } documents(first: 1) { edges { node { title cases { case { kle } } } } }
      parties { party { relations { party { name } } cases(first: 1) { totalCount } } } } } } } }`;
    for (let time = 0; time < 3; time++) {
      server.queries.asked.length = 0;
      const { body } = await server.ask(question, { variables: { key } });
      expect(body.errors).toBeUndefined();
      const [edge] = (body.data?.['party'] as { cases: Rows }).cases.edges;
      expect(edge?.node).toMatchObject({
        freshness: { state: 'CURRENT' },
        relatedCases: [{ kind: 'PARENT', case: { title: 'Enkeltydelse nr. 0', documents: { totalCount: 60 } } }],
        documents: { edges: [{ node: { title: 'Brev nr. 0', cases: [{ case: { kle: '32.18.04' } }] } }] },
      });
      expect(server.queries.asked.filter((asked) => asked === 'listOf documents')).toHaveLength(2);
      expect(server.queries.asked.length).toBeLessThanOrEqual(10);
    }
  });

  it('leaves out a link whose other end has gone', async () => {
    const { body } = await server.ask(`{ case(id: "${caseId(1)}") { relatedCases { case { title } } } }`);
    expect(body.data).toEqual({ case: { relatedCases: [{ case: { title: 'Enkeltydelse nr. 0' } }] } });
  });

  it('is not led astray by names that join to the path of another field', async () => {
    const question = `query($key: PartyKey!) { cases_party: party(key: $key) { id name relations { party { name } } } party(key: $key) { cases(first: 1) { totalCount } } }`;
    for (let time = 0; time < 3; time++) {
      server.entries.length = 0;
      const { body } = await server.ask(question, { variables: { key } });
      expect(body.data).toMatchObject({
        cases_party: { id: ids.party, name: 'Karen Kæmpe 001' },
        party: { cases: { totalCount: 20 } },
      });
      expect(server.entries[0]?.parties).toContain(partyId(100));
    }
  });

  it('runs the operation that is named, also after another of the same document', async () => {
    const document = `query A { sources { name } } query B($key: PartyKey!) { party(key: $key) { name } }`;
    for (let time = 0; time < 3; time++) {
      expect((await server.ask(document, { operationName: 'A' })).body.data).toEqual({ sources: [{ name: 'KY' }] });
      expect((await server.ask(document, { operationName: 'B', variables: { key } })).body.data).toEqual({
        party: { name: 'Karen Kæmpe 001' },
      });
    }
  });
});

describe('searches and histories', () => {
  it('finds parties with whatever is asked of them', async () => {
    const { body } = await server.ask(
      '{ searchParties(text: "karen", first: 2) { totalCount edges { node { name relations { kind } cases(first: 1) { totalCount } } } } }',
    );
    expect(body.errors).toBeUndefined();
    const found = body.data?.['searchParties'] as Rows;
    expect(found.edges[1]?.node).toMatchObject({ name: 'Karen Kæmpe 001', cases: { totalCount: 20 } });
    expect(found.edges[1]?.node['relations']).toHaveLength(5);
    expect(server.entries).toMatchObject([
      { action: 'SEARCH', searchText: 'karen', hits: 3, parties: [partyId(0), partyId(1)] },
    ]);
  });

  it('finds cases and writes what was searched by', async () => {
    const { body } = await server.ask(
      '{ searchCases(filter: { kle: "32.*", text: "ydelse" }) { edges { node { title parties { party { name } } } } } }',
    );
    expect(body.errors).toBeUndefined();
    expect(server.entries).toMatchObject([
      { action: 'SEARCH', searchText: '{"text":"ydelse","kle":"32.*"}', hits: 2, objects: [caseId(0), caseId(1)] },
    ]);
  });

  it('searches all families, and writes what its page has shown', async () => {
    const { body } = await server.ask(
      '{ search(text: "karen", kinds: [PARTY, DOCUMENT]) { totalCount edges { node { kind title snippet case { title } } } } }',
    );
    expect(body.errors).toBeUndefined();
    expect(body.data?.['search']).toMatchObject({
      totalCount: 3,
      edges: [
        { node: { kind: 'PARTY', case: null } },
        { node: { kind: 'DOCUMENT', case: { title: 'Enkeltydelse nr. 0' } } },
      ],
    });
    expect(server.entries).toMatchObject([
      { action: 'SEARCH', searchText: 'karen', hits: 3, parties: [partyId(0)], objects: [documentId(0), caseId(0)] },
    ]);
  });

  it('shows the history of a case', async () => {
    const { body } = await server.ask(
      `{ caseHistory(caseId: "${caseId(3)}") { totalCount edges { node { type data changed { path after } } } } }`,
    );
    expect(body.data?.['caseHistory']).toMatchObject({
      totalCount: 1,
      edges: [{ node: { data: { title: 'Enkeltydelse' }, changed: [{ path: '/title' }] } }],
    });
    expect(server.entries).toMatchObject([{ action: 'HISTORY', objects: [caseId(3)] }]);
  });

  it('shows the history of an object and denies that of one that is not seen', async () => {
    const question = (id: string): string => `{ objectHistory(objectId: "${id}") { totalCount } }`;
    expect((await server.ask(question(documentId(3)))).body.data).toEqual({ objectHistory: { totalCount: 1 } });
    expect((await server.ask(question(grantId(3)))).body.data).toEqual({ objectHistory: { totalCount: 0 } });
    expect(server.entries).toMatchObject([
      { action: 'HISTORY', operation: 'objectHistory', objects: [documentId(3)], asked: [] },
      { action: 'DENIED', operation: 'objectHistory', objects: [], asked: [grantId(3)] },
    ]);
  });

  it('tells counts of events only to operators and auditors', async () => {
    const question = '{ sources { name events quarantined freshness { state } } }';
    const [bo, ole] = [await server.ask(question), await server.ask(question, { token: 'operator' })];
    expect(bo.body.data).toEqual({
      sources: [{ name: 'KY', events: null, quarantined: null, freshness: { state: 'CURRENT' } }],
    });
    expect(ole.body.data).toMatchObject({ sources: [{ events: 7, quarantined: 1 }] });
  });
});
