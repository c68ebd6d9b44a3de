import type { SnapshotOutcome } from './snapshot-desk.js';
import { endOfStep } from './snapshot-desk.js';
import { CASE, event, KY, openTrial, registered } from './testing/intake-trial.js';

const OTHER = 'f0a3b0a6-7c0f-4c3e-9f5e-1c1f0d3f5a12';
const ofSnapshot = (over: Record<string, unknown> = {}) => registered({ snapshotid: 's1', ...over });

/** Intake whose comparison says what the test wants, by object. */
function openDesk(outcomeOf: (objectId: string) => SnapshotOutcome) {
  const compared: string[][] = [];
  const trial = openTrial({
    compareSnapshot: (told) => {
      compared.push(told.map(({ event: { objectId } }) => objectId));
      return Promise.resolve(told.map(({ event: { objectId } }) => outcomeOf(objectId)));
    },
  });
  const findings = async () =>
    (await trial.opened()).filter(({ name }) => name === 'operation.snapshot-compared').map(({ data }) => data);
  return { ...trial, compared, findings };
}

describe('founding events of a snapshot', () => {
  it('are accepted without position and not stored where they equal what is stored', async () => {
    const { take, names, findings } = openDesk(() => 'same');
    expect(await take(ofSnapshot({ sequence: '7' }))).toEqual({ id: 'reg', status: 'accepted' });
    expect(await names()).toEqual(['operation.snapshot-compared']);
    expect(await findings()).toMatchObject([
      { source: KY, snapshotId: 's1', missing: [], different: [], named: [`case/${CASE}`], sequences: [['7', '7']] },
    ]);
  });
  it.each(['missing', 'different'] as const)(
    'are stored where the object is %s, after that was told',
    async (outcome) => {
      const { take, opened, findings } = openDesk(() => outcome);
      expect(await take(ofSnapshot({ sequence: '7' }))).toMatchObject({
        status: 'accepted',
        position: expect.any(String) as string,
      });
      expect((await opened()).map(({ name }) => name).filter((name) => !name.startsWith('mention.'))).toEqual([
        'operation.snapshot-compared',
        'case.registered',
      ]);
      expect(await findings()).toMatchObject([{ [outcome]: [`case/${CASE}`], named: [], sequences: [] }]);
    },
  );
  it('are told of once when they are sent again', async () => {
    const { take, findings } = openDesk(() => 'missing');
    await take(ofSnapshot());
    expect(await take(ofSnapshot())).toMatchObject({ status: 'duplicate' });
    expect(await findings()).toHaveLength(1);
  });
  it('are told of as named where the same event was stored before, outside of the snapshot', async () => {
    const { take, findings, compared } = openDesk(() => 'different');
    await take(registered());
    expect(await take(ofSnapshot())).toMatchObject({ status: 'duplicate' });
    expect(await findings()).toMatchObject([{ different: [], named: [`case/${CASE}`] }]);
    expect(compared).toEqual([]);
  });
  it('are told of as named also where they are refused', async () => {
    const { take, findings } = openDesk(() => 'different');
    expect(await take(ofSnapshot({ data: { title: 'alene' } }))).toMatchObject({ status: 'quarantined' });
    expect(await findings()).toMatchObject([{ different: [], named: [`case/${CASE}`] }]);
  });
  it('are not listened to where they are another source’s', async () => {
    const { take, findings } = openDesk(() => 'different');
    expect(await take(ofSnapshot({ source: 'urn:overblik:source:other' }))).toMatchObject({ status: 'quarantined' });
    expect(await findings()).toEqual([]);
  });
  it('alone are compared: other events of a snapshot are stored', async () => {
    const { take, compared } = openDesk(() => 'same');
    const change = event('case.progress-changed', { id: 'p', snapshotid: 's1', data: { progress: 'closed' } });
    expect(await take(change)).toMatchObject({ status: 'accepted', position: expect.any(String) as string });
    await take(registered());
    expect(compared).toEqual([]);
  });
  it('keep the order of their receipts among others', async () => {
    const { intake } = openDesk((id) => (id === CASE ? 'same' : 'missing'));
    const receipts = await intake.accept(
      [ofSnapshot({ id: 'a' }), ofSnapshot({ id: 'b', subject: `case/${OTHER}` }), ofSnapshot({ id: 'a' })],
      { kind: 'operator', name: 'test' },
    );
    expect(receipts.map(({ id, status, position }) => [id, status, position === undefined])).toEqual([
      ['a', 'accepted', true],
      ['b', 'accepted', false],
      ['a', 'accepted', true],
    ]);
  });
});

describe('a step of intake', () => {
  const plain = (subject: string) => ({ subject });
  const told = (subject: string) => ({ subject, snapshotid: 's' });
  it('ends before an event of a snapshot whose object it names already', () => {
    expect(endOfStep([plain('case/1'), plain('case/1'), told('case/2'), told('CASE/1'), plain('case/3')], 0, 500)).toBe(
      3,
    );
    expect(endOfStep([told('case/1'), told('case/2'), told('case/1')], 0, 500)).toBe(2);
  });
  it('is as long as ever where no event is of a snapshot', () => {
    expect(endOfStep([plain('case/1'), plain('case/1'), null, 7], 0, 500)).toBe(4);
    expect(endOfStep(Array<unknown>(600).fill(plain('case/1')), 500, 500)).toBe(600);
    expect(endOfStep(Array<unknown>(600).fill(plain('case/1')), 0, 500)).toBe(500);
  });
});
