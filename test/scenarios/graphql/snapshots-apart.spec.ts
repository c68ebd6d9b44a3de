import { randomUUID } from 'node:crypto';
import { createReconciliation, type Reconciling } from '#reconciliation';
import { wholeReport } from '../../support/whole-report.js';
import { scopeOf } from '../../support/asking.js';
import { openHouse, type House } from '../../support/house.js';
import { AUTHORITY, caseData, snapshotTellings, told } from './told-events.js';

describe('a snapshot among everything else that comes', () => {
  let house: House;
  let reconciling: Reconciling;
  let source: string;
  let system: string;
  beforeAll(async () => {
    house = await openHouse();
    const { pool, vault, eventStore: store } = house.stores;
    reconciling = createReconciliation({ pool, store, vault, queries: house.queries });
  });
  beforeEach(() => {
    source = `urn:overblik:source:${randomUUID()}`;
    system = `source/${randomUUID()}`;
  });
  afterAll(() => house.close());

  const ids = (count: number): string[] => Array.from({ length: count }, () => randomUUID());
  const { registered, started, completed } = snapshotTellings(() => ({ source, system }));
  const send = async (...events: object[]) => {
    await house.publish(events);
    await house.settle();
  };
  const ask = async (snapshot: string | null = null, of = source) =>
    wholeReport(await reconciling.reconciliation(of, snapshot, scopeOf({ authority: AUTHORITY })));

  it('holds what the source counts against what came, refused and equal objects among it', async () => {
    const [same = '', refused = '', fresh = ''] = ids(3);
    const unit = randomUUID();
    await send(registered(same, caseData('1')), started('s', { case: 5, document: 2 }));
    await send(
      registered(same, caseData('1'), { snapshotid: 's' }),
      registered(refused, { title: 'alene' }, { snapshotid: 's' }),
      registered(fresh, caseData('3'), { snapshotid: 's' }),
      told(source, 'unit.registered', `unit/${unit}`, { name: 'Ydelse' }, { snapshotid: 's' }),
    );
    const whileUnderWay = (await ask('s'))?.counts;
    expect(whileUnderWay).toEqual([
      { family: 'case', announced: 5, named: 3 },
      { family: 'document', announced: 2, named: 0 },
      { family: 'unit', announced: null, named: 1 },
    ]);
    // What is said at the end holds.
    await send(completed('s', { case: 4 }));
    expect((await ask())?.counts).toEqual([
      { family: 'case', announced: 4, named: 3 },
      { family: 'unit', announced: null, named: 1 },
    ]);
  });

  it('is each source’s own where two send at once, also under one id', async () => {
    const [mine = '', theirs = ''] = ids(2);
    const other = `urn:overblik:source:${randomUUID()}`;
    const otherSystem = `source/${randomUUID()}`;
    const marked = (what: string) =>
      told(other, `source.snapshot-${what}`, otherSystem, { snapshotId: 's', counts: { case: 1 } });
    await send(
      started('s'),
      marked('started'),
      registered(mine, caseData('1'), { snapshotid: 's' }),
      told(other, 'case.registered', `case/${theirs}`, caseData('2'), { snapshotid: 's' }),
      completed('s'),
    );
    expect(await ask()).toMatchObject({ missingHere: [mine], missingThere: [] });
    expect(await ask(null, other)).toBeNull();
    await send(marked('completed'));
    expect(await ask(null, other)).toMatchObject({ missingHere: [theirs], missingThere: [] });
  });

  it('is not concerned by what comes meanwhile without its id, or under another', async () => {
    const [old = '', live = '', stray = ''] = ids(3);
    await send(registered(old, caseData('1')), started('s'));
    await send(
      registered(live, caseData('2')),
      told(source, 'case.attributes-changed', `case/${old}`, { title: 'Barsel' }),
      registered(stray, caseData('3'), { snapshotid: 'never-begun' }),
      completed('s'),
    );
    expect(await ask()).toMatchObject({ snapshotId: 's', missingHere: [], missingThere: [old], different: [] });
    expect(await ask('never-begun')).toMatchObject({ completedAt: null, missingHere: [stray] });
  });
});
