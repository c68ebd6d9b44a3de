import { randomUUID } from 'node:crypto';
import type { PrivilegeGroup, Role } from '#access';
import { openHouse, type House } from '../../support/house.js';
import { caller, startGraphqlServer, type GraphqlServer } from './graphql-server.js';
import { AUTHORITY, caseData, told } from './told-events.js';

/* Whom a reconciliation tells what, and page by page. */

const group = (role: Role, over: Partial<PrivilegeGroup> = {}): PrivilegeGroup => ({
  ...{ role, authority: AUTHORITY, kle: null, sensitivity: null, units: null, sources: null },
  ...{ viewClasses: [], grounds: [], ...over },
});
const WHOLE = `query ($source: ID!) { reconciliation(source: $source) {
  counts { family announced named } missingHere missingThere different { objectId }
  objectsMissingHere { totalCount edges { node { objectId } } } objectsMissingThere { totalCount edges { node { objectId } } }
  differingObjects { totalCount edges { node { objectId } } } } }`;
const PAGED = `query ($source: ID!, $first: Int, $after: String) { reconciliation(source: $source) {
  objectsMissingHere(first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor } edges { node { objectId family } } }
  differingObjects(first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor }
    edges { node { objectId family differences { path legacy successor } } } } } }`;

interface Connection {
  readonly totalCount: number;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly edges: readonly { readonly node: { readonly objectId: string } & Record<string, unknown> }[];
}
type Lists = Readonly<Record<string, unknown>>;

