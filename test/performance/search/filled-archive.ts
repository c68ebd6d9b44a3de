import { createIntake } from '#intake';
import { createProjectionRunner } from '#projection-engine';
import { readModels } from '#read-models/projections';
import type { Stores } from '#stores';
import { sampleArchive, type ArchiveSize } from './sample-archive.js';

const PATIENCE_MS = 3_600_000;
const TELL_EVERY = 50_000;
const quiet = { info: () => undefined, warn: () => undefined };

/** Takes the archive in and projects it; the tables are then looked at and tidied as autovacuum does in time. */
export async function fillArchive(stores: Stores, size: ArchiveSize, tell: (what: string) => void): Promise<void> {
  const { pool, eventStore: store, vault, quarantine } = stores;
  const intake = createIntake({ store, vault, quarantine, log: quiet });
  let sent = 0;
  for (const events of sampleArchive(size)) {
    const receipts = await intake.accept(events, { kind: 'operator', name: 'bench' });
    const refused = receipts.find(({ status }) => status !== 'accepted');
    if (refused !== undefined) throw new Error(`an event of the benchmark was ${refused.status}`);
    const before = sent;
    sent += events.length;
    if (Math.floor(sent / TELL_EVERY) > Math.floor(before / TELL_EVERY)) tell(`search: ${sent} events taken in`);
  }
  tell(`search: ${sent} events taken in, projecting`);
  const runner = createProjectionRunner({ pool, store, vault, readModels, log: quiet });
  await runner.start();
  await runner.caughtUpTo(await store.head(), PATIENCE_MS);
  await runner.stop();
  await pool.query('vacuum analyze');
}
