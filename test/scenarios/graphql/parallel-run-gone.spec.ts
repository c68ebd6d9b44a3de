import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { caller } from './graphql-server.js';
import { groupOf, LEGACY, openParallelRun, SUCCESSOR, type Difference, type ToldPair } from './parallel-run-house.js';
import { told } from './told-events.js';

describe('the differences of a parallel run that are gone', () => {
  let run: Awaited<ReturnType<typeof openParallelRun>>;

  beforeAll(async () => {
    run = await openParallelRun({
      'operator-of-legacy': caller('kim', groupOf('operator', { sources: [LEGACY] })),
      'operator-of-least': caller('lis', groupOf('operator', { sensitivity: 0 })),
    });
    await run.set(`${LEGACY}=${SUCCESSOR}`);
  });
  afterAll(() => run.close());

  async function pair(legacyOver: object = {}, successorOver: object = {}): Promise<ToldPair & { known: string }> {
    const { events, ...ids } = run.pairEvents(legacyOver, successorOver);
    return { ...ids, known: await run.send(...events) };
  }
  const change = (source: string, id: string, data: object, over: Record<string, unknown> = {}): Promise<string> =>
    run.send(told(source, 'case.attributes-changed', `case/${id}`, data, over));
  const listed = async ({ successor }: ToldPair, which: string | null, token = 'auditor'): Promise<Difference[]> =>
    (await run.report({ which }, token)).nodes.filter(({ objectId }) => objectId === successor);
  const toldOf = ({ path, legacy, successor }: Difference): unknown[] => [path, legacy, successor];

  it('are told from when to when, with the values of then, beside those that stand and only when asked for', async () => {
    const found = await pair({ title: 'A', facet: 'G01' }, { title: 'B' });
    const changed = await change(LEGACY, found.legacy, { title: 'C' });
    const agreed = await change(SUCCESSOR, found.successor, { title: 'C' });
    const facet = expect.objectContaining({ path: '/facet', since: found.known, until: null }) as unknown;
    const title = { path: '/title', verdict: null, note: null, caseNumber: found.number };
    const gone = [
      { ...title, legacy: 'A', successor: 'B', since: found.known, until: changed },
      { ...title, legacy: 'C', successor: 'B', since: changed, until: agreed },
    ].map((each) => expect.objectContaining(each) as unknown);
    expect(await listed(found, 'GONE')).toEqual(gone);
    expect(await listed(found, 'ALL')).toEqual([facet, ...gone]);
    for (const which of [null, undefined, 'STANDING']) expect(await listed(found, which as null)).toEqual([facet]);
  });

  it('have ids of their own, and nobody judges them any more', async () => {
    const found = await pair({ title: 'A' }, { title: 'B' });
    await change(LEGACY, found.legacy, { title: 'C' });
    const all = await listed(found, 'ALL');
    expect(all.map(({ until }) => until === null)).toEqual([true, false]);
    expect(new Set(all.map(({ id }) => id)).size).toBe(2);
    const { body } = await run.signOff('operator', all[1]?.id, 'ACCEPTED', null);
    expect(body.errors?.[0]?.extensions.code).toBe('NOT_FOUND');
    expect(await listed(found, 'ALL')).toEqual(all);
  });

  it('keep the last verdict that was given while they stood', async () => {
    const found = await pair({ title: 'A' }, { title: 'B' });
    const [{ id } = { id: '' }] = await listed(found, null);
    await run.signOff('operator', id, 'ACCEPTED', null);
    await run.signOff('operator', id, 'LEGACY_WRONG', 'Rettes');
    await change(LEGACY, found.legacy, { title: 'C' });
    await run.signOff('operator', id, 'SUCCESSOR_WRONG', null);
    await change(LEGACY, found.legacy, { title: 'A' });
    await change(LEGACY, found.legacy, { title: 'B' });
    expect((await listed(found, 'ALL')).map(({ legacy, verdict, note }) => [legacy, verdict, note])).toEqual([
      ['A', 'LEGACY_WRONG', 'Rettes'],
      ['C', 'SUCCESSOR_WRONG', null],
      ['A', null, null],
    ]);
  });

  it('are those of a case that was transferred or has another number now, too', async () => {
    const [moved, renumbered] = [
      await pair({ title: 'A' }, { title: 'B' }),
      await pair({ title: 'A' }, { title: 'B' }),
    ];
    const transfer = told(LEGACY, 'case.transferred', `case/${moved.legacy}`, { toSource: SUCCESSOR });
    const ends = [
      await run.send(transfer),
      await change(LEGACY, renumbered.legacy, { caseNumber: `nu-${renumbered.number}` }),
    ];
    for (const [at, each] of [moved, renumbered].entries()) {
      expect(await listed(each, null)).toEqual([]);
      const gone = { path: '/title', legacy: 'A', successor: 'B', until: ends[at], caseNumber: each.number };
      expect(await listed(each, 'GONE')).toEqual([expect.objectContaining(gone)]);
      expect(await listed(each, 'GONE', 'operator')).toHaveLength(1);
    }
  });

  it('are an auditor’s alone where a half was removed, and he must have seen it as it was at last', async () => {
    const found = await pair({ title: 'A' }, { title: 'B' });
    await run.send(told(LEGACY, 'case.removed', `case/${found.legacy}`, { reason: 'Flyttet' }));
    expect((await listed(found, 'GONE')).map(toldOf)).toEqual([['/title', 'A', 'B']]);
    expect(await listed(found, 'GONE', 'operator')).toEqual([]);
    const hidden = await pair({ title: 'A' }, { title: 'B' });
    await run.send(told(LEGACY, 'case.visibility-restricted', `case/${hidden.legacy}`, { viewClass: 'skjult' }));
    await run.send(told(LEGACY, 'case.removed', `case/${hidden.legacy}`, { reason: 'Flyttet' }));
    expect(await listed(hidden, 'GONE')).toEqual([]);
  });

  it('are told and counted for whoever sees both cases today, and for nobody else', async () => {
    const found = await pair({ title: 'A' }, { title: 'B' });
    await change(LEGACY, found.legacy, { title: 'B' });
    expect(await listed(found, 'GONE', 'operator')).toHaveLength(1);
    for (const which of ['GONE', 'ALL'])
      for (const token of ['operator-of-legacy', 'operator-of-least'])
        expect((await run.report({ which }, token)).totalCount).toBe(0);
    const before = (await run.report({ which: 'GONE' })).totalCount;
    await run.send(told(SUCCESSOR, 'case.visibility-restricted', `case/${found.successor}`, { viewClass: 'skjult' }));
    expect(await listed(found, 'GONE')).toEqual([]);
    expect((await run.report({ which: 'GONE' })).totalCount).toBe(before - 1);
  });

  it('are forgotten with a case that is purged, in the tables too', async () => {
    const found = await pair({ title: 'A' }, { title: 'B' });
    await change(LEGACY, found.legacy, { title: 'B' });
    expect(await listed(found, 'GONE')).toHaveLength(1);
    await run.send(told(SUCCESSOR, 'case.purged', `case/${found.successor}`, { basis: 'frist' }));
    const { rows } = await run.house.stores.pool.query('select from overview.pair_past where successor_id = $1', [
      found.successor,
    ]);
    expect(rows).toHaveLength(0);
    expect(await listed(found, 'GONE')).toEqual([]);
  });

  const party = (cpr: string): object => ({ kind: 'person', identifier: { type: 'cpr', value: cpr } });
  const add = (id: string, type: string, cpr: string): Promise<string> =>
    run.send(told(LEGACY, `case.party-${type}`, `case/${id}`, { role: 'secondary', party: party(cpr) }));

  it('are parties too, as they are identified now, without who was never another', async () => {
    const found = await pair();
    const [one, other] = ['6202800011', '6202800012'];
    const [addedOne, endedOne] = [await add(found.legacy, 'added', one), await add(found.legacy, 'ended', one)];
    const [addedOther, endedOther] = [await add(found.legacy, 'added', other), await add(found.legacy, 'ended', other)];
    const periods = async (): Promise<unknown[]> =>
      (await listed(found, 'GONE')).map(({ path, since, until }) => [path, since, until]);
    expect(await periods()).toEqual([
      ['/parties', addedOne, endedOne],
      ['/parties', addedOther, endedOther],
    ]);
    const [first] = await listed(found, 'GONE');
    const primary = { role: 'PRIMARY', party: expect.any(String) as string };
    expect(first?.legacy).toHaveLength(2);
    expect(first?.successor).toEqual([primary]);
    const identifiers = [found.cpr, one].map((value) => ({ type: 'cpr', value }));
    await run.send(told(LEGACY, 'party.registered', `party/${randomUUID()}`, { kind: 'person', identifiers }));
    const [still] = await listed(found, 'GONE');
    // The same person in two roles is a difference still.
    expect(still?.legacy).toEqual([still?.successor, { ...primary, role: 'SECONDARY' }].flat());
  });

  it('are no parties that stand under another number of theirs', async () => {
    const [one, other] = ['6202800021', '6202800022'];
    const found = await pair({ parties: [{ role: 'primary', party: party(one) }] }, { parties: [] });
    const replaced = (type: string, cpr: string): object =>
      told(LEGACY, `case.party-${type}`, `case/${found.legacy}`, { role: 'primary', party: party(cpr) });
    // Registered before the new number was, so that it does not end the party under that one too.
    const ending = replaced('ended', one);
    await sleep(2);
    await run.send(replaced('added', other));
    await run.send(ending);
    expect(await listed(found, 'GONE')).toHaveLength(2);
    const identifiers = [one, other].map((value) => ({ type: 'cpr', value }));
    await run.send(told(LEGACY, 'party.registered', `party/${randomUUID()}`, { kind: 'person', identifiers }));
    expect((await listed(found, 'ALL')).map(({ path, until }) => [path, until])).toEqual([['/parties', null]]);
  });

  it('are paged together with those that stand, each once, with the count of all', async () => {
    for (let each = 0; each < 3; each++) {
      const found = await pair({ title: 'A', facet: 'G01' }, { title: 'B' });
      for (const title of ['C', 'D']) await change(LEGACY, found.legacy, { title });
    }
    for (const which of ['GONE', 'ALL']) expect(await run.expectPaged({ which })).toBeGreaterThan(9);
  });
});
