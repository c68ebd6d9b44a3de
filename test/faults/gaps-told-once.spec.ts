import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTurns, type Turns } from '#projection-engine';
import { tellGaps } from '#reconciliation';
import { openHouse, type House } from '../support/house.js';

const AUTHORITY = '29189846';
const SOURCE = 'urn:overblik:source:ky';
const silent = { warn: () => undefined };

describe('gaps of a source', () => {
  let house: House;
  const tellers: Turns[] = [];
  const system = `source/${randomUUID()}`;
  beforeAll(async () => {
    house = await openHouse();
  });
  afterAll(async () => {
    await Promise.all(tellers.map((teller) => teller.stop()));
    await house.close();
  });

  const send = async (...sequences: number[]): Promise<void> => {
    const capabilities = { sequence: true, notes: false, hop: false, snapshots: false };
    const events = sequences.map((sequence) => ({
      ...{ specversion: '1.0', id: randomUUID(), source: SOURCE, authority: AUTHORITY, subject: system },
      ...{ time: new Date().toISOString(), sequence: String(sequence) },
      ...(sequence === 1
        ? { type: 'dk.overblik.source.registered.v1', data: { name: 'KY', capabilities, expectedInterval: 'PT1H' } }
        : { type: 'dk.overblik.source.heartbeat.v1', data: { asOf: new Date().toISOString() } }),
    }));
    for (const { status } of await house.publish(events)) expect(status).toBe('accepted');
    await house.settle();
  };
  const toldOf = async (): Promise<[string, unknown][]> => {
    const told: [string, unknown][] = [];
    for (let after = 0; ;) {
      const page = await house.stores.eventStore.readAll(after, 500);
      for (const event of await house.stores.vault.open(page.events))
        if (event.name === 'operation.gap-opened' || event.name === 'operation.gap-closed')
          told.push([event.name.slice(14), (event.data as { missing?: number } | null)?.missing]);
      if (page.caughtUp) return told;
      after = page.checkpoint;
    }
  };
  const gaps = async () => {
    const [mine] = await house.queries.sources({ authority: AUTHORITY });
    return mine?.gaps.map(({ missing, closedAt }) => [missing, closedAt !== null]);
  };
  async function untilTold(count: number): Promise<void> {
    for (const deadline = Date.now() + 60_000; (await toldOf()).length < count; await sleep(20))
      if (Date.now() > deadline) throw new Error('it was not told');
  }

  it('are events, one when each opens and one when it closes, however many tell of them', async () => {
    const { pool, eventStore: store } = house.stores;
    for (let each = 0; each < 3; each++)
      tellers.push(createTurns({ turn: () => tellGaps(pool, store), log: silent, onFailure: 'gaps', everyMs: 5 }));
    for (const teller of tellers) teller.start();
    await send(1, 2, 5);
    await untilTold(1);
    await send(3);
    await send(4);
    await untilTold(2);
    // Seen and over between two looks: told all the same, the opening first.
    await Promise.all(tellers.map((teller) => teller.stop()));
    await send(9, 8, 7, 6);
    await send(11);
    for (const teller of tellers) teller.start();
    await untilTold(5);
    await Promise.all(tellers.map((teller) => teller.stop()));
    const all = [
      ['opened', 2],
      ['closed', 0],
      ['opened', 3],
      ['closed', 0],
      ['opened', 1],
    ];
    expect(await toldOf()).toEqual(all);
    expect(await gaps()).toEqual([
      [1, false],
      [3, true],
      [2, true],
    ]);
  }, 120_000);

  it('are not told again by whoever starts anew, nor after a rebuild', async () => {
    const before = await toldOf();
    await house.settle();
    await house.runner.rebuild('source-status');
    await house.settle();
    const { pool, eventStore: store } = house.stores;
    await tellGaps(pool, store);
    const { rows } = await pool.query(
      'select from overview.source_gap where not opening_told or (closed_at is not null and not closing_told)',
    );
    expect(rows).toEqual([]);
    expect(await toldOf()).toEqual(before);
  }, 120_000);

  it('are told once where the one who told them died before the read model knew', async () => {
    const { pool, eventStore: store } = house.stores;
    await send(10);
    const before = (await toldOf()).length;
    await tellGaps(pool, store);
    await tellGaps(pool, store);
    expect((await toldOf()).length).toBe(before + 1);
  }, 120_000);
});
