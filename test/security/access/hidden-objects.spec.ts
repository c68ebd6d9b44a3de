import { randomUUID } from 'node:crypto';
import type { PrivilegeGroup } from '#access';
import { operationEvent } from '#intake';
import type { ListPlan, Page } from '#read-models/queries';
import { authorities } from '../../properties/authorities.js';
import { auditorOf, momentOf, openHouse, scopeOf, type House, type Moment } from '../../support/house.js';
import { createTeller, type Teller } from '../../support/teller.js';

/* The setting hiddenObjects: what a party's lists tell of what the caller may not see. Each test is an authority of its own. */

const SOURCE = 'urn:overblik:source:alfa';
const OTHER = 'urn:overblik:source:beta';
const uuid = (n: number): string => `00000000-0000-4000-8000-0000000071${String(n).padStart(2, '0')}`;
const CPR = '0107611234';
const ref = { kind: 'person', identifier: { type: 'cpr', value: CPR } };
const nextAuthority = authorities(21_000_000);
let house: House;
let teller: Teller;
beforeAll(async () => {
  house = await openHouse();
});
beforeEach(() => {
  teller = createTeller(house, nextAuthority(), SOURCE);
});
afterAll(() => house.close());

type Sensitivity = 'notConfidential' | 'confidential' | 'sensitive' | 'vip';
const tellCase = (id: string, sensitivity: Sensitivity, more: object = {}, party: object = ref): Promise<number> =>
  teller.tell(
    'case.registered',
    id,
    {
      caseNumber: `S-${id.slice(-2)}`,
      title: 'Sag',
      kle: '32.18.04',
      sensitivity,
      openedOn: '2024-01-01',
      parties: [{ role: 'primary', party }],
    },
    more,
  );
const tellDocument = (id: string, cases: readonly string[], sensitivity: Sensitivity, more: object = {}) =>
  teller.tell('document.registered', id, {
    title: 'Brev',
    documentType: 'Brev',
    sensitivity,
    progress: 'final',
    cases: cases.map((caseId) => ({ caseId, link: 'filed' })),
    ...more,
  });

async function set(key: string, value: string): Promise<void> {
  const act = { actId: randomUUID(), key, value, by: 'test' };
  await house.stores.eventStore.append(
    operationEvent('operation.setting-changed', teller.authority, act, '2024-01-01T00:00:00.000000Z'),
  );
  await house.settle();
}

const confidential = (): PrivilegeGroup[] => [
  { ...auditorOf(teller.authority), role: 'caseworker', kle: ['*'], sensitivity: 1 },
];
const page = { first: 20, after: null };
const lists: readonly ListPlan[] = [
  { key: 'cases', kind: 'cases', filter: null, orderBy: 'NEWEST_OPENED', restricted: true, ...page },
  { key: 'documents', kind: 'documents', restricted: true, ...page },
];

interface Told {
  readonly cases: unknown;
  readonly documents: unknown;
}
const of = ({ totalCount, edges, restricted = [] }: Page): unknown => [
  totalCount,
  edges.length,
  restricted.map(({ family, source }) => `${family} ${source}`),
];

/** Count, rows and hidden objects of both lists; now also as of now by the way of the past, and for many parties at once. */
async function told(moment: Moment = {}, groups = confidential()): Promise<Told | null> {
  const scope = scopeOf({ authority: teller.authority, groups });
  const plan = { lists, freshness: false, relations: false, histories: false };
  const ask = async (at: Moment): Promise<(Told & { readonly id: string }) | null> => {
    const found = await house.queries.party({ cpr: CPR }, scope, momentOf(at), plan);
    if (found === null) return null;
    const [cases, documents] = [found.lists['cases'], found.lists['documents']];
    return cases && documents ? { id: found.node.id, cases: of(cases), documents: of(documents) } : null;
  };
  const answer = await ask(moment);
  if (answer === null) return null;
  const { id, ...shown } = answer;
  if (moment.asOf === undefined && moment.asKnownAt === undefined) {
    expect(await ask({ asOf: '2080-01-01T00:00:00.000000Z' })).toEqual(answer);
    const each = lists.map(async (list) => {
      const pages = await house.queries.listOf('party', [id], list, scope, momentOf({}));
      return pages.get(id);
    });
    const [cases, documents] = await Promise.all(each);
    expect({ cases: cases && of(cases), documents: documents && of(documents) }).toEqual(shown);
  }
  return shown;
}

