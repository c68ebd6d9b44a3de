import {
  accessPrivilegesSeen,
  createRightsHeld,
  createRightsTrail,
  openDenials,
  type Caller,
  type PrivilegeGroup,
  type RightsHeld,
  type RightsTrail,
} from '#access';
import { actTeller } from '#intake';
import { openTestStores, type TestStores } from '../../support/stores.js';

const HERE = '29189846';
const THERE = '55133018';
const group = (role: PrivilegeGroup['role'], authority = HERE, kle = '32'): PrivilegeGroup => ({
  role,
  authority,
  kle: [kle],
  sensitivity: 2,
  units: null,
  sources: null,
  viewClasses: [],
  grounds: [`KLE=${kle}`, 'foelsomhed=sensitive'],
});
const caller = (sub: string, ...groups: PrivilegeGroup[]): Caller => ({
  kind: 'caller',
  sub,
  name: 'Bo Sagsbehandler',
  unit: 'U1',
  jti: null,
  cprHash: null,
  groups,
  denied: [],
  expiresAt: 9e9,
});

let kept: TestStores;
let held: RightsHeld;
let users = 0;
/** Each test is a user of its own. */
let user: string;
beforeAll(async () => {
  kept = await openTestStores();
  const { pool, accessLogStore: store, accessParts: parts } = kept.stores;
  held = createRightsHeld({ pool, store, parts });
});
beforeEach(() => (user = `user-${++users}`));
afterAll(() => kept.close());

/** A process: it remembers what it saw for so long. */
function process(rememberMs = 60_000): RightsTrail {
  const { pool, accessLogStore: store, accessParts } = kept.stores;
  return createRightsTrail({ pool, store, seal: accessParts.seal, rememberMs });
}

const told = async (authority = HERE): Promise<string[][]> =>
  (await held.ofUser(authority, user)).map(({ groups }) =>
    groups.map(({ role, kle }) => `${role} ${kle?.join() ?? ''}`),
  );

it('tells once of privileges, however often and in whatever order they come', async () => {
  const trail = process();
  const [a, b] = [group('caseworker'), group('auditor')];
  await trail.saw(caller(user, a, b));
  await trail.saw(caller(user, a, b));
  await trail.saw(caller(user, b, a));
  expect(await told()).toEqual([['caseworker 32', 'auditor 32']]);
});

it('tells of other privileges, and of the old ones when they come again', async () => {
  const trail = process();
  for (const kle of ['32', '27', '32']) await trail.saw(caller(user, group('caseworker', HERE, kle)));
  expect(await told()).toEqual([['caseworker 32'], ['caseworker 27'], ['caseworker 32']]);
  const [first, second, last] = await held.ofUser(HERE, user);
  expect([first?.to, second?.to, last?.to]).toEqual([second?.from, last?.from, null]);
});

it('tells of another unit of the user, since security profiles go by it, and not of another name', async () => {
  const trail = process();
  await trail.saw(caller(user, group('caseworker')));
  await trail.saw({ ...caller(user, group('caseworker')), name: 'Bo Nytnavn' });
  await trail.saw({ ...caller(user, group('caseworker')), unit: 'U2' });
  expect((await held.ofUser(HERE, user)).map(({ unit }) => unit)).toEqual(['U1', 'U2']);
});

it('tells by authority, and of an authority in which he has none any more', async () => {
  const trail = process();
  await trail.saw(caller(user, group('caseworker'), group('caseworker', THERE)));
  await trail.saw(caller(user, group('caseworker')));
  await trail.saw(caller(user));
  expect(await told()).toEqual([['caseworker 32'], []]);
  expect(await told(THERE)).toEqual([['caseworker 32'], []]);
});

it('tells nothing of one who never had any', async () => {
  await process().saw(caller(user));
  expect(await told()).toEqual([]);
});

it('does not tell again after a restart, nor in another process', async () => {
  await process().saw(caller(user, group('caseworker')));
  await process().saw(caller(user, group('caseworker')));
  expect(await told()).toEqual([['caseworker 32']]);
});

it('learns what another process saw when it looks again', async () => {
  const [one, other] = [process(1), process(1)];
  for (const [trail, kle] of [
    [one, '32'],
    [other, '27'],
    [one, '32'],
  ] as const) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    await trail.saw(caller(user, group('caseworker', HERE, kle)));
  }
  expect(await told()).toEqual([['caseworker 32'], ['caseworker 27'], ['caseworker 32']]);
});

it('tells once of many requests that come at the same time, and has told before any is answered', async () => {
  const trail = process();
  const answered = Array.from({ length: 20 }, async () => {
    await trail.saw(caller(user, group('caseworker')));
    return (await told()).length;
  });
  expect(await Promise.all(answered)).toEqual(answered.map(() => 1));
});

