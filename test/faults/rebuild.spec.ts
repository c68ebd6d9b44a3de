import { setTimeout as sleep } from 'node:timers/promises';
import { createRebuilding, type Generation, type Rebuilding, type RebuildProgress } from '#projection-engine';
import { readModels } from '#read-models/projections';
import { productViews } from '../properties/views.js';
import { openHouse, type House } from '../support/house.js';
import { AUTHORITY, importedList } from './import-events.js';

const { events, cases } = importedList();
const NAME = 'case-overview';

/** How the read model's generations stand, the one that serves first. */
async function standing({ runner }: House): Promise<Pick<Generation, 'generation' | 'status'>[]> {
  const generations = (await runner.generations()).filter(({ name }) => name === NAME);
  return generations.map(({ generation, status }) => ({ generation, status }));
}

const rebuildingIn = ({ stores: { pool, eventStore: store, vault } }: House): Rebuilding =>
  createRebuilding({ pool, store, vault, readModels, log: { info: () => undefined, warn: () => undefined } });

async function publishAll(house: House, from = 0, to = events.length): Promise<void> {
  for (let at = from; at < to; at += 50) await house.publish(events.slice(at, Math.min(to, at + 50)));
}

/** Every case as an auditor sees it. */
async function seenIn(house: House): Promise<unknown[]> {
  const seen = [];
  const product = productViews(house, AUTHORITY);
  for (const id of cases) seen.push(await product.case(id, {}));
  return seen;
}

