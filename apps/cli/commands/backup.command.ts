import { Command, CommandRunner } from 'nest-commander';
import { instantFromDate, URL_NAMESPACE, uuidV5 } from '#contracts';
import { openDeletion } from '#deletion';
import { operationEvent } from '#intake';
import type { EndOfKeys } from '#personal-data';
import { destroyedListIn, masterKeyFor, openDatabase, type Configuration, type Log } from '#runtime';
import { backUp, endRestoration, eventsIn, openStores, restoreTables, type Manifest, type Stores } from '#stores';
import { Failure } from '../output/failure.js';
import { createProgress, grouped } from '../output/progress.js';
import { closeOnInterruption } from '../session/interruption.js';
import { operatorName, sealerOf, surroundings } from '../session/session.js';
import { runInSession } from './command-end.js';

@Command({
  name: 'backup',
  arguments: '<folder>',
  description:
    'write both logs, the wrapped keys and all else that cannot be made again into an empty folder, while all goes on',
})
export class BackupCommand extends CommandRunner {
  override async run([folder = '']: string[]): Promise<void> {
    if (folder === '') throw new Failure('a folder must be named');
    await runInSession(async ({ stores: { pool, eventLogPlace } }) => {
      const progress = createProgress();
      progress.start('writing', 'rows');
      try {
        const { tables } = await backUp({ pool, eventLogPlace, folder, onRows: (rows) => progress.reach(rows) });
        const rows = tables.reduce((sum, table) => sum + table.rows, 0);
        process.stdout.write(`backed up ${grouped(rows)} rows of ${tables.length} tables; no key is in the folder\n`);
        if (eventLogPlace.kind === 'cluster')
          process.stdout.write('the events lie in the cluster: back them up by its own means, after this\n');
      } finally {
        progress.stop();
      }
      return 0;
    });
  }
}

@Command({
  name: 'restore',
  arguments: '<folder>',
  description:
    'put a backup into the configured store, which must be empty and stopped; what was destroyed since stays so',
})
export class RestoreCommand extends CommandRunner {
  override async run([folder = '']: string[]): Promise<void> {
    if (folder === '') throw new Failure('a folder must be named');
    const { configuration, log } = surroundings();
    const database = await openDatabase(configuration, 'command', log);
    const done = closeOnInterruption(() => database.close());
    const progress = createProgress();
    try {
      if (database.origin === 'running service') throw new Failure('the service is running: stop it first');
      const masterKey = masterKeyFor(configuration);
      progress.start('restoring', 'rows');
      const manifest = await restoreTables({
        databaseUrl: database.url,
        masterKey,
        folder,
        onRows: (rows, of) => progress.reach(rows, rows / of),
      });
      const { tables, events } = manifest;
      progress.stop();
      const destroyedList = destroyedListIn<EndOfKeys>(configuration.dataDir);
      const destroyed = await destroyedList.read();
      const stores = await openStores({
        databaseUrl: database.url,
        ...configuration.eventLog,
        masterKey,
        log,
        isRestoring: true,
      });
      try {
        const keys = await openDeletion(stores).eraser.redo(destroyed);
        await markRestored(configuration, stores, manifest, log);
        await endRestoration(stores.pool);
        const rows = tables.reduce((sum, table) => sum + table.rows, 0);
        process.stdout.write(`restored ${grouped(rows)} rows; ${grouped(keys)} keys stay destroyed\n`);
        if (events === 'cluster')
          process.stdout.write('the events lie in the cluster: it must stand at this backup or later\n');
      } finally {
        await stores.close();
      }
    } finally {
      progress.stop();
      done();
      await database.close();
    }
  }
}

/**
 * Says in the log and in its seal that the store goes on from a backup. Without it the sealer would find less than was
 * sealed, and stop.
 */
async function markRestored(configuration: Configuration, stores: Stores, manifest: Manifest, log: Log): Promise<void> {
  const kept = eventsIn(manifest);
  const backedUpAt = instantFromDate(new Date(manifest.createdAt));
  const actId = uuidV5(URL_NAMESPACE, `restored|${backedUpAt}`);
  const { events, access_log: accessEntries } = kept;
  const act = { actId, backedUpAt, events, accessEntries, by: operatorName() };
  const now = instantFromDate(new Date());
  await stores.eventStore.append(operationEvent('operation.store-restored', null, act, now));
  const sealer = sealerOf(configuration, stores, log);
  if ((await sealer.tools()) !== null) return sealer.sealRestored(backedUpAt, kept);
  process.stderr.write(
    '! this machine has not the key of the seal, and could not mark the restore: see docs/runbooks/verify.md\n',
  );
}
