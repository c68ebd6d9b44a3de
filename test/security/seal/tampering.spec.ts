import { LOG_NAMES, type LogName } from '#seal';
import { openSealedStore, seeded, type SealedStore } from './sealed-store.js';

/*
 * Somebody with the database's password changes what is stored, the guard against it put aside. Each change must be found,
 * in its log, at its position.
 */
const EVENTS = 620;
/** Sealed in portions, so that there are checkpoints before, between and after what is changed. */
const PORTIONS = [1, 255, 1, 143, 220];
const ROWS = 12;

let house: SealedStore;
beforeAll(async () => {
  house = await openSealedStore();
  for (const portion of PORTIONS) {
    for (const log of LOG_NAMES) await house.fill(log, portion);
    await house.sealer.sealAll();
  }
  for (const log of LOG_NAMES) {
    await sql(`alter table overblik.${log} disable trigger all`);
    await sql(`alter table overblik.${log} drop constraint ${log}_stream_revision_key`);
    await sql(`create table public.kept_${log} as select * from overblik.${log}`);
  }
  await sql('create table public.kept_tile as select * from overblik.seal_tile');
}, 60_000);
afterAll(() => house.close());

const sql = (text: string, values: unknown[] = []): Promise<unknown> => house.stores.pool.query(text, values);

async function restore(log: LogName): Promise<void> {
  await sql(`delete from overblik.${log}`);
  await sql(`insert into overblik.${log} select * from public.kept_${log}`);
  await sql(`update overblik.log_position set position = ${EVENTS} where log = '${log}'`);
  await sql('delete from overblik.seal_tile');
  await sql('insert into overblik.seal_tile select * from public.kept_tile');
}

/** Makes the change, looks at the verdicts, and undoes it. The other log must be none the worse. */
async function faultAfter(log: LogName, ...changes: string[]): Promise<number | null> {
  try {
    for (const change of changes) await sql(change);
    const verdicts = await house.verify();
    const other = LOG_NAMES.find((name) => name !== log) ?? log;
    expect(verdicts[other].fault).toBeNull();
    return verdicts[log].fault?.position ?? null;
  } finally {
    await restore(log);
  }
}

/** One bit of a value of each column; text stays text. */
const FLIPS: Readonly<Record<string, (bit: number) => string>> = {
  event_id: (bit) =>
    `overlay(event_id::text placing case right(event_id::text, 1) when '${(bit % 8).toString()}' then '9' else '${(bit % 8).toString()}' end from 36)::uuid`,
  stream: (bit) =>
    `overlay(stream placing chr(ascii(substr(stream, ${1 + (bit % 10)})) # 1) from ${1 + (bit % 10)} for 1)`,
  revision: (bit) => `(revision # (1 << ${bit % 30}))`,
  type: (bit) => `overlay(type placing chr(ascii(substr(type, ${1 + (bit % 15)})) # 2) from ${1 + (bit % 15)} for 1)`,
  recorded_at: (bit) => `recorded_at + (1::bigint << ${bit % 50}) * interval '1 microsecond'`,
  metadata: (bit) =>
    `overlay(metadata placing chr(ascii(substr(metadata, ${1 + (bit % 25)})) # 1) from ${1 + (bit % 25)} for 1)`,
  data: (bit) => `set_bit(data, ${bit % 320}, 1 - get_bit(data, ${bit % 320}))`,
  bucket: (bit) => `(bucket # (1 << ${bit % 8}))`,
};

