import { jest } from '@jest/globals';
import { StoreUnavailable } from '#event-store';
import { IntakeUnavailable } from './errors.js';
import { event, ky, openTrial, progress, purged, registered, SBSYS, sbsys } from './testing/intake-trial.js';

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

  it("of a party takes that source's statements only", async () => {
    const trial = openTrial();
    await trial.take(event('party.registered', { id: 'a' }));
    await trial.take(event('party.registered', { id: 'b', source: SBSYS }), sbsys);
    await trial.take(event('party.purged', { id: 'c' }));
    expect((await trial.opened()).map(({ erased }) => erased)).toEqual([true, false, false]);
  });

  it('of a party leaves in quarantine what another source sent of its own party with the same uuid', async () => {
    const trial = openTrial();
    const bad = { data: { name: 5 } };
    const purgedOne = await trial.take(event('party.name-changed', { id: 'a', ...bad }));
    const stranger = await trial.take(event('party.name-changed', { id: 'b', source: SBSYS, ...bad }), sbsys);
    await trial.take(event('party.purged', { id: 'c' }));
    expect(await trial.intake.desk.show(purgedOne.quarantineId ?? '')).toMatchObject({ event: undefined });
    expect(await trial.intake.desk.show(stranger.quarantineId ?? '')).toMatchObject({ event: { id: 'b' } });
  });

  it('forgets what any source sent of a case, whose uuid is one for all', async () => {
    const trial = openTrial();
    await trial.take(registered());
    const held = await trial.take(progress({ source: SBSYS }), sbsys);
    await trial.take(purged());
    expect(await trial.intake.desk.show(held.quarantineId ?? '')).toMatchObject({ event: undefined });
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

  it.each([
    ['case', registered(), progress({ data: { progress: 'never' } }), purged()],
    [
      'party',
      event('party.registered', { id: 'a' }),
      event('party.name-changed', { id: 'b', data: { name: 5 } }),
      event('party.purged', { id: 'c' }),
    ],
  ])('of a %s is finished in the quarantine too', async (_, founding, refused, purge) => {
    const trial = openTrial();
    await trial.take(founding);
    const held = await trial.take(refused);
    const forget = jest.spyOn(trial.quarantine, 'forgetBodies').mockRejectedValueOnce(new Error('killed'));
    await expect(trial.take(purge)).rejects.toThrow('killed');
    forget.mockRestore();
    await trial.intake.recover();
    expect(await trial.intake.desk.show(held.quarantineId ?? '')).toMatchObject({ event: undefined });
    expect(await trial.vault.unfinishedPurges()).toEqual([]);
  });

  it("is finished by the sender's second try too", async () => {
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