describe('a read model that is rebuilt', () => {
  let house: House;
  let rebuilding: Rebuilding;
  beforeEach(async () => {
    house = await openHouse();
    rebuilding = rebuildingIn(house);
  });
  afterEach(() => house.close());

  it('is swapped under load without a failed read, a mixed one, or one that goes back', async () => {
    const half = Math.floor(events.length / 2);
    await publishAll(house, 0, half);
    await house.settle();
    const { pool } = house.database;
    let isOver = false;
    const failures: unknown[] = [];
    const mixed: unknown[] = [];
    let reads = 0;
    // Both tables of an object are of one generation: in the same statement they tell of the same cases.
    const read = async (): Promise<void> => {
      for (let last = 0; !isOver;) {
        try {
          const { rows } = await pool.query<{ one: string; other: string; position: string }>({
            name: 'both',
            text: `select (select count(distinct case_id) from overview.case_current) as one,
              (select count(distinct case_id) from overview.case_words) as other,
              (select min(position) from overview.checkpoint where served is not null) as position`,
          });
          const [row] = rows;
          if (row?.one !== row?.other || Number(row?.position) < last) mixed.push(row);
          last = Number(row?.position);
          reads++;
        } catch (error) {
          failures.push(error);
        }
      }
    };
    const readers = [read(), read(), read(), read()];
    const publishing = publishAll(house, half);
    const outcomes = [await rebuilding.rebuild(NAME), await rebuilding.rebuild(NAME)];
    await publishing;
    await house.settle();
    isOver = true;
    await Promise.all(readers);
    expect(outcomes).toEqual([
      { status: 'swapped', generation: 2, differences: [] },
      { status: 'swapped', generation: 3, differences: [] },
    ]);
    expect({ failures, mixed }).toEqual({ failures: [], mixed: [] });
    expect(reads).toBeGreaterThan(20);
    // What the projector wrote after the swap is what a projection from the first event makes of it.
    const seen = await seenIn(house);
    expect((await rebuilding.rebuild(NAME)).status).toBe('swapped');
    expect(await seenIn(house)).toEqual(seen);
    expect(await standing(house)).toEqual([
      { generation: 4, status: 'serving' },
      { generation: 3, status: 'kept' },
    ]);
  }, 120_000);

  it('goes on where it was stopped, and is thrown away when asked', async () => {
    await publishAll(house);
    await house.settle();
    const stopping = new AbortController();
    const reached: RebuildProgress[] = [];
    const stopped = await rebuilding.rebuild(NAME, {
      signal: stopping.signal,
      onProgress: (progress) => {
        reached.push(progress);
        stopping.abort();
      },
    });
    expect(stopped).toEqual({ status: 'stopped' });
    expect(await standing(house)).toEqual([
      { generation: 1, status: 'serving' },
      { generation: 2, status: 'building' },
    ]);
    const again: RebuildProgress[] = [];
    await rebuilding.rebuild(NAME, { onProgress: (progress) => again.push(progress) });
    expect(again[0]?.from).toBe(reached.at(-1)?.reached);
    expect((await standing(house))[0]).toEqual({ generation: 2, status: 'serving' });
    await expect(rebuilding.abandon(NAME)).rejects.toMatchObject({ code: 'NO_SUCH_GENERATION' });
    await rebuilding.rebuild(NAME, { signal: AbortSignal.abort() });
    expect(await rebuilding.abandon(NAME)).toBe(1);
    expect(await standing(house)).toEqual([{ generation: 2, status: 'serving' }]);
  }, 60_000);

  it('is rolled back to what served before, which has missed nothing then, and forward again', async () => {
    const half = Math.floor(events.length / 2);
    await publishAll(house, 0, half);
    await house.settle();
    await rebuilding.rebuild(NAME);
    await publishAll(house, half);
    await house.settle();
    const seen = await seenIn(house);
    expect(await rebuilding.rollback(NAME)).toMatchObject({ status: 'swapped', generation: 1 });
    expect(await seenIn(house)).toEqual(seen);
    expect((await standing(house))[0]).toEqual({ generation: 1, status: 'serving' });
    expect(await rebuilding.rollback(NAME)).toMatchObject({ status: 'swapped', generation: 2 });
    expect(await seenIn(house)).toEqual(seen);
    expect(await rebuilding.retire(NAME)).toBe(1);
    await expect(rebuilding.rollback(NAME)).rejects.toMatchObject({ code: 'NO_SUCH_GENERATION' });
    expect(await standing(house)).toEqual([{ generation: 2, status: 'serving' }]);
  }, 60_000);

  it.each([
    [
      'a row says something else',
      `update overview_data.case_overview_state_g1 set state = replace(state, '"title"', '"tilte"') where key = (select min(key) from overview_data.case_overview_state_g1 where state like '%"title"%')`,
      'case_overview_state',
    ],
    [
      'a row is missing',
      `delete from overview_data.case_words_g1 where case_id = (select min(case_id::text)::uuid from overview_data.case_words_g1)`,
      'case_words',
    ],
    [
      'a column of one row is another',
      `update overview_data.case_current_g1 set handler = 'nobody' where case_id = (select min(case_id::text)::uuid from overview_data.case_current_g1)`,
      'case_current',
    ],
  ])(
    'is not swapped where %s in the tables that serve, until that is accepted',
    async (_, fault, table) => {
      await publishAll(house, 0, 300);
      await house.settle();
      await house.database.pool.query(fault);
      await expect(rebuilding.rebuild(NAME)).rejects.toMatchObject({
        code: 'GENERATIONS_DIFFER',
        differences: [expect.stringContaining(table) as unknown],
      });
      expect((await standing(house))[0]).toEqual({ generation: 1, status: 'serving' });
      const accepted = await rebuilding.rebuild(NAME, { acceptsDifferences: true });
      expect(accepted).toMatchObject({
        status: 'swapped',
        generation: 2,
        differences: [expect.stringContaining(table)],
      });
    },
    60_000,
  );

  it('waits for a reader who holds a view, and lets others read meanwhile', async () => {
    await publishAll(house, 0, 100);
    await house.settle();
    const holder = await house.database.pool.connect();
    await holder.query('begin; select from overview.case_current limit 1');
    const rebuilt = rebuilding.rebuild(NAME);
    for (let looks = 0; (await standing(house)).length < 2 || looks < 20; looks++) {
      await house.case(cases[0] ?? '', { authority: AUTHORITY });
      await sleep(20);
    }
    expect((await standing(house))[0]?.generation).toBe(1);
    await holder.query('commit');
    holder.release();
    expect(await rebuilt).toMatchObject({ status: 'swapped', generation: 2 });
  }, 60_000);

  it('finds every word after the swap, also those that were doubted while it was built', async () => {
    await publishAll(house, 0, 300);
    await house.settle();
    const { pool } = house.database;
    await pool.query('delete from overview.word_part');
    await rebuilding.rebuild(NAME);
    const { rows } = await pool.query(
      `select w, p from overview.case_words, unnest(words) w, unnest(overview.word_parts(w)) p
        where not exists (select from overview.word_part s where s.word = w and s.part = p and s.authority = case_words.authority)`,
    );
    expect(rows).toEqual([]);
  }, 60_000);

  it('is refused to a second process at the same time', async () => {
    await publishAll(house, 0, 100);
    await house.settle();
    const both = await Promise.allSettled([rebuilding.rebuild(NAME), rebuildingIn(house).rebuild(NAME)]);
    const refused = both.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []));
    expect(refused).toMatchObject([{ code: 'REBUILD_UNDERWAY' }]);
    expect((await standing(house))[0]).toEqual({ generation: 2, status: 'serving' });
    await expect(rebuilding.rebuild('nothing')).rejects.toMatchObject({ code: 'UNKNOWN_READ_MODEL' });
  }, 60_000);
});