describe.each(LOG_NAMES)('in the log %s is found and named', (log) => {
  const chance = seeded(log.length);
  const somewhere = (): number => 1 + chance(EVENTS);
  const rows = Array.from({ length: ROWS }, () => ({ position: somewhere(), bit: chance(1_000) }));

  it('nothing, while nothing is changed', async () => {
    const verdict = (await house.verify())[log];
    expect(verdict).toMatchObject({
      read: EVENTS,
      sealed: { size: EVENTS, position: EVENTS },
      unsealed: 0,
      fault: null,
    });
  });

  it.each(Object.keys(FLIPS))(
    'a bit of column %s',
    async (column) => {
      for (const { position, bit } of [{ position: 1, bit: 3 }, ...rows, { position: EVENTS, bit: 5 }]) {
        const flip = FLIPS[column]?.(bit) ?? column;
        const change = `update overblik.${log} set ${column} = ${flip} where position = ${position}`;
        expect([change, await faultAfter(log, change)]).toEqual([change, position]);
      }
    },
    120_000,
  );

  it('a row that was given another position', async () => {
    for (const { position, bit } of rows) {
      for (const target of [-bit, 0, EVENTS + 1 + bit]) {
        const change = `update overblik.${log} set position = ${target} where position = ${position}`;
        expect([change, await faultAfter(log, change)]).toEqual([change, Math.min(position, target)]);
      }
    }
  }, 120_000);

  it('a row that was deleted, and several', async () => {
    for (const { position } of rows) {
      const one = `delete from overblik.${log} where position = ${position}`;
      expect([one, await faultAfter(log, one)]).toEqual([one, position]);
      const many = `delete from overblik.${log} where position % 7 = 3 and position >= ${position}`;
      const first = position + ((3 - (position % 7) + 7) % 7);
      expect([many, await faultAfter(log, many)]).toEqual([many, first <= EVENTS ? first : null]);
    }
  }, 120_000);

  it('two rows that were swapped, whole or in their data alone', async () => {
    for (const { position: one } of rows) {
      const other = somewhere();
      if (one === other) continue;
      const swapped = [
        `update overblik.${log} set position = -1 where position = ${one}`,
        `update overblik.${log} set position = ${one} where position = ${other}`,
        `update overblik.${log} set position = ${other} where position = -1`,
      ];
      expect([swapped, await faultAfter(log, ...swapped)]).toEqual([swapped, Math.min(one, other)]);
      const data = `update overblik.${log} e set data = k.data from public.kept_${log} k
        where e.position in (${one}, ${other}) and k.position = ${one} + ${other} - e.position`;
      expect([data, await faultAfter(log, data)]).toEqual([data, Math.min(one, other)]);
    }
  }, 120_000);

  it('a row that was put in, before, among or behind the others', async () => {
    const forged = (position: number): string =>
      `insert into overblik.${log} select ${position}, gen_random_uuid(), 'case-29189846-new', 0, type, 54, recorded_at, metadata, data
       from public.kept_${log} where position = ${Math.min(EVENTS, Math.max(1, position))}`;
    for (const position of [0, -5, EVENTS + 1, EVENTS + 40]) {
      expect([position, await faultAfter(log, forged(position))]).toEqual([position, position]);
    }
    for (const { position } of rows) {
      const moved = [
        `update overblik.${log} set position = -position where position >= ${position}`,
        `update overblik.${log} set position = 1 - position where position < 0`,
        `update overblik.log_position set position = ${EVENTS + 1} where log = '${log}'`,
        forged(position),
      ];
      expect([position, await faultAfter(log, ...moved)]).toEqual([position, position]);
    }
  }, 120_000);

  it('a tail that was cut, with the counter set back too', async () => {
    for (const { position } of rows) {
      const cut = [
        `delete from overblik.${log} where position >= ${position}`,
        `update overblik.log_position set position = ${position - 1} where log = '${log}'`,
      ];
      expect([position, await faultAfter(log, ...cut)]).toEqual([position, position]);
    }
    expect(await faultAfter(log, `delete from overblik.${log}`)).toBe(1);
  }, 120_000);

  it('a change beside a damaged record of the tree: then between the two checkpoints around it', async () => {
    const bounds = [0, 1, 256, 257, 400, EVENTS];
    for (const { position, bit } of rows) {
      const from = bounds.findLast((bound) => bound < position) ?? 0;
      const changes = [
        `update overblik.${log} set data = ${FLIPS['data']?.(bit) ?? ''} where position = ${position}`,
        `update overblik.seal_tile set leaves = set_bit(leaves, ${64 + bit}, 1 - get_bit(leaves, ${64 + bit})) where log = '${log}'`,
      ];
      const found = (await faultAfter(log, ...changes)) ?? Infinity;
      expect(found).toBeGreaterThan(from);
      expect(found).toBeLessThanOrEqual(position);
    }
  }, 120_000);

  it('only within the range that is asked for', async () => {
    for (const { position } of rows) {
      try {
        await sql(`update overblik.${log} set revision = revision + 1 where position = ${position}`);
        const within = await house.verify({ range: { from: Math.max(1, position - 9), to: position + 9 } });
        expect(within[log].fault?.position).toBe(position);
        const before = await house.verify({ range: { from: 1, to: position - 1 } });
        expect(before[log]).toMatchObject({ read: position - 1, fault: null });
        const after = await house.verify({ range: { from: position + 1, to: 2_000 } });
        expect(after[log]).toMatchObject({ read: EVENTS - position, fault: null });
      } finally {
        await restore(log);
      }
    }
  }, 120_000);
});
