import { jest } from '@jest/globals';
import { catalogue, exampleOf, type EventDefinition, type EventName } from '#contracts';
import { openInMemoryEventStore, openInMemoryQuarantine, StoreBusy, StoreUnavailable } from '#event-store';
import { openInMemoryKeyVault } from '#personal-data';
import { IntakeBusy, IntakeUnavailable } from './errors.js';
import { createIntake, type IntakeDependencies } from './intake.js';
import type { Sender } from './sender.js';

const AUTHORITY = '29189846';
const OTHER_AUTHORITY = '29189714';
const KY = 'urn:overblik:source:ky';
const SBSYS = 'urn:overblik:source:sbsys';
const CASE = 'f0a3b0a6-7c0f-4c3e-9f5e-1c1f0d3f5a11';
const NOW = new Date('2026-06-01T12:00:00.000Z');

const ky: Sender = { kind: 'source', covers: [{ authority: AUTHORITY, source: KY }] };
const sbsys: Sender = { kind: 'source', covers: [{ authority: AUTHORITY, source: SBSYS }] };

function openTrial(overrides: Partial<IntakeDependencies> = {}) {
  const store = openInMemoryEventStore();
  const vault = openInMemoryKeyVault();
  const quarantine = openInMemoryQuarantine();
  const log = { info: jest.fn(), warn: jest.fn() };
  const intake = createIntake({ store, vault, quarantine, log, clock: () => NOW, ...overrides });
  const opened = async () => vault.open((await store.readAll(0, 1000)).events);
  const names = async () => (await opened()).map((event) => event.name);
  const take = async (event: unknown, sender: Sender = ky) => {
    const [receipt] = await intake.accept([event], sender);
    if (!receipt) throw new Error('no receipt');
    return receipt;
  };
  return { store, vault, quarantine, intake, opened, names, take };
}

function definitionOf(name: EventName): EventDefinition<EventName> {
  const definition = catalogue.byName.get(name);
  if (!definition) throw new Error('no such event');
  return definition;
}

function event(name: EventName, over: Record<string, unknown> = {}): Record<string, unknown> {
  const example = exampleOf(definitionOf(name));
  return {
    ...example,
    authority: AUTHORITY,
    source: KY,
    subject: `${definitionOf(name).family}/${CASE}`,
    ...over,
  };
}

const registered = (over: Record<string, unknown> = {}) => event('case.registered', { id: 'reg', ...over });
const progress = (over: Record<string, unknown> = {}) =>
  event('case.progress-changed', { id: 'prog', data: { progress: 'informed' }, ...over });
const purged = (over: Record<string, unknown> = {}) => event('case.purged', { id: 'purge', ...over });

describe('an accepted event', () => {
  it('has a receipt with its position, and can be opened again', async () => {
    const trial = openTrial();
    const receipt = await trial.take(registered());
    expect(receipt).toEqual({ id: 'reg', status: 'accepted', position: expect.stringMatching(/^\d+$/) });
    const stored = (await trial.opened()).find((each) => each.name === 'case.registered');
    expect(stored).toMatchObject({ erased: false, authority: AUTHORITY, source: KY, id: 'reg', objectId: CASE, sequence: '4711' });
    expect(String(stored?.position)).toBe(receipt.position);
  });

  it('takes names and numbers of parties out of the case and into mentions written before it', async () => {
    const trial = openTrial();
    await trial.take(registered());
    const stored = await trial.store.readAll(0, 100);
    expect(stored.events.map((each) => each.type)).toEqual(['mention.recorded', 'case.registered']);
    const [mention, registeredCase] = await trial.opened();
    expect(mention).toMatchObject({ objectId: mention?.nodeId, data: { nodeId: mention?.nodeId, via: { family: 'case', objectId: CASE } } });
    expect(JSON.stringify(registeredCase?.data)).not.toMatch(/cpr|\d{6}-?\d{4}/);
    expect(registeredCase?.data).toMatchObject({ parties: [{ party: { partyId: mention?.nodeId } }] });
  });

  it('lies encrypted: no byte of its data is readable in the store', async () => {
    const trial = openTrial();
    await trial.take(registered({ data: { ...(definitionOf('case.registered').example as object), title: 'hemmelig' } }));
    for (const { data } of (await trial.store.readAll(0, 100)).events) expect(data.toString('latin1')).not.toContain('hemmelig');
  });
});

