import { jest } from '@jest/globals';
import type { Sender } from './sender.js';
import {
  AUTHORITY,
  event,
  ky,
  KY,
  NOW,
  openTrial,
  OTHER_AUTHORITY,
  progress,
  registered,
  SBSYS,
  sbsys,
} from './testing/intake-trial.js';

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
    expect(told.map(({ data, authority }) => [data, authority])).toEqual([
      [{ quarantineId, source: KY, sequence: '42' }, AUTHORITY],
    ]);
  });

  it('tells of none where the sender spoke for another, or named what is no source', async () => {
    const trial = openTrial();
    await trial.take(registered({ authority: OTHER_AUTHORITY }));
    await trial.take(registered({ source: SBSYS }));
    await trial.take(registered({ source: 'Karla Eksempel', sequence: '42' }), { kind: 'operator', name: 'import' });
    expect(await trial.names()).toEqual([]);
  });

  it('tells once a step that a source was heard whose refused events have no sequence', async () => {
    const trial = openTrial();
    const told = async () =>
      (await trial.opened()).flatMap(({ name, data }) => (name === 'operation.event-quarantined' ? [data] : []));
    const unnumbered = (id: string) => progress({ id, data: {}, sequence: undefined });
    const [, , last] = await trial.intake.accept([unnumbered('a'), unnumbered('b'), unnumbered('c')], ky);
    expect(await told()).toEqual([{ quarantineId: last?.quarantineId, source: KY, sequence: null }]);
    // What is sent again was heard before, and stands for nobody else.
    const [, fresh] = await trial.intake.accept([unnumbered('a'), unnumbered('d')], ky);
    expect((await told()).slice(1)).toEqual([{ quarantineId: fresh?.quarantineId, source: KY, sequence: null }]);
    await trial.intake.accept([unnumbered('a'), unnumbered('d')], ky);
    expect(await told()).toHaveLength(2);
  });

  it("lists what was sent for a foreign authority under the sender's own, never under that one", async () => {
    const trial = openTrial();
    await trial.take(registered({ authority: OTHER_AUTHORITY }));
    await trial.take(registered({ source: SBSYS }));
    expect((await trial.intake.desk.list({ limit: 9, authorities: [OTHER_AUTHORITY] })).entries).toEqual([]);
    expect((await trial.intake.desk.list({ limit: 9, authorities: [AUTHORITY], sources: [KY] })).entries).toHaveLength(
      1,
    );
    expect((await trial.intake.desk.list({ limit: 9, authorities: [AUTHORITY], sources: [SBSYS] })).entries).toEqual(
      [],
    );
  });

  it("lets no stranger close another sender's entry or take its id", async () => {
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
    expect(await trial.intake.desk.requeue(quarantineId, 'anne', progress({ id: 'other' }))).toEqual({
      kind: 'id-changed',
    });
    expect(await trial.intake.desk.requeue(quarantineId, 'anne')).toMatchObject({
      kind: 'refused',
      problem: { rule: 'schema' },
    });
    expect(await trial.intake.desk.requeue(quarantineId, 'anne', progress())).toMatchObject({
      kind: 'accepted',
      receipt: { id: 'prog', status: 'accepted' },
    });
    expect(await trial.intake.desk.requeue(quarantineId, 'anne', progress())).toEqual({ kind: 'not-open' });
    const act = (await trial.opened()).find((each) => each.name === 'operation.quarantine-requeued');
    expect(act?.data).toEqual({ quarantineId, by: 'anne', mended: true });
  });

  it.each([
    ['id', { id: 'other' }],
    ['source', { source: SBSYS }],
    ['authority', { authority: OTHER_AUTHORITY }],
    ['no source', { source: undefined }],
  ])('cannot be mended into another event: %s', async (_what, change) => {
    const trial = openTrial();
    const { quarantineId = '' } = await trial.take(bad);
    expect(await trial.intake.desk.requeue(quarantineId, 'anne', progress(change))).toEqual({ kind: 'id-changed' });
    expect(await trial.names()).not.toContain('case.progress-changed');
  });

  it('may be mended into the authority that it lies under, or that it was sent for, and no third', async () => {
    const sent = registered({ authority: OTHER_AUTHORITY });
    for (const [authority, kind] of [
      [AUTHORITY, 'accepted'],
      [OTHER_AUTHORITY, 'accepted'],
      ['29189420', 'id-changed'],
    ] as const) {
      const trial = openTrial();
      const { quarantineId = '' } = await trial.take(sent);
      const mended = registered({ authority });
      expect(await trial.intake.desk.requeue(quarantineId, 'anne', mended)).toMatchObject({ kind });
    }
  });

  it('may get the identity that could not be read of it', async () => {
    const trial = openTrial();
    const { quarantineId = '' } = await trial.take(registered({ id: undefined }));
    expect(await trial.intake.desk.requeue(quarantineId, 'anne', registered())).toMatchObject({ kind: 'accepted' });
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
    await expect(trial.take(event('case.transferred', { id: 't', data: { toSource: SBSYS } }))).rejects.toThrow(
      'killed',
    );
    requeue.mockRestore();
    await trial.intake.recover();
    expect(await trial.names()).toContain('case.progress-changed');
  });
});
