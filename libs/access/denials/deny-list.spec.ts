import type { Pool } from 'pg';
import type { PrivilegeGroup } from '../privileges/privilege-group.js';
import { watchDenyList, type WatchedDenyList } from './deny-list.js';

const HERE = '29189846';
const THERE = '55133018';
const group = (authority: string): PrivilegeGroup => ({
  role: 'auditor',
  authority,
  kle: null,
  sensitivity: null,
  units: null,
  sources: null,
  viewClasses: [],
  grounds: [],
});
const token = (sub: string, jti: string | null = null, ...of: string[]) => ({ sub, jti, groups: of.map(group) });

/** A database with these denials, which counts its readings and can be made to fail. */
function databaseWith(rows: object[]) {
  const database = {
    rows,
    isAway: false,
    readings: 0,
    query: async () => {
      database.readings++;
      if (database.isAway) throw new Error('away');
      return { rows: database.rows };
    },
  };
  return database;
}

let list: WatchedDenyList | undefined;
let nowMs = 0;
const watch = async (database: object, onFault = (): void => undefined, everyMs = 5): Promise<WatchedDenyList> =>
  (list = await watchDenyList({ pool: database as Pool, everyMs, staleMs: 1_000, onFault, now: () => nowMs }));

/** Resolves when the list has been read once more from now on. */
async function nextReading(database: { readings: number }): Promise<void> {
  for (const before = database.readings; database.readings < before + 2;)
    await new Promise((resolve) => setTimeout(resolve, 2));
}

beforeEach(() => (nowMs = 0));
afterEach(() => list?.stop());

it('leaves a token alone that nobody denied', async () => {
  const asked = token('bo', 'j1', HERE);
  const watched = await watch(databaseWith([{ authority: HERE, claim: 'sub', value: 'ida' }]));
  expect(watched.leftOf(asked)).toBe(asked.groups);
});

it.each([
  ['sub', 'bo'],
  ['jti', 'j1'],
])('refuses a token by its %s', async (claim, value) => {
  const watched = await watch(databaseWith([{ authority: HERE, claim, value }]));
  expect(watched.leftOf(token('bo', 'j1', HERE))).toBe('denied');
});

it('takes a sub for no jti, and no jti for a denied one', async () => {
  const watched = await watch(databaseWith([{ authority: HERE, claim: 'jti', value: 'bo' }]));
  expect(watched.leftOf(token('bo', null, HERE))).toHaveLength(1);
});

it('denies in the authority that did, and leaves the others', async () => {
  const watched = await watch(databaseWith([{ authority: HERE, claim: 'sub', value: 'bo' }]));
  expect(watched.leftOf(token('bo', null, HERE, THERE))).toEqual([group(THERE)]);
  expect(watched.leftOf(token('bo', null, THERE))).toEqual([group(THERE)]);
});

it('denies everywhere what the operator of the whole store denied', async () => {
  const watched = await watch(databaseWith([{ authority: null, claim: 'sub', value: 'bo' }]));
  expect(watched.leftOf(token('bo', null, HERE, THERE))).toBe('denied');
});

it('refuses a denied token that has no right anywhere', async () => {
  const watched = await watch(databaseWith([{ authority: HERE, claim: 'sub', value: 'bo' }]));
  expect(watched.leftOf(token('bo'))).toBe('denied');
});

it('costs a request no reading, and learns of denials and of their end', async () => {
  const database = databaseWith([]);
  const watched = await watch(database);
  const asked = token('bo', null, HERE);
  expect(watched.leftOf(asked)).toBe(asked.groups);
  database.rows = [{ authority: HERE, claim: 'sub', value: 'bo' }];
  await nextReading(database);
  expect(watched.leftOf(asked)).toBe('denied');
  database.rows = [];
  await nextReading(database);
  expect(watched.leftOf(asked)).toBe(asked.groups);
  list?.stop();
  const { readings } = database;
  for (let round = 0; round < 100; round++) watched.leftOf(asked);
  expect(database.readings).toBe(readings);
});

it('lets nobody in when it has not been read for a while, says so once, and recovers by itself', async () => {
  const database = databaseWith([]);
  let told = 0;
  const watched = await watch(database, () => told++);
  database.isAway = true;
  await nextReading(database);
  await nextReading(database);
  expect(watched.leftOf(token('bo', null, HERE))).toHaveLength(1);
  nowMs = 1_001;
  expect(() => watched.leftOf(token('bo', null, HERE))).toThrow(
    expect.objectContaining({ code: 'DENY_LIST_UNAVAILABLE' }),
  );
  expect(told).toBe(1);
  database.isAway = false;
  await nextReading(database);
  expect(watched.leftOf(token('bo', null, HERE))).toHaveLength(1);
});

it('lets nobody in where it could never be read', async () => {
  const database = databaseWith([]);
  database.isAway = true;
  const watched = await watch(database);
  expect(() => watched.leftOf(token('bo', null, HERE))).toThrow(
    expect.objectContaining({ code: 'DENY_LIST_UNAVAILABLE' }),
  );
});