describe('the dedupe key', () => {
  it('makes the same content a duplicate at the first position', async () => {
    const trial = openTrial();
    const first = await trial.take(registered());
    expect(await trial.take(registered({ silent: true, correlationid: 'x' }))).toEqual({ ...first, status: 'duplicate' });
    expect(await trial.names()).toHaveLength(2);
  });

  it('compares instants as instants and an absent effectivefrom as time', async () => {
    const trial = openTrial();
    await trial.take(registered({ time: '2026-03-12T08:30:00.1234567+01:00', effectivefrom: undefined }));
    const again = registered({ time: '2026-03-12T07:30:00.123456Z', effectivefrom: '2026-03-12T07:30:00.1234569Z' });
    expect((await trial.take(again)).status).toBe('duplicate');
  });

  it('refuses other content under the same id', async () => {
    const trial = openTrial();
    await trial.take(registered());
    expect(await trial.take(registered({ sequence: '9' }))).toMatchObject({ status: 'quarantined', problem: { rule: 'id-reused', path: '/id' } });
  });

  it('holds within one request too', async () => {
    const trial = openTrial();
    const receipts = await trial.intake.accept([registered(), registered(), registered({ sequence: '9' })], ky);
    expect(receipts.map((receipt) => receipt.status)).toEqual(['accepted', 'duplicate', 'quarantined']);
    expect(receipts[1]?.position).toBe(receipts[0]?.position);
    expect(receipts[2]?.problem?.rule).toBe('id-reused');
  });

  it('is found out at the append where two requests race', async () => {
    const trial = openTrial();
    const [one, two, three] = await Promise.all([
      trial.take(registered()),
      trial.take(registered()),
      trial.take(registered({ sequence: '9' })),
    ]);
    expect([one?.status, two?.status].sort()).toEqual(['accepted', 'duplicate']);
    expect(three).toMatchObject({ status: 'quarantined', problem: { rule: 'id-reused' } });
  });
});

describe('the rules, in order', () => {
  const cases: [string, Record<string, unknown>, string, string][] = [
    ['a missing attribute', registered({ time: undefined }), 'schema', '/time'],
    ['no such day', registered({ time: '2026-02-30T10:00:00Z' }), 'schema', '/time'],
    ['a CVR that does not hold', registered({ authority: '29189847' }), 'identifier', '/authority'],
    ['a foreign authority', registered({ authority: OTHER_AUTHORITY }), 'foreign-authority', '/authority'],
    ['a foreign source', registered({ source: SBSYS }), 'foreign-source', '/source'],
    ['an unknown type', registered({ type: 'dk.overblik.case.dreamt.v1' }), 'unknown-type', '/type'],
    ['a type of another pattern', registered({ type: 'com.example.thing' }), 'unknown-type', '/type'],
    ['too much data', registered({ data: { title: 'x'.repeat(262_145) } }), 'too-large', '/data'],
    ['a subject of another family', registered({ subject: `document/${CASE}` }), 'schema', '/subject'],
    ['an unknown field', progress({ data: { progress: 'informed', mood: 'x' } }), 'schema', '/data/mood'],
    ['an unknown field named like a person number', progress({ data: { progress: 'informed', '0101901234': 1 } }), 'schema', '/data/*'],
    ['a NUL', progress({ data: { progress: 'informed', statusText: 'a\0b' } }), 'schema', '/data/statusText'],
    ['half a character', progress({ data: { progress: 'informed', statusText: 'a\ud800b' } }), 'schema', '/data/statusText'],
    ['more than five minutes ahead', progress({ time: '2026-06-01T12:05:00.000001Z', effectivefrom: undefined }), 'future-time', '/time'],
  ];
  it.each(cases)('refuses %s', async (_what, sent, rule, path) => {
    const trial = openTrial();
    const receipt = await trial.take(sent);
    expect(receipt).toMatchObject({ status: 'quarantined', quarantineId: expect.any(String), problem: { rule, path } });
    expect((await trial.names()).filter((name) => !name.startsWith('operation.'))).toEqual([]);
    const shown = await trial.intake.desk.show(receipt.quarantineId ?? '');
    expect(shown).toMatchObject({ status: 'open', event: JSON.parse(JSON.stringify(sent)) });
  });

  it('takes what is registered exactly five minutes ahead', async () => {
    const receipt = await openTrial().take(progress({ time: '2026-06-01T12:05:00Z', effectivefrom: undefined }));
    expect(receipt.status).toBe('accepted');
  });

  it('refuses a number of a person that is none', async () => {
    const party = { kind: 'person', identifier: { type: 'cpr', value: '3213991234' } };
    const receipt = await openTrial().take(event('case.party-added', { id: 'p', data: { role: 'primary', party } }));
    expect(receipt.problem).toMatchObject({ rule: 'identifier', path: '/data/party/identifier/value' });
  });

  it('does not cross what is granted in two authorities', async () => {
    const sender: Sender = {
      kind: 'source',
      covers: [
        { authority: AUTHORITY, source: KY },
        { authority: OTHER_AUTHORITY, source: SBSYS },
      ],
    };
    expect((await openTrial().take(registered({ source: SBSYS }), sender)).problem?.rule).toBe('foreign-source');
  });

  it('lets an operator speak for every authority and source', async () => {
    const receipt = await openTrial().take(registered({ authority: OTHER_AUTHORITY, source: SBSYS }), { kind: 'operator', name: 'o' });
    expect(receipt.status).toBe('accepted');
  });

  it.each([[null], [1], ['text'], [[]], [[registered()]], [true]])('quarantines a batch member that is no object: %j', async (sent) => {
    expect(await openTrial().take(sent)).toMatchObject({ id: null, status: 'quarantined', problem: { rule: 'schema', path: '' } });
  });
});

