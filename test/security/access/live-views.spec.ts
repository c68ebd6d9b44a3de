import { randomUUID } from 'node:crypto';
import { instantFromDate } from '#contracts';
import { operationEvent } from '#intake';
import {
  ACCESS_LOG,
  openLookedAt,
  type Entries,
  type Entry,
  type LookedAt,
} from '../../scenarios/access-log/looked-at.js';
import { AUTHORITY, CASE, caseOf, CPR, event, KY, PERSON } from '../../scenarios/deletion/told.js';
import { openLive, type LiveAnswer, type LiveClient, type LiveSubscription } from '../../support/live-client.js';

/*
 * Two caseworkers follow the same party: one may see all of it, the other (KLE 27) none of its cases. What only the first may see
 * is told to him alone. That the other is told nothing is known by what comes next for both: answers come in order.
 */

const ELSEWHERE = '29189714';
const FOLLOW = `subscription($cpr: String) { party(key: { cpr: $cpr }) {
  id name address { lines } relations { kind }
  cases { totalCount edges { node { id title progress sensitivity } } }
  documents { totalCount } journalNotes { totalCount edges { node { title text } } } grants { totalCount } payments { totalCount }
  timeline { totalCount edges { node { title } } } } }`;
const QUESTION = FOLLOW.replace('subscription', 'query');

let world: LookedAt;
beforeAll(async () => {
  world = await openLookedAt();
});
afterAll(() => world.close());

const open: LiveClient[] = [];
afterEach(() => {
  for (const client of open.splice(0)) client.close();
});

interface Following {
  readonly live: LiveSubscription;
  readonly client: LiveClient;
  next(): Promise<LiveAnswer>;
}

/** Follows Karla, and checks of each answer that it is what the same question is answered by POST. */
async function follow(token: string, init: Record<string, unknown> = {}, question = FOLLOW): Promise<Following> {
  const client = await openLive(world.server.url, { token, init });
  open.push(client);
  const live = client.follow(question, { cpr: CPR });
  const next = async (): Promise<LiveAnswer> => {
    const answer = await live.next();
    const asked = await world.server.ask(question.replace('subscription', 'query'), { token, variables: { cpr: CPR } });
    expect({ data: answer.data, errors: answer.errors }).toEqual({ data: asked.body.data, errors: asked.body.errors });
    return answer;
  };
  return { live, client, next };
}

const at = (): { time: string; effectivefrom: string; id: string } => {
  const time = new Date().toISOString();
  return { time, effectivefrom: time, id: randomUUID() };
};
async function tell(...events: readonly Record<string, unknown>[]): Promise<void> {
  for (const receipt of await world.house.publish(events)) expect(receipt).toMatchObject({ status: 'accepted' });
  await world.house.settle();
}
const moveHouse = (line: string): Promise<void> =>
  tell(
    event('party.address-changed', PERSON, { ...at(), data: { lines: [line], postalCode: '8000', city: 'Aarhus' } }),
  );
const party = ({ data }: LiveAnswer): Record<string, { totalCount: number; lines: string[] }> =>
  data?.['party'] as Record<string, { totalCount: number; lines: string[] }>;

/** The newest entries of a user, newest first. */
async function entriesOf(user: string): Promise<Entry[]> {
  await world.house.followed();
  const { data } = await world.ask<Entries>(ACCESS_LOG, 'auditor', { filter: { user }, first: 50 });
  return data?.accessLog.edges.map(({ node }) => node) ?? [];
}

describe('what the caller may not see', () => {
  it.each([
    ['a step of a hidden case', () => event('case.progress-changed', CASE, { ...at(), data: { progress: 'decided' } })],
    ['a hidden case that comes about', () => caseOf(randomUUID(), 'Kontanthjælp', at())],
    [
      'a note on a hidden case',
      () =>
        event('journal-note.recorded', randomUUID(), {
          ...at(),
          data: {
            caseId: CASE,
            title: 'Opkald',
            text: 'Ringede igen',
            format: 'text',
            author: { kind: 'user', id: 'bo' },
            notedOn: '2026-03-02',
          },
        }),
    ],
  ])('tells him nothing, and another all: %s', async (_what, hidden) => {
    const [all, none] = [await follow('caseworker'), await follow('narrow')];
    await all.next();
    expect(party(await none.next())['cases']).toEqual({ totalCount: 0, edges: [] });
    await tell(hidden());
    await all.next();
    const line = `Rævehøjvænget ${randomUUID()}`;
    await moveHouse(line);
    const [seen, fence] = [await all.next(), await none.next()];
    expect(party(seen)['address']?.lines).toEqual([line]);
    expect(party(fence)['address']?.lines).toEqual([line]);
    // The one that follows the hidden event, and nothing before it.
    expect([none.live.waiting(), all.live.waiting()]).toEqual([0, 0]);
    expect(none.client.received.filter(({ type }) => type === 'next')).toHaveLength(2);
    expect(none.client.heard()).not.toContain(CASE);
  });

  it('is gone from his screen when it becomes what he may not see', async () => {
    const id = randomUUID();
    await tell(
      caseOf(id, 'Aflastning', {
        ...at(),
        data: { ...(caseOf(id, 'x')['data'] as object), title: 'Aflastning', kle: '27.18.04' },
      }),
    );
    const narrow = await follow('narrow');
    expect(party(await narrow.next())['cases']?.totalCount).toBe(1);
    await tell(event('case.reclassified', id, { ...at(), data: { kle: '32.18.04' } }));
    expect(party(await narrow.next())['cases']?.totalCount).toBe(0);
  });

  it('is not what another authority tells of the same number', async () => {
    const elsewhere = await openLive(world.server.url, { token: 'elsewhere' });
    open.push(elsewhere);
    const theirs = elsewhere.follow(FOLLOW, { cpr: CPR });
    expect((await theirs.next()).data).toEqual({ party: null });
    const here = await follow('caseworker');
    await here.next();
    const there = { ...at(), authority: ELSEWHERE };
    const data = { kind: 'person', identifiers: [{ type: 'cpr', value: CPR }], name: 'En Anden' };
    await moveHouse('Her 1');
    await here.next();
    await tell(event('party.registered', PERSON, { ...there, data }));
    expect(party(await theirs.next())).toMatchObject({ name: 'En Anden', cases: { totalCount: 0 }, address: null });
    await moveHouse('Her 2');
    expect(party(await here.next())['address']?.lines).toEqual(['Her 2']);
    expect(theirs.waiting()).toBe(0);
    expect(here.client.heard()).not.toContain('En Anden');
  });
});