it('tells of nothing hidden until the authority chooses existsOnly, and from then until it chooses none', async () => {
  await tellCase(uuid(1), 'confidential');
  await tellCase(uuid(2), 'vip');
  await tellDocument(uuid(11), [uuid(1)], 'sensitive');
  expect(await told()).toEqual({ cases: [1, 1, []], documents: [0, 0, []] });
  await set('hiddenObjects', 'existsOnly');
  const restricted = { cases: [1, 1, [`case ${SOURCE}`]], documents: [0, 0, [`document ${SOURCE}`]] };
  expect(await told()).toEqual(restricted);
  expect(await told({ asOf: '2024-01-20T00:00:00.000000Z' })).toEqual(restricted);
  await set('hiddenObjects', 'none');
  expect(await told()).toEqual({ cases: [1, 1, []], documents: [0, 0, []] });
});

describe('where the authority tells that hidden objects exist', () => {
  beforeEach(() => set('hiddenObjects', 'existsOnly'));

  it('tells of one for each, by source, and of none to who sees them', async () => {
    await tellCase(uuid(1), 'vip');
    await tellCase(uuid(2), 'sensitive', { source: OTHER });
    await tellCase(uuid(3), 'vip');
    await tellCase(uuid(4), 'notConfidential');
    await tellDocument(uuid(11), [uuid(1), uuid(3)], 'confidential');
    await tellDocument(uuid(12), [], 'vip', { parties: [ref] });
    await tellDocument(uuid(13), [uuid(4)], 'notConfidential');
    await tellDocument(uuid(14), [uuid(4), uuid(1)], 'notConfidential');
    expect(await told()).toEqual({
      cases: [1, 1, [`case ${SOURCE}`, `case ${SOURCE}`, `case ${OTHER}`]],
      documents: [2, 2, [`document ${SOURCE}`, `document ${SOURCE}`]],
    });
    expect(await told({}, [auditorOf(teller.authority)])).toEqual({ cases: [4, 4, []], documents: [4, 4, []] });
  });

  it('tells of no party that only hidden objects name', async () => {
    await tellCase(uuid(1), 'vip');
    expect(await told()).toBeNull();
  });

  it('tells of nothing that is removed, purged, not founded or ended, and of nothing of somebody else', async () => {
    const else_ = { kind: 'person', identifier: { type: 'cpr', value: '0107615678' } };
    await tellCase(uuid(1), 'confidential');
    await tellCase(uuid(2), 'vip');
    await tellCase(uuid(3), 'vip');
    await tellCase(uuid(4), 'vip');
    await tellCase(uuid(5), 'vip', {}, else_);
    await tellDocument(uuid(11), [uuid(2)], 'confidential');
    await tellDocument(uuid(12), [uuid(5)], 'confidential');
    await teller.tell('case.party-added', uuid(6), { role: 'primary', party: ref });
    await teller.tell('case.removed', uuid(2), { reason: 'Fejl' });
    await teller.tell('case.purged', uuid(3), { basis: 'Frist' });
    await teller.tell('case.party-ended', uuid(4), { role: 'primary', party: ref });
    expect(await told()).toEqual({ cases: [1, 1, []], documents: [0, 0, []] });
  });

  it('tells in the past of what was there then and is hidden by the rights of then or of today', async () => {
    await tellCase(uuid(1), 'confidential');
    await tellCase(uuid(2), 'confidential');
    await teller.tell('case.sensitivity-changed', uuid(2), { sensitivity: 'vip' });
    await tellCase(uuid(3), 'vip');
    const hidden = `case ${SOURCE}`;
    expect(await told({ asOf: '2024-01-01T12:00:00.000000Z' })).toMatchObject({ cases: [1, 1, []] });
    expect(await told({ asOf: '2024-01-02T12:00:00.000000Z' })).toMatchObject({ cases: [1, 1, [hidden]] });
    expect(await told({ asOf: '2024-01-10T00:00:00.000000Z' })).toMatchObject({ cases: [1, 1, [hidden, hidden]] });
  });

  it('tells of a pair of a parallel run once, and of none where a half of it is shown', async () => {
    await set('parallelRun', `${SOURCE}=${OTHER}`);
    const pair = async (legacy: number, ofLegacy: Sensitivity, ofSuccessor: Sensitivity): Promise<void> => {
      const caseNumber = `P-${legacy}`;
      const data = { caseNumber, title: 'Sag', kle: '32.18.04', openedOn: '2024-01-01' };
      const parties = [{ role: 'primary', party: ref }];
      await teller.tell('case.registered', uuid(legacy), { ...data, sensitivity: ofLegacy, parties });
      const more = { source: OTHER };
      await teller.tell('case.registered', uuid(legacy + 1), { ...data, sensitivity: ofSuccessor, parties }, more);
    };
    await pair(1, 'confidential', 'confidential');
    expect(await told()).toMatchObject({ cases: [1, 1, []] });
    await pair(3, 'vip', 'confidential');
    expect(await told()).toMatchObject({ cases: [2, 2, []] });
    await pair(5, 'vip', 'vip');
    expect(await told()).toMatchObject({ cases: [2, 2, [`case ${OTHER}`]] });
  });
});