describe('the master of an object', () => {
  it('is the source that founded it first', async () => {
    const trial = openTrial();
    await trial.take(registered());
    const receipt = await trial.take(progress({ source: SBSYS }), sbsys);
    expect(receipt).toMatchObject({ status: 'quarantined', problem: { rule: 'not-master', path: '/source' } });
  });

  it('is nobody before that: any source may speak of it', async () => {
    const trial = openTrial();
    expect((await trial.take(progress({ source: SBSYS }), sbsys)).status).toBe('accepted');
    expect((await trial.take(registered())).status).toBe('accepted');
    expect((await trial.take(progress({ source: SBSYS, id: 'later' }), sbsys)).problem?.rule).toBe('not-master');
  });

  it('is one of two that found it at the same moment', async () => {
    const trial = openTrial();
    const receipts = await Promise.all([trial.take(registered()), trial.take(registered({ source: SBSYS }), sbsys)]);
    expect(receipts.map((receipt) => receipt.status).sort()).toEqual(['accepted', 'quarantined']);
  });

  it('changes by transferred, and what came too early is taken from quarantine', async () => {
    const trial = openTrial();
    await trial.take(registered());
    const early = await trial.take(progress({ source: SBSYS }), sbsys);
    const transferred = event('case.transferred', { id: 't', data: { toSource: SBSYS } });
    expect((await trial.take(transferred)).status).toBe('accepted');
    expect(await trial.names()).toContain('case.progress-changed');
    expect((await trial.intake.desk.show(early.quarantineId ?? ''))?.status).toBe('accepted');
    expect((await trial.take(progress({ id: 'old master' }))).problem?.rule).toBe('not-master');
    expect((await trial.take(progress({ source: SBSYS, id: 'new master' }), sbsys)).status).toBe('accepted');
  });

  it('changes within one request, in its order', async () => {
    const trial = openTrial();
    const operator: Sender = { kind: 'operator', name: 'o' };
    const sent = [
      registered(),
      progress({ source: SBSYS, id: 'early' }),
      event('case.transferred', { id: 't', data: { toSource: SBSYS } }),
      progress({ source: SBSYS, id: 'late' }),
    ];
    const receipts = await trial.intake.accept(sent, operator);
    expect(receipts.map((receipt) => receipt.status)).toEqual(['accepted', 'quarantined', 'accepted', 'accepted']);
    expect((await trial.names()).filter((name) => name === 'case.progress-changed')).toHaveLength(2);
  });

  it('is the one it was passed on to, also where transferred came before the founding event', async () => {
    const trial = openTrial();
    await trial.take(event('case.transferred', { id: 't', data: { toSource: SBSYS } }));
    expect((await trial.take(registered())).status).toBe('accepted');
    expect((await trial.take(progress({ source: SBSYS }), sbsys)).status).toBe('accepted');
    expect((await trial.take(progress())).problem?.rule).toBe('not-master');
  });

  it('stays where an old transferred is sent again', async () => {
    const trial = openTrial();
    const over = event('case.transferred', { id: 't1', data: { toSource: SBSYS } });
    await trial.take(registered());
    await trial.take(over);
    await trial.take(event('case.transferred', { id: 't2', source: SBSYS, data: { toSource: KY } }), sbsys);
    expect((await trial.take(over)).status).toBe('duplicate');
    expect((await trial.take(progress())).status).toBe('accepted');
  });

  it('is not asked for parties, whose subjects are per source', async () => {
    const trial = openTrial();
    await trial.take(event('party.registered', { id: 'a' }));
    expect((await trial.take(event('party.registered', { id: 'b', source: SBSYS }), sbsys)).status).toBe('accepted');
  });

  it('lapses where the founding event never reached the log', async () => {
    const trial = openTrial();
    const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.parse('2026-06-01T11:00:00Z'));
    const stream = `case-${AUTHORITY}-${CASE}`;
    await trial.vault.ensureKeys([{ stream, claim: { source: SBSYS, eventId: '00000000-0000-4000-8000-000000000001' } }]);
    clock.mockRestore();
    expect((await trial.take(registered())).status).toBe('accepted');
    expect((await trial.take(progress({ source: SBSYS }), sbsys)).problem?.rule).toBe('not-master');
  });
});

