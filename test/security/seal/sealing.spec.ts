import { copyFileSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSealer, logsUnderSeal, parseVerifierKeys, sealFiles } from '#seal';
import { openSealedStore, seeded, type SealedStore } from './sealed-store.js';

/* What a sealer goes on from, whatever became of what it had written, and what it refuses to sign. */

let house: SealedStore;
beforeEach(async () => {
  house = await openSealedStore();
});
afterEach(() => house.close());

const sql = (text: string): Promise<{ rows: Record<string, unknown>[] }> => house.stores.pool.query(text);
const notes = (): string[] => readFileSync(house.sealer.checkpointFile, 'utf8').split(/(?<=\n\n)(?=overblik)/);

/** Another process with the same key, on the folder of the first or on one of its own. */
function another(folder = house.folder, seed: Buffer | null = house.seed, told: string[] = []) {
  return createSealer({
    pool: house.stores.pool,
    logs: logsUnderSeal(house.stores),
    folder,
    keyPlace: { find: () => seed, make: () => Buffer.alloc(32, 1) },
    intervalMs: 60_000,
    log: { warn: (_, message) => told.push(message), error: (_, message) => told.push(message) },
  });
}

describe('a sealer', () => {
  it('seals what was added, a checkpoint for each log that grew, and none where nothing did', async () => {
    await house.sealer.sealAll();
    await house.fill('events', 300);
    await house.sealer.sealAll();
    await house.sealer.sealAll();
    await house.fill('access_log', 5);
    await house.fill('events', 1);
    await house.sealer.sealAll();
    const told = notes().map((note) => note.split('\n').slice(0, 2).join(' ').replace(/^.*\//, ''));
    expect(told.sort()).toEqual(['access_log 5', 'events 300', 'events 301']);
    const { events, access_log: access } = await house.verify();
    expect([events.sealed.size, access.sealed.size, events.fault, access.fault]).toEqual([301, 5, null, null]);
    expect(await house.sealer.unsealed()).toEqual([
      { log: 'events', events: 0 },
      { log: 'access_log', events: 0 },
    ]);
  });

  it('calls what came after the last checkpoint unsealed', async () => {
    await house.fill('events', 20);
    await house.sealer.sealAll();
    await house.fill('events', 7);
    expect((await house.verify()).events).toMatchObject({ read: 27, sealed: { size: 20, position: 20 }, unsealed: 7 });
  });

  it('goes on after every kind of loss of what can be made anew', async () => {
    const losses = [
      'delete from overblik.seal_state',
      'delete from overblik.seal_tile',
      'update overblik.seal_state set frontier = set_bit(frontier, 3, 1 - get_bit(frontier, 3)) where size > 0',
      'update overblik.seal_state set size = size - 1 where size > 0',
      `update overblik.seal_tile set leaves = set_bit(leaves, 70, 1 - get_bit(leaves, 70)) where tile = (select max(tile) from overblik.seal_tile)`,
      'delete from overblik.seal_tile where tile = (select max(tile) from overblik.seal_tile)',
    ];
    const chance = seeded(7);
    for (const loss of losses) {
      await house.fill('events', 1 + chance(400));
      await house.sealer.sealAll();
      await sql(loss);
      await house.fill('events', 1 + chance(400));
      await house.sealer.sealAll();
      expect([loss, (await house.verify()).events]).toMatchObject([loss, { fault: null, unsealed: 0 }]);
    }
    expect(house.told).toEqual([]);
  }, 60_000);

  it('takes its turn with others: every event once, and one history', async () => {
    const folder = join(house.folder, 'other');
    const sealers = [house.sealer, another(), another(folder)];
    for (let round = 0; round < 6; round++) {
      await house.fill('events', 50);
      await Promise.all(sealers.map((sealer) => sealer.sealAll()));
    }
    expect((await house.verify({ isFileComplete: false })).events).toMatchObject({
      fault: null,
      sealed: { size: 300 },
    });
    expect((await house.verify({ folder, isFileComplete: false })).events.fault).toBeNull();
  }, 60_000);

  it('makes no key of its own where another has signed, and leaves the sealing to it', async () => {
    await house.fill('events', 3);
    await house.sealer.sealAll();
    const told: string[] = [];
    const other = another(join(house.folder, 'other'), null, told);
    expect(await other.tools()).toBeNull();
    expect(told).toEqual(['This process has not the key of the seal, and so does not seal.']);
  });

  it('keeps the public keys that signed before its own', async () => {
    await house.fill('events', 3);
    await house.sealer.sealAll();
    await house.fill('events', 3);
    await another(house.folder, Buffer.alloc(32, 9)).sealAll();
    expect(parseVerifierKeys(readFileSync(house.sealer.publicKeyFile, 'utf8'))).toHaveLength(6);
    expect((await house.verify()).events).toMatchObject({ fault: null, sealed: { size: 6 } });
  });
});

describe('a process that is killed', () => {
  it('between the file and the database leaves a checkpoint that the next one comes by', async () => {
    await house.fill('events', 30);
    await house.sealer.sealAll();
    await sql('create table public.k1 as select * from overblik.seal_state');
    await sql('create table public.k2 as select * from overblik.seal_tile');
    await house.fill('events', 10);
    await house.sealer.sealAll();
    // As if the second transaction had not been committed: the file alone has its checkpoint.
    await sql(
      'delete from overblik.seal_checkpoint where size = 40; delete from overblik.seal_state; delete from overblik.seal_tile',
    );
    await sql(
      'insert into overblik.seal_state select * from public.k1; insert into overblik.seal_tile select * from public.k2',
    );
    await house.fill('events', 5);
    await another().sealAll();
    expect((await house.verify()).events).toMatchObject({ fault: null, sealed: { size: 45 } });
    expect(notes()).toHaveLength(3);
  });

  it('in the middle of a note leaves one that makes room, wherever it was cut', async () => {
    await house.fill('events', 4);
    await house.sealer.sealAll();
    const { checkpointFile: file } = house.sealer;
    const whole = readFileSync(file);
    for (const length of [1, 40, 60, 110, whole.length - 40, whole.length - 3]) {
      writeFileSync(file, Buffer.concat([readFileSync(file), whole.subarray(0, length)]));
      await house.fill('events', 4);
      await another().sealAll();
      expect([length, (await house.verify()).events.fault]).toEqual([length, null]);
    }
    expect(statSync(file).size).toBeLessThan(8 * whole.length);
  }, 60_000);
});

describe('a sealer does not sign', () => {
  it('a history that was changed while it had to begin anew', async () => {
    await house.fill('events', 30);
    await house.sealer.sealAll();
    await sql(
      'alter table overblik.events disable trigger all; update overblik.events set revision = 99 where position = 7',
    );
    await sql('delete from overblik.seal_state');
    await house.fill('events', 3);
    await expect(another().sealAll()).rejects.toMatchObject({ code: 'history-differs' });
    expect((await house.verify()).events.fault).toMatchObject({ position: 7 });
  });

  it('a log that ends before what was sealed, though an older copy of the database says nothing of it', async () => {
    await house.fill('events', 30);
    await house.sealer.sealAll();
    await sql('create table public.k as select * from overblik.seal_tile');
    const early = join(house.folder, 'early');
    copyFileSync(house.sealer.checkpointFile, early);
    await house.fill('events', 10);
    await house.sealer.sealAll();
    await sql('alter table overblik.events disable trigger all; delete from overblik.events where position > 35');
    await sql(`update overblik.log_position set position = 35 where log = 'events'`);
    await expect(another().sealAll()).rejects.toMatchObject({ code: 'log-behind-seal' });
    await sql('delete from overblik.seal_checkpoint where size > 30; delete from overblik.seal_state');
    await expect(another().sealAll()).rejects.toMatchObject({ code: 'log-behind-seal' });
    expect((await house.verify()).events.fault).toMatchObject({ position: 36 });
    rmSync(early);
  });

  it('rows that stand beyond the end of the log', async () => {
    await house.fill('events', 10);
    await sql('alter table overblik.events disable trigger all');
    await sql(
      `insert into overblik.events select 15, gen_random_uuid(), stream, 9, type, bucket, recorded_at, metadata, data from overblik.events where position = 1`,
    );
    await house.sealer.sealAll();
    expect((await house.verify()).events).toMatchObject({ sealed: { size: 10 }, fault: { position: 15 } });
  });

  it('on a key that is none', () => {
    writeFileSync(sealFiles(house.folder).publicKeyFile, 'overblik/x+00000000+AA==\n');
    return expect(another().sealAll()).rejects.toMatchObject({ code: 'bad-key' });
  });
});
