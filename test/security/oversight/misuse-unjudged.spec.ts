import type { AccessEntry } from '#access';
import { createMisuseQueries, unjudgedLookUps } from '#oversight';
import { openHouse, type House } from '../../support/house.js';
import { leaveEntry } from '../../support/left-entry.js';
import { createTeller } from '../../support/teller.js';

const authority = '29189846';
const cpr = '0101800001';
const FIRST_VIEW_DAYS_AGO = 300;

describe('tokens without number or unit', () => {
  let house: House;
  let bo: string;

  beforeAll(async () => {
    house = await openHouse();
    const teller = createTeller(house, authority, 'urn:overblik:source:familie');
    const identifiers = [{ type: 'cpr', value: cpr }];
    await teller.tell('party.registered', 'aaaaaaaa-0000-4000-8000-000000000001', { kind: 'person', identifiers });
    bo = (await house.party({ cpr }, { authority }))?.['id'] as string;
  }, 60_000);
  afterAll(() => house.close());

  const looksAtBo = async (days: number, by: Pick<AccessEntry, 'user'> & Partial<AccessEntry>): Promise<void> => {
    await leaveEntry(house, days, { authority, action: 'VIEW', lookedUp: [bo], ...by });
    await house.followed();
  };
  const kindsOf = async (user: string): Promise<string[]> => {
    const queries = createMisuseQueries(house.stores.pool, house.stores.accessLogStore);
    const { edges } = await queries.signals(authority, null, { first: 50, after: null });
    return edges.flatMap(({ node }) => (node.user === user ? node.kind : [])).sort();
  };
  const unjudged = async (): Promise<object> =>
    Object.fromEntries((await unjudgedLookUps(house.stores.pool)).map(({ lacks, lookUps }) => [lacks, lookUps]));

  it('are judged by those of the user’s earlier tokens, for a year', async () => {
    await looksAtBo(FIRST_VIEW_DAYS_AGO, { user: 'bo', ownNodes: [bo], unit: 'north' });
    expect(await kindsOf('bo')).toEqual(['NO_RELATION', 'OWN_RECORD']);
    await looksAtBo(1, { user: 'bo' });
    expect(await kindsOf('bo')).toEqual(['NO_RELATION', 'NO_RELATION', 'OWN_RECORD', 'OWN_RECORD']);
    expect(await unjudged()).toEqual({});
  });

  it('are counted where no earlier one had it either, or that is too long ago', async () => {
    await looksAtBo(2, { user: 'eve', unit: 'north' });
    expect(await unjudged()).toEqual({ cpr: 1 });
    await looksAtBo(1, { user: 'untold' });
    expect(await unjudged()).toEqual({ cpr: 2, unit: 1 });
    await looksAtBo(800, { user: 'old', ownNodes: [bo], unit: 'north' });
    await looksAtBo(1, { user: 'old' });
    expect(await unjudged()).toEqual({ cpr: 3, unit: 2 });
    expect(await kindsOf('untold')).toEqual(['COLLEAGUE']);
  });
});
