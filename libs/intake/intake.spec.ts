import { jest } from '@jest/globals';
import { StoreBusy, StoreUnavailable } from '#event-store';
import { IntakeBusy, IntakeUnavailable } from './errors.js';
import { AUTHORITY, CASE, definitionOf, KY, ky, openTrial, progress, registered } from './testing/intake-trial.js';

describe('an accepted event', () => {
  it('has a receipt with its position, and can be opened again', async () => {
    const trial = openTrial();
    const receipt = await trial.take(registered());
    expect(receipt).toEqual({ id: 'reg', status: 'accepted', position: expect.stringMatching(/^\d+$/) });
    const stored = (await trial.opened()).find((each) => each.name === 'case.registered');
    expect(stored).toMatchObject({
      erased: false,
      authority: AUTHORITY,
      source: KY,
      id: 'reg',
      objectId: CASE,
      sequence: '4711',
    });
    expect(String(stored?.position)).toBe(receipt.position);
  });

  it('takes names and numbers of parties out of the case and into mentions written before it', async () => {
    const trial = openTrial();
    await trial.take(registered());
    const stored = await trial.store.readAll(0, 100);
    expect(stored.events.map((each) => each.type)).toEqual(['mention.recorded', 'case.registered']);
    const [mention, registeredCase] = await trial.opened();
    expect(mention).toMatchObject({
      objectId: mention?.nodeId,
      data: { nodeId: mention?.nodeId, via: { family: 'case', objectId: CASE } },
    });
    expect(JSON.stringify(registeredCase?.data)).not.toMatch(/cpr|\d{6}-?\d{4}/);
    expect(registeredCase?.data).toMatchObject({ parties: [{ party: { partyId: mention?.nodeId } }] });
  });

  it('lies encrypted: no byte of its data is readable in the store', async () => {
    const trial = openTrial();
    await trial.take(
      registered({ data: { ...(definitionOf('case.registered').example as object), title: 'hemmelig' } }),
    );
    for (const { data } of (await trial.store.readAll(0, 100)).events)
      expect(data.toString('latin1')).not.toContain('hemmelig');
  });
});

describe('the dedupe key', () => {
  it('makes the same content a duplicate at the first position', async () => {
    const trial = openTrial();
    const first = await trial.take(registered());
    expect(await trial.take(registered({ silent: true, correlationid: 'x' }))).toEqual({
      ...first,
      status: 'duplicate',
    });
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
    expect(await trial.take(registered({ sequence: '9' }))).toMatchObject({
      status: 'quarantined',
      problem: { rule: 'id-reused', path: '/id' },
    });
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