describe('a purge', () => {
  it('destroys the key: what the object told is erased, the basis remains', async () => {
    const trial = openTrial();
    await trial.take(registered());
    expect((await trial.take(purged())).status).toBe('accepted');
    const events = await trial.opened();
    expect(events.map(({ name, erased }) => [name, erased])).toEqual([
      ['mention.recorded', true],
      ['case.registered', true],
      ['case.purged', false],
    ]);
    expect(events[2]?.data).toMatchObject({ basis: expect.any(String) });
  });

  it('refuses what comes after it, and throws away what was sent', async () => {
    const trial = openTrial();
    await trial.take(registered());
    await trial.take(purged());
    const receipt = await trial.take(progress());
    expect(receipt).toMatchObject({ status: 'quarantined', problem: { rule: 'purged-object', path: '/subject' } });
    expect(await trial.intake.desk.show(receipt.quarantineId ?? '')).toMatchObject({ body: null, event: undefined });
    expect((await trial.take(progress())).quarantineId).toBe(receipt.quarantineId);
  });

  it('makes an exact repeat of what came before it a duplicate, other content purged-object', async () => {
    const trial = openTrial();
    const first = await trial.take(registered());
    await trial.take(purged());
    expect(await trial.take(registered())).toEqual({ ...first, status: 'duplicate' });
    expect((await trial.take(registered({ sequence: '9' }))).problem?.rule).toBe('purged-object');
    expect((await trial.take(purged())).status).toBe('duplicate');
  });

  it('acts within one request, and before the founding event has come', async () => {
    const trial = openTrial();
    const receipts = await trial.intake.accept([purged(), registered()], ky);
    expect(receipts.map(({ status, problem }) => problem?.rule ?? status)).toEqual(['accepted', 'purged-object']);
  });

  it('forgets what lies in quarantine of the object', async () => {
    const trial = openTrial();
    await trial.take(registered());
    const held = await trial.take(progress({ data: { progress: 'never' } }));
    await trial.take(purged());
    expect(await trial.intake.desk.show(held.quarantineId ?? '')).toMatchObject({ body: null });
  });

  it('of a party takes that source\'s statements only', async () => {
    const trial = openTrial();
    await trial.take(event('party.registered', { id: 'a' }));
    await trial.take(event('party.registered', { id: 'b', source: SBSYS }), sbsys);
    await trial.take(event('party.purged', { id: 'c' }));
    expect((await trial.opened()).map(({ erased }) => erased)).toEqual([true, false, false]);
  });

  it('is finished at the start where the process stopped between append and key', async () => {
    const trial = openTrial();
    await trial.take(registered());
    const destroy = jest.spyOn(trial.vault, 'destroy').mockRejectedValueOnce(new Error('killed'));
    await expect(trial.take(purged())).rejects.toThrow('killed');
    destroy.mockRestore();
    expect((await trial.opened())[1]?.erased).toBe(false);
    await trial.intake.recover();
    expect((await trial.opened())[1]?.erased).toBe(true);
    expect(await trial.vault.unfinishedPurges()).toEqual([]);
  });

  it('is finished by the sender\'s second try too', async () => {
    const trial = openTrial();
    await trial.take(registered());
    jest.spyOn(trial.vault, 'destroy').mockRejectedValueOnce(new Error('killed'));
    await expect(trial.take(purged())).rejects.toThrow('killed');
    expect((await trial.take(purged())).status).toBe('duplicate');
    expect((await trial.opened())[1]?.erased).toBe(true);
  });

  it('that never reached the log is forgotten at the start', async () => {
    const trial = openTrial();
    await trial.take(registered());
    jest.spyOn(trial.store, 'appendAll').mockRejectedValueOnce(new StoreUnavailable('away'));
    await expect(trial.take(purged())).rejects.toThrow(IntakeUnavailable);
    await trial.intake.recover();
    expect(await trial.vault.unfinishedPurges()).toEqual([]);
    expect((await trial.opened())[1]?.erased).toBe(false);
  });
});

