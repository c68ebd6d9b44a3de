import { appendFileSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDeletion } from '#deletion';
import { createIntake } from '#intake';
import type { EndOfKeys } from '#personal-data';
import { destroyedListIn } from '#runtime';
import { backUp, endRestoration, openStores, restoreTables, type Stores } from '#stores';
import { createProjectionRunner } from '#projection-engine';
import { readModels } from '#read-models/projections';
import { createOverviewQueries } from '#read-models/queries';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';
import { askingOf } from '../../support/house.js';
import { testMasterKey } from '../../support/stores.js';
import { filesWith } from './files.js';
import { AUTHORITY, CASE, CPR, NAME, OTHER_CASE, TITLE, story } from './told.js';

const log = { info: () => undefined, warn: () => undefined };
const viewer = { authority: AUTHORITY };

describe('a backup', () => {
  let folder: string;
  let database: TestDatabase;
  let other: TestDatabase;
  let stores: Stores;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'overblik-backup-'));
    [database, other] = await Promise.all([openTestDatabase(), openTestDatabase()]);
    stores = await openOn(database);
    await intakeOf(stores).accept(story, { kind: 'operator', name: 'test' });
    await projected(stores);
  });
  afterEach(async () => {
    await stores.close();
    await Promise.all([database.close(), other.close()]);
    rmSync(folder, { recursive: true });
  });

  const openOn = ({ url }: TestDatabase, more = {}): Promise<Stores> =>
    openStores({
      databaseUrl: url,
      masterKey: testMasterKey,
      log,
      destroyedList: destroyedListIn(join(folder, 'data')),
      ...more,
    });
  const intakeOf = ({ eventStore: store, vault, quarantine }: Stores) =>
    createIntake({ store, vault, quarantine, log });
  const projected = async ({ pool, eventStore: store, vault }: Stores): Promise<void> => {
    const runner = createProjectionRunner({ pool, store, vault, readModels, log });
    await runner.start();
    await runner.caughtUpTo(await store.head());
    await runner.stop();
  };
  const viewsOf = ({ pool, vault }: Stores) => askingOf(createOverviewQueries({ pool, keyring: vault.authority }));
  const backup = (name: string): string => join(folder, name);
  const backedUp = async (name: string): Promise<string> => {
    await backUp({ pool: stores.pool, eventLogPlace: stores.eventLogPlace, folder: backup(name) });
    return backup(name);
  };
  const restoring = (from: string, masterKey = testMasterKey) =>
    restoreTables({ databaseUrl: other.url, masterKey, folder: from });
  /** As the command does it. */
  const restored = async (from: string): Promise<Stores> => {
    await restoring(from);
    const opened = await openOn(other, { isRestoring: true, destroyedList: undefined });
    const list = await destroyedListIn<EndOfKeys>(join(folder, 'data')).read();
    await openDeletion(opened).eraser.redo(list);
    await endRestoration(opened.pool);
    return opened;
  };
  const erase = (family: string, objectId: string) =>
    openDeletion(stores).eraser.erase({ authority: AUTHORITY, family, objectId }, 'Sag 24/1177', 'dpo-1');

  it('gives back all there was, and takes events from there on', async () => {
    const again = await restored(await backedUp('one'));
    await projected(again);
    expect(await viewsOf(again).case(CASE, viewer)).toEqual(await viewsOf(stores).case(CASE, viewer));
    expect(await again.eventStore.head()).toBe(await stores.eventStore.head());
    const receipts = await intakeOf(again).accept([story[0], { ...story[1], id: 'new' }], {
      kind: 'operator',
      name: 't',
    });
    expect(receipts).toMatchObject([{ status: 'duplicate' }, { status: 'accepted' }]);
    await again.close();
  });

  it('has no key of this installation and no text of anybody in it', async () => {
    const one = await backedUp('one');
    expect(readdirSync(one)).toContain('manifest.json');
    expect(filesWith(one, [NAME, CPR, TITLE, testMasterKey.toString('base64')])).toEqual([]);
  });

  it('that is older than an erasure does not bring back what was erased, and tells when and why', async () => {
    const older = await backedUp('older');
    const { rows } = await stores.pool.query<{ id: string }>('select party_id as id from overview.party_current');
    const id = rows[0]?.id ?? '';
    await erase('case', CASE);
    await erase('party', id);
    const again = await restored(older);
    await projected(again);
    const views = viewsOf(again);
    expect(await views.case(CASE, viewer)).toBeNull();
    expect(await views.party({ cpr: CPR }, viewer)).toBeNull();
    expect(await views.case(OTHER_CASE, viewer)).toMatchObject({ title: 'Boligstøtte', parties: [] });
    const told = await again.eventStore.readAll(0, 100, { types: ['erasure.object-erased', 'erasure.party-erased'] });
    expect(told.events.map(({ data }) => JSON.parse(data.toString('utf8', 1)) as unknown)).toMatchObject([
      { basis: 'Sag 24/1177', by: 'dpo-1' },
      { basis: 'Sag 24/1177', by: 'dpo-1' },
    ]);
    const [receipt] = await intakeOf(again).accept([{ ...story[0], id: 'late' }], { kind: 'operator', name: 't' });
    expect(receipt?.problem?.rule).toBe('purged-object');
    await again.close();
  });

  it('leaves a store closed until what was destroyed since is destroyed again, and can be gone on with', async () => {
    const older = await backedUp('older');
    await erase('case', CASE);
    await restoring(older);
    await expect(openOn(other)).rejects.toMatchObject({ code: 'restore-unfinished' });
    const again = await restored(older);
    await again.close();
    const opened = await openOn(other);
    expect((await opened.vault.recordsOf([`case-${AUTHORITY}-${CASE}`])).values().next().value?.destroyed).toBe(true);
    await opened.close();
  });

  it('is refused where a file is missing, changed or added', async () => {
    const one = await backedUp('one');
    const file = join(one, 'events.ndjson.gz');
    writeFileSync(join(one, 'more'), '');
    await expect(restoring(one)).rejects.toMatchObject({ code: 'backup-incomplete' });
    rmSync(join(one, 'more'));
    appendFileSync(file, '\0');
    await expect(restoring(one)).rejects.toMatchObject({ code: 'backup-incomplete' });
    rmSync(file);
    await expect(restoring(one)).rejects.toMatchObject({ code: 'backup-incomplete' });
    expect(existsSync(join(one, 'manifest.json'))).toBe(true);
  });

  it('is refused under another master key, into a store in use, and into one that holds something', async () => {
    const one = await backedUp('one');
    await expect(restoring(one, Buffer.alloc(32, 9))).rejects.toMatchObject({ code: 'wrong-master-key' });
    await expect(
      restoreTables({ databaseUrl: database.url, masterKey: testMasterKey, folder: one }),
    ).rejects.toMatchObject({ code: 'store-in-use' });
    await stores.close();
    await expect(
      restoreTables({ databaseUrl: database.url, masterKey: testMasterKey, folder: one }),
    ).rejects.toMatchObject({ code: 'store-not-empty' });
  });

  it('is written into an empty folder only', async () => {
    await backedUp('one');
    await expect(backedUp('one')).rejects.toMatchObject({ code: 'folder-not-empty' });
  });
});