it('lets nobody through whose privileges cannot be told of, and tells of them the next time', async () => {
  const { pool, accessLogStore: store, accessParts } = kept.stores;
  let isAway = true;
  const append: typeof store.append = async (request) => {
    if (isAway) throw new Error('away');
    return store.append(request);
  };
  const trail = createRightsTrail({ pool, store: { append }, seal: accessParts.seal });
  const asking = (): Promise<void> => trail.saw(caller(user, group('caseworker')));
  await expect(Promise.all([asking(), asking()])).rejects.toMatchObject({ code: 'ACCESS_LOG_UNAVAILABLE' });
  await expect(asking()).rejects.toMatchObject({ code: 'ACCESS_LOG_UNAVAILABLE' });
  expect(await told()).toEqual([]);
  isAway = false;
  await asking();
  expect(await told()).toEqual([['caseworker 32']]);
});

it('keeps the name sealed, and all else as the groups were judged', async () => {
  await process().saw({
    ...caller(user, group('caseworker')),
    denied: [{ role: 'dpo', authority: HERE, reason: 'scope' }],
  });
  const { events } = await kept.stores.accessLogStore.readAll(0, 1_000);
  const [event] = events.filter(({ data }) => data.toString().includes(`"${user}"`));
  expect(event?.type).toBe(accessPrivilegesSeen);
  expect(event?.data.toString()).not.toContain('Sagsbehandler');
  expect(await held.ofUser(HERE, user)).toEqual([
    expect.objectContaining({
      user,
      userName: 'Bo Sagsbehandler',
      unit: 'U1',
      groups: [group('caseworker')],
      denied: [{ role: 'dpo', authority: HERE, reason: 'scope' }],
    }),
  ]);
});

it('says who holds what now, in one authority, without those who are denied', async () => {
  const trail = process();
  const denials = openDenials({ pool: kept.stores.pool, tell: actTeller(kept.stores.eventStore) });
  const [other, elsewhere] = [`${user}-other`, `${user}-elsewhere`];
  await trail.saw(caller(user, group('caseworker')));
  await trail.saw(caller(other, group('caseworker')));
  await trail.saw(caller(elsewhere, group('caseworker', THERE)));
  const now = async (): Promise<string[]> =>
    (await held.now(HERE)).map((rights) => rights.user).filter((each) => each.startsWith(user));
  expect(await now()).toEqual([user, other]);
  const request = { authority: HERE, claim: 'sub', value: user, reason: 'fratrådt', until: null } as const;
  const { denialId, deniedAt } = await denials.deny(request, 'adm');
  expect(await now()).toEqual([other]);
  expect(await held.ofUser(HERE, user)).toEqual([expect.objectContaining({ to: deniedAt })]);
  const { liftedAt } = await denials.lift(denialId, 'genansat', 'adm', HERE);
  expect(await now()).toEqual([user, other]);
  expect((await held.ofUser(HERE, user)).map(({ from, to }) => [from, to])).toEqual([
    [expect.any(String), deniedAt],
    [liftedAt, null],
  ]);
});

it('records each act on the deny list under the name of who did it, once, whatever process tells of it', async () => {
  const { pool, eventStore } = kept.stores;
  const request = { authority: HERE, claim: 'jti', value: `${user}-token`, reason: 'stjålet', until: null } as const;
  const dying = openDenials({ pool, tell: () => Promise.reject(new Error('killed')) });
  await expect(dying.deny(request, 'adm')).rejects.toThrow('killed');
  const denials = openDenials({ pool, tell: actTeller(eventStore) });
  expect([await denials.recover(), await denials.recover()]).toEqual([1, 0]);
  const [denial] = (await denials.list(HERE, false)).filter(({ value }) => value === request.value);
  await expect(denials.lift(denial?.denialId ?? '', 'fundet', 'adm', THERE)).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
  await denials.lift(denial?.denialId ?? '', 'fundet', 'adm-2', HERE);
  await denials.lift(denial?.denialId ?? '', 'igen', 'adm-3', HERE);
  const acts = (await eventStore.readAll(0, 1_000)).events.filter(({ stream }) =>
    stream.endsWith(denial?.denialId ?? '-'),
  );
  expect(acts.map(({ type }) => type)).toEqual(['operation.access-denied', 'operation.denial-lifted']);
  expect(acts[1]?.data.toString()).toContain('adm-2');
});

it.each([
  ['a blank user', { value: ' ' }],
  ['a blank reason', { reason: '' }],
  ['an end that is past', { until: '2020-01-01T00:00:00.000000Z' }],
])('refuses to deny with %s', async (_, changed) => {
  const denials = openDenials({ pool: kept.stores.pool, tell: () => Promise.resolve() });
  const request = { authority: HERE, claim: 'sub', value: user, reason: 'fratrådt', until: null, ...changed } as const;
  await expect(denials.deny(request, 'adm')).rejects.toThrow();
  expect((await denials.list(HERE, true)).map(({ value }) => value)).not.toContain(user);
});