describe('the quarantine', () => {
  const bad = progress({ data: { progress: 'never' } });

  it('holds the same content once, under one entry', async () => {
    const trial = openTrial();
    const first = await trial.take(bad);
    expect(await trial.take(bad)).toEqual(first);
    expect((await trial.intake.desk.list({ limit: 10 })).entries).toHaveLength(1);
  });

  it('does not use up the id: other content is judged afresh, and closes the entry when accepted', async () => {
    const trial = openTrial();
    const held = await trial.take(bad);
    expect((await trial.take(progress())).status).toBe('accepted');
    expect((await trial.intake.desk.show(held.quarantineId ?? ''))?.status).toBe('accepted');
  });

  it('answers the same content with the same entry even where it would pass now', async () => {
    let now = NOW;
    const trial = openTrial({ clock: () => now });
    const early = progress({ time: '2026-06-01T13:00:00Z', effectivefrom: undefined });
    const held = await trial.take(early);
    now = new Date('2026-06-02T00:00:00Z');
    expect(await trial.take(early)).toEqual(held);
    expect(await trial.intake.desk.requeue(held.quarantineId ?? '', 'anne')).toMatchObject({ kind: 'accepted' });
    expect((await trial.take(early)).status).toBe('duplicate');
  });

  it('tells of a refused sequence of a trusted sender, once', async () => {
    const trial = openTrial();
    const { quarantineId } = await trial.take({ ...bad, sequence: '042' });
    await trial.take({ ...bad, sequence: '042' });
    const told = (await trial.opened()).filter((each) => each.name === 'operation.event-quarantined');
    expect(told.map(({ data, authority }) => [data, authority])).toEqual([[{ quarantineId, source: KY, sequence: '42' }, AUTHORITY]]);
  });

  it('tells of none where the sender spoke for another, or sent no sequence', async () => {
    const trial = openTrial();
    await trial.take(registered({ authority: OTHER_AUTHORITY }));
    await trial.take(registered({ source: SBSYS }));
    await trial.take(progress({ data: {}, sequence: undefined }));
    expect(await trial.names()).toEqual([]);
  });

  it('lists what was sent for a foreign authority under the sender\'s own, never under that one', async () => {
    const trial = openTrial();
    await trial.take(registered({ authority: OTHER_AUTHORITY }));
    await trial.take(registered({ source: SBSYS }));
    expect((await trial.intake.desk.list({ limit: 9, authorities: [OTHER_AUTHORITY] })).entries).toEqual([]);
    expect((await trial.intake.desk.list({ limit: 9, authorities: [AUTHORITY], sources: [KY] })).entries).toHaveLength(1);
    expect((await trial.intake.desk.list({ limit: 9, authorities: [AUTHORITY], sources: [SBSYS] })).entries).toEqual([]);
  });

  it('lets no stranger close another sender\'s entry or take its id', async () => {
    const trial = openTrial();
    const held = await trial.take(bad);
    const stranger: Sender = { kind: 'source', covers: [{ authority: OTHER_AUTHORITY, source: KY }] };
    const foreign = await trial.take(bad, stranger);
    expect(foreign.problem?.rule).toBe('foreign-authority');
    expect(foreign.quarantineId).not.toBe(held.quarantineId);
  });

  it('keeps the event encrypted', async () => {
    const trial = openTrial();
    const { quarantineId } = await trial.take(progress({ data: { progress: 'hemmelig' } }));
    const entry = await trial.quarantine.find(quarantineId ?? '');
    expect(entry?.body?.toString('latin1')).not.toContain('hemmelig');
    expect(JSON.stringify(entry?.problem)).not.toContain('hemmelig');
  });

  it('is requeued mended, under the id it had, by an operator who is named', async () => {
    const trial = openTrial();
    const { quarantineId = '' } = await trial.take(bad);
    expect(await trial.intake.desk.requeue(quarantineId, 'anne', progress({ id: 'other' }))).toEqual({ kind: 'id-changed' });
    expect(await trial.intake.desk.requeue(quarantineId, 'anne')).toMatchObject({ kind: 'refused', problem: { rule: 'schema' } });
    expect(await trial.intake.desk.requeue(quarantineId, 'anne', progress())).toMatchObject({
      kind: 'accepted',
      receipt: { id: 'prog', status: 'accepted' },
    });
    expect(await trial.intake.desk.requeue(quarantineId, 'anne', progress())).toEqual({ kind: 'not-open' });
    const act = (await trial.opened()).find((each) => each.name === 'operation.quarantine-requeued');
    expect(act?.data).toEqual({ quarantineId, by: 'anne', mended: true });
  });

  it('is discarded by an operator who is named', async () => {
    const trial = openTrial();
    const { quarantineId = '' } = await trial.take(bad);
    expect(await trial.intake.desk.discard(quarantineId, 'anne')).toBe('discarded');
    expect(await trial.intake.desk.discard(quarantineId, 'anne')).toBe('not-open');
    expect(await trial.intake.desk.discard('00000000-0000-4000-8000-000000000009', 'anne')).toBe('not-found');
    const act = (await trial.opened()).find((each) => each.name === 'operation.quarantine-discarded');
    expect(act?.data).toEqual({ quarantineId, by: 'anne', mended: false });
  });

  it('takes up at the start what waits for a master that has come', async () => {
    const trial = openTrial();
    await trial.take(registered());
    await trial.take(progress({ source: SBSYS }), sbsys);
    const requeue = jest.spyOn(trial.intake.desk, 'requeueForNewMaster').mockRejectedValueOnce(new Error('killed'));
    await expect(trial.take(event('case.transferred', { id: 't', data: { toSource: SBSYS } }))).rejects.toThrow('killed');
    requeue.mockRestore();
    await trial.intake.recover();
    expect(await trial.names()).toContain('case.progress-changed');
  });
});