describe('the lists of a reconciliation', () => {
  let house: House;
  let server: GraphqlServer;
  let source: string;
  let system: string;
  beforeAll(async () => {
    house = await openHouse();
    const callers = {
      auditor: caller('ida', group('auditor')),
      'auditor-of-adoption': caller('kim', group('auditor', { viewClasses: ['adoption'] })),
      operator: caller('ole', group('operator', { viewClasses: ['adoption'] })),
      'operator-on-the-profile': caller('eva', group('operator', { viewClasses: ['adoption'] })),
    };
    server = await startGraphqlServer({ stores: house.stores, callers });
  });
  beforeEach(() => {
    source = `urn:overblik:source:${randomUUID()}`;
    system = `source/${randomUUID()}`;
  });
  afterAll(async () => {
    await server.close();
    await house.close();
  });

  const ids = (count: number): string[] => Array.from({ length: count }, () => randomUUID()).sort();
  const registered = (id: string, data: object, over: object = {}) =>
    told(source, 'case.registered', `case/${id}`, data, { ...over });
  const document = (id: string, caseId: string, over: object = {}, title = 'Brev') => {
    const cases = [{ caseId, link: 'filed' }];
    const data = { title, documentType: 'brev', sensitivity: 'confidential', progress: 'final', cases };
    return told(source, 'document.registered', `document/${id}`, data, { ...over });
  };
  const mark = (what: 'started' | 'completed', counts: object) =>
    told(source, `source.snapshot-${what}`, system, { snapshotId: 's', counts });
  const send = async (...events: object[]): Promise<void> => {
    for (const { status, problem } of await house.publish(events))
      expect([status, problem]).toEqual(['accepted', undefined]);
    await house.settle();
  };
  const ask = async (token: string, query: string, variables: object = {}): Promise<Lists> => {
    const { body } = await server.ask(query, { token, variables: { source, ...variables } });
    expect(body.errors).toBeUndefined();
    return body.data?.['reconciliation'] as Lists;
  };
  /** What the caller is told of, in whichever list. */
  const toldTo = async (token: string): Promise<unknown> => {
    const lists = await ask(token, WHOLE);
    const shown = (list: string): string[] => {
      const { totalCount, edges } = lists[list] as Connection;
      expect(totalCount).toBe(edges.length);
      return edges.map(({ node }) => node.objectId).sort();
    };
    expect(shown('objectsMissingHere')).toEqual(lists['missingHere']);
    expect(shown('objectsMissingThere')).toEqual(lists['missingThere']);
    const different = (lists['different'] as { objectId: string }[]).map(({ objectId }) => objectId);
    expect(shown('differingObjects')).toEqual(different.sort());
    return [lists['missingHere'], lists['missingThere'], different, lists['counts']];
  };

  it('are those of a world without what a view class or a security profile hides, and what lies on it', async () => {
    const [open = '', hidden = '', gone = '', onOpen = '', onHidden = '', fresh = '', lost = ''] = ids(7);
    const classed = (id: string, data: object) => told(source, 'case.visibility-restricted', `case/${id}`, data);
    const counts = { case: 4, document: 2 };
    await send(
      ...[open, hidden, lost].map((id) => registered(id, caseData(id))),
      document(onOpen, open),
      document(onHidden, hidden),
      mark('started', counts),
    );
    await send(
      ...[open, hidden].map((id) => registered(id, caseData(id, { title: 'Barsel' }), { snapshotid: 's' })),
      document(onOpen, open, { snapshotid: 's' }, 'Nyt brev'),
      document(onHidden, hidden, { snapshotid: 's' }, 'Nyt brev'),
      ...[gone, fresh].map((id) => registered(id, caseData(id), { snapshotid: 's' })),
      mark('completed', counts),
    );
    const all = [
      [gone, fresh].sort(),
      [lost],
      [open, hidden, onOpen, onHidden].sort(),
      [
        { family: 'case', announced: 4, named: 4 },
        { family: 'document', announced: 2, named: 2 },
      ],
    ];
    expect(await toldTo('auditor')).toEqual(all);
    for (const id of [hidden, gone, lost]) await send(classed(id, { viewClass: 'adoption' }));
    await send(
      told(source, 'case.removed', `case/${gone}`, { reason: 'fejl' }),
      told(source, 'case.security-profile-set', `case/${hidden}`, { members: [{ kind: 'user', id: 'eva' }] }),
    );
    const without = (...counted: object[]): unknown[] => [[fresh], [], [open, onOpen].sort(), counted];
    const lessCases = { family: 'case', announced: 2, named: 2 };
    const lessDocuments = { family: 'document', announced: 1, named: 1 };
    expect(await toldTo('auditor')).toEqual(without(lessCases, lessDocuments));
    expect(await toldTo('auditor-of-adoption')).toEqual(all);
    expect(await toldTo('operator-on-the-profile')).toEqual(all);
    expect(await toldTo('operator')).toEqual([
      [gone, fresh].sort(),
      [lost],
      [open, onOpen].sort(),
      [{ family: 'case', announced: 3, named: 3 }, lessDocuments],
    ]);
  });

  it('name no case that is hidden as a link, and nothing that a removed document said', async () => {
    const [parent = '', hidden = '', child = '', moved = '', gone = ''] = ids(5);
    await send(
      ...[parent, hidden, child].map((id) =>
        registered(id, caseData(id, id === child ? { parentCaseId: hidden } : {})),
      ),
      ...[moved, gone].map((id) => document(id, parent)),
      mark('started', { case: 3, document: 2 }),
    );
    const elsewhere = [hidden, child].map((caseId) => ({ caseId, link: 'filed' }));
    const data = { title: 'Brev', documentType: 'brev', sensitivity: 'confidential', progress: 'final' };
    const snapshot = { snapshotid: 's' };
    await send(
      registered(child, caseData(child, { parentCaseId: parent }), snapshot),
      told(source, 'document.registered', `document/${moved}`, { ...data, cases: elsewhere }, { ...snapshot }),
      document(gone, parent, snapshot, 'Nyt brev'),
      mark('completed', { case: 3, document: 2 }),
    );
    await send(
      told(source, 'case.visibility-restricted', `case/${hidden}`, { viewClass: 'adoption' }),
      told(source, 'document.removed', `document/${gone}`, { reason: 'fejl' }),
    );
    const link = (caseId: string): object => ({ caseId, link: 'filed', version: null });
    const differing = async (token: string): Promise<unknown[]> => {
      const { differingObjects } = await ask(token, PAGED);
      return (differingObjects as Connection).edges.map(({ node }) => [node.objectId, node['differences']]);
    };
    expect(await differing('auditor')).toEqual([
      [child, [{ path: '/parentCaseId', legacy: null, successor: [parent] }]],
      [moved, [{ path: '/cases', legacy: [link(parent)], successor: [link(child)] }]],
      [gone, []],
    ]);
    expect(await differing('auditor-of-adoption')).toEqual([
      [child, [{ path: '/parentCaseId', legacy: [hidden], successor: [parent] }]],
      [moved, [{ path: '/cases', legacy: [link(parent)], successor: [link(hidden), link(child)] }]],
      [gone, []],
    ]);
  });

  it('come page by page, each object once with its own differences, and are counted whole', async () => {
    const [differing, missing] = [ids(5), ids(3)];
    await send(...differing.map((id) => registered(id, caseData(id))), mark('started', { case: 8 }));
    await send(
      ...[...differing, ...missing].map((id) =>
        registered(id, caseData(id, { title: `Ny ${id}` }), { snapshotid: 's' }),
      ),
      mark('completed', { case: 8 }),
    );
    const walked = async (list: string): Promise<Connection['edges'][number]['node'][]> => {
      const nodes: Connection['edges'][number]['node'][] = [];
      for (let after: string | null = null; ;) {
        const { [list]: page } = await ask('auditor', PAGED, { first: 2, after });
        const { totalCount, pageInfo, edges } = page as Connection;
        expect(totalCount).toBe({ differingObjects: 5, objectsMissingHere: 3 }[list]);
        nodes.push(...edges.map(({ node }) => node));
        if (!pageInfo.hasNextPage) return nodes;
        after = pageInfo.endCursor;
      }
    };
    expect(await walked('objectsMissingHere')).toEqual(missing.map((objectId) => ({ objectId, family: 'case' })));
    expect(await walked('differingObjects')).toEqual(
      differing.map((objectId) => ({
        ...{ objectId, family: 'case' },
        differences: [{ path: '/title', legacy: 'Sygedagpenge', successor: `Ny ${objectId}` }],
      })),
    );
  });

  it('name in the access log the objects of the page whose differences it shows, and no others', async () => {
    const differing = ids(3);
    await send(...differing.map((id) => registered(id, caseData(id))), mark('started', { case: 3 }));
    await send(
      ...differing.map((id) => registered(id, caseData(id, { title: 'Ny' }), { snapshotid: 's' })),
      mark('completed', { case: 3 }),
    );
    const before = await house.stores.accessLogStore.head();
    await ask('auditor', PAGED, { first: 2 });
    const { events } = await house.stores.accessLogStore.readAll(before, 10);
    const entry = events.map(({ data }) => data.toString('utf8')).join();
    expect(differing.map((id) => entry.includes(id))).toEqual([true, true, false]);
  });
});
