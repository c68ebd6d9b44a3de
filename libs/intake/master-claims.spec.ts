import { jest } from '@jest/globals';
import type { Sender } from './sender.js';
import { AUTHORITY, CASE, event, KY, openTrial, progress, registered, SBSYS, sbsys } from './testing/intake-trial.js';

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
    await trial.vault.ensureKeys([
      { stream, claim: { source: SBSYS, eventId: '00000000-0000-4000-8000-000000000001' } },
    ]);
    clock.mockRestore();
    expect((await trial.take(registered())).status).toBe('accepted');
    expect((await trial.take(progress({ source: SBSYS }), sbsys)).problem?.rule).toBe('not-master');
  });
});