describe('under strain', () => {
  it('tells senders to wait when too much is in flight, and takes nothing of theirs', async () => {
    const trial = openTrial({ maxInFlight: 2 });
    const first = trial.intake.accept([registered(), progress()], ky);
    await expect(trial.take(progress({ id: 'x' }))).rejects.toThrow(IntakeBusy);
    expect(await first).toHaveLength(2);
    expect(trial.intake.inFlight).toBe(0);
  });

  it.each([
    [new StoreBusy(1, 1), IntakeBusy],
    [new StoreUnavailable('away'), IntakeUnavailable],
    [Object.assign(new Error('no'), { code: 'ECONNREFUSED' }), IntakeUnavailable],
    [Object.assign(new Error('no'), { code: '57P01' }), IntakeUnavailable],
    [new Error('Connection terminated unexpectedly'), IntakeUnavailable],
  ])('names %s in the words of intake', async (fault, kind) => {
    const trial = openTrial();
    jest.spyOn(trial.store, 'appendAll').mockRejectedValueOnce(fault);
    await expect(trial.take(registered())).rejects.toThrow(kind);
  });

  it('gives no receipts for no events', async () => {
    expect(await openTrial().intake.accept([], ky)).toEqual([]);
  });

  it('answers each of many events in order', async () => {
    const trial = openTrial();
    const sent = Array.from({ length: 1_201 }, (_, index) => progress({ id: `e${index}` }));
    const receipts = await trial.intake.accept(sent, ky);
    expect(receipts.map((receipt) => receipt.id)).toEqual(sent.map((each) => each['id']));
    expect(receipts.every((receipt) => receipt.status === 'accepted')).toBe(true);
  });
});
