import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LOG_NAMES } from '#seal';
import { backUp, endRestoration, eventsIn, openStores, restoreTables, type Manifest } from '#stores';
import { openTestDatabase } from '../../support/database.js';
import { testMasterKey } from '../../support/stores.js';
import { openSealedStore, type SealedStore } from './sealed-store.js';

/* A backup is put back although more had been sealed: sealing goes on by itself, and whoever kept a checkpoint is told. */

const BACKED_UP = 300;
const LOST = 150;
const AT = '2026-03-12T05:00:00.000000Z';

let house: SealedStore;
let manifest: Manifest;
let work: string;
let kept: string;

/** Seals, backs up, seals more, keeps the checkpoints elsewhere, and puts the backup back into another database. */
beforeEach(async () => {
  work = mkdtempSync(join(tmpdir(), 'overblik-restored-'));
  kept = join(work, 'kept-elsewhere');
  const before = await openSealedStore();
  const { stores, folder, seed, sealer } = before;
  for (const portion of [BACKED_UP - 40, 40]) {
    for (const log of LOG_NAMES) await before.fill(log, portion);
    await sealer.sealAll();
  }
  manifest = await backUp({ pool: stores.pool, eventLogPlace: stores.eventLogPlace, folder: join(work, 'backup') });
  for (const log of LOG_NAMES) await before.fill(log, LOST);
  await sealer.sealAll();
  copyFileSync(sealer.checkpointFile, kept);
  const database = await openTestDatabase();
  await restoreTables({ databaseUrl: database.url, masterKey: testMasterKey, folder: join(work, 'backup') });
  const opening = { databaseUrl: database.url, masterKey: testMasterKey, log: { warn: () => undefined } };
  const restoring = await openStores({ ...opening, isRestoring: true });
  await endRestoration(restoring.pool);
  await restoring.close();
  house = await openSealedStore({ database, folder, seed });
  await stores.close();
  await before.database.close();
}, 60_000);
afterEach(async () => {
  await house.close();
  rmSync(work, { recursive: true });
});

const faults = async (more: Parameters<SealedStore['verify']>[0] = {}) =>
  Object.values(await house.verify(more)).flatMap(({ fault }) => fault ?? []);
const goOn = async (events: number): Promise<void> => {
  for (const log of LOG_NAMES) await house.fill(log, events);
  await house.sealer.sealAll();
};
const told = (size: number) => ({
  position: BACKED_UP + 1,
  what: `the backup of ${AT} was put back: of the ${size} events that were sealed, those after the first ${BACKED_UP} are lost`,
});

it('without a word about it stops the sealing', async () => {
  await expect(house.sealer.sealAll()).rejects.toMatchObject({ code: 'log-behind-seal' });
});

it('is told by a checkpoint, from which sealing goes on by itself, also past what had been sealed', async () => {
  await house.sealer.sealRestored(AT, eventsIn(manifest));
  await house.sealer.sealRestored(AT, eventsIn(manifest));
  for (const events of [1, LOST + 70]) {
    await goOn(events);
    expect(await faults()).toEqual([]);
  }
}, 60_000);

it('is named to whoever kept a checkpoint of what was lost, however far the log has come since', async () => {
  await house.sealer.sealRestored(AT, eventsIn(manifest));
  const size = BACKED_UP + LOST;
  expect(await faults({ checkpointFile: kept })).toEqual([told(size), told(size)]);
  for (const events of [1, LOST, 20]) {
    await goOn(events);
    expect(await faults({ checkpointFile: kept })).toEqual([told(size), told(size)]);
  }
  copyFileSync(house.sealer.checkpointFile, kept);
  expect(await faults({ checkpointFile: kept })).toEqual([]);
}, 60_000);

it('hides no tail that is cut afterwards, nor one that is cut with the mark put in once more', async () => {
  await house.sealer.sealRestored(AT, eventsIn(manifest));
  await goOn(80);
  await goOn(80);
  const { checkpointFile } = house.sealer;
  const mark = readFileSync(checkpointFile, 'utf8')
    .split(/(?<=\n\n)(?=overblik)/)
    .filter((note) => note.includes('\nrestored '));
  expect(mark).toHaveLength(2);
  for (const log of LOG_NAMES) {
    await house.stores.pool.query(`alter table overblik.${log} disable trigger all`);
    await house.stores.pool.query(`delete from overblik.${log} where position > ${BACKED_UP + 40}`);
    await house.stores.pool.query(`update overblik.log_position set position = ${BACKED_UP + 40} where log = '${log}'`);
    await house.stores.pool.query(`delete from overblik.seal_state where log = '${log}'`);
    await house.stores.pool.query(`delete from overblik.seal_checkpoint where size > ${BACKED_UP}`);
  }
  writeFileSync(checkpointFile, mark.join(''), { flag: 'a' });
  expect((await faults()).map(({ position }) => position)).toEqual([BACKED_UP + 41, BACKED_UP + 41]);
  await expect(house.sealer.sealAll()).rejects.toMatchObject({ code: 'log-behind-seal' });
}, 60_000);

it('is heard of by another machine, whose own file still has what was sealed before', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'overblik-other-machine-'));
  copyFileSync(kept, join(folder, 'checkpoints'));
  copyFileSync(house.sealer.publicKeyFile, join(folder, 'public-key'));
  await house.sealer.sealRestored(AT, eventsIn(manifest));
  const { database, seed } = house;
  const other = await openSealedStore({ database, folder, seed });
  try {
    expect(Object.values(await other.verify({ isFileComplete: false })).map(({ fault }) => fault)).toEqual([
      null,
      null,
    ]);
    await other.fill('events', 3);
    await other.sealer.sealAll();
    expect(Object.values(await other.verify({ isFileComplete: false })).map(({ fault }) => fault)).toEqual([
      null,
      null,
    ]);
    await goOn(2);
    expect(await faults()).toEqual([]);
  } finally {
    await other.stores.close();
    rmSync(folder, { recursive: true });
  }
}, 60_000);