describe('the access log of live views', () => {
  it('has an entry for each answer, of what it showed, and none of what was not sent', async () => {
    const before = (await entriesOf('nanna')).length;
    const [all, none] = [await follow('caseworker'), await follow('narrow')];
    await all.next();
    await none.next();
    await tell(event('case.progress-changed', CASE, { ...at(), data: { progress: 'opened' } }));
    await all.next();
    await moveHouse('Ny vej 3');
    await all.next();
    await none.next();
    // Each answer was asked for by POST too, to hold them against each other.
    const entries = await entriesOf('nanna');
    expect(entries).toHaveLength(before + 4);
    for (const entry of entries.slice(0, 4))
      expect(entry).toMatchObject({ action: 'VIEW', operation: 'party', parties: [world.party], objects: [] });
    const [newest] = await entriesOf('bo');
    expect(newest?.['objects']).toContain(CASE);
  });

  it('looks up once, however often the answer changes', async () => {
    const lookUps = async (): Promise<number> => {
      await world.house.followed();
      const { rows } = await world.house.stores.pool.query<{ n: string }>(
        `select count(*) as n from oversight.look_up where user_id = 'bo'`,
      );
      return Number(rows[0]?.n);
    };
    const before = await lookUps();
    const client = await openLive(world.server.url, { token: 'caseworker' });
    open.push(client);
    const live = client.follow(FOLLOW, { cpr: CPR });
    await live.next();
    expect(await lookUps()).toBe(before + 1);
    for (const line of ['Vej 1', 'Vej 2']) {
      await moveHouse(line);
      await live.next();
    }
    expect(await lookUps()).toBe(before + 1);
    await world.server.ask(QUESTION, { token: 'caseworker', variables: { cpr: CPR } });
    expect(await lookUps()).toBe(before + 2);
  });
});

describe('the purpose of a caseworker who follows', () => {
  const set = async (value: string): Promise<void> => {
    const act = { actId: randomUUID(), key: 'purposeRequired', value, by: 'test' };
    await world.house.stores.eventStore.append(
      operationEvent('operation.setting-changed', AUTHORITY, act, instantFromDate(new Date())),
    );
    await world.house.settle();
  };
  afterEach(() => set('false'));

  it('is asked for from when the authority chose so, and the view comes back when it does no more', async () => {
    const [without, purposeful] = [
      await follow('caseworker'),
      await follow('caseworker', { 'x-Purpose': 'Samtale%20om%20bolig' }),
    ];
    await without.live.next();
    await purposeful.live.next();
    await set('true');
    const refused = await without.live.next();
    expect(refused).toMatchObject({ data: null, errors: [{ extensions: { code: 'PURPOSE_REQUIRED' } }] });
    const [newest] = await entriesOf('bo');
    expect(newest).toMatchObject({ action: 'DENIED', denied: 'PURPOSE_REQUIRED', parties: [], objects: [] });
    await moveHouse('Formålsvej 1');
    expect(party(await purposeful.live.next())['address']?.lines).toEqual(['Formålsvej 1']);
    expect(without.live.waiting()).toBe(0);
    await set('false');
    expect(party(await without.live.next())['address']?.lines).toEqual(['Formålsvej 1']);
  });
});

it('a change dated ahead is not told before its time comes', async () => {
  const client = await openLive(world.server.url, { token: 'caseworker' });
  open.push(client);
  const live = client.follow(FOLLOW, { cpr: CPR });
  await live.next();
  const later = new Date(Date.now() + 3_600_000).toISOString();
  await tell(
    event('party.name-changed', PERSON, { ...at(), effectivefrom: later, source: KY, data: { name: 'Karla Nygift' } }),
  );
  await moveHouse('Vej 9');
  expect(party(await live.next())).toMatchObject({
    address: { lines: ['Vej 9'] },
    name: expect.not.stringContaining('Nygift'),
  });
});
