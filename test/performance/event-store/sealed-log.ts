import { createIntake } from '#intake';
import type { Stores } from '#stores';
import { readLog } from '../append-limit.js';
import type { LogRow } from '../append-limit.js';
import type { Effort } from '../effort.js';
import type { Place } from '../place.js';
import { sampleStream } from '../sample-stream.js';
import { SOURCES, sourceRegistered } from '../sample-words.js';

/** What intake wrote of sample events: rows to append again elsewhere, and the vault that opens them wherever they lie. */
export interface SealedLog {
  readonly url: string;
  readonly stores: Stores;
  readonly rows: readonly LogRow[];
}

const PORTION = 500;
const SENDER = { kind: 'operator', name: 'bench' } as const;
const log = { info: () => undefined };

/** Takes sample events in, in this process, into a database of their own. */
export async function fillSealedLog(place: Place, effort: Effort): Promise<SealedLog> {
  const { url } = await place.createDatabase('sealed');
  const stores = await place.openStores(url);
  const { eventStore: store, vault, quarantine } = stores;
  const intake = createIntake({ store, vault, quarantine, log });
  const next = sampleStream(5);
  await accept(SOURCES.map((source) => sourceRegistered(source, '2026-01-01T00:00:00Z')));
  for (let taken = 0; taken < effort.sealedEvents; taken += PORTION) {
    if (taken % 20_000 === 0) effort.tell(`sealing events: ${taken} of ${effort.sealedEvents}`);
    await accept(next(Math.min(PORTION, effort.sealedEvents - taken)));
  }
  return { url, stores, rows: await readLog(stores.pool, 0) };

  async function accept(events: readonly unknown[]): Promise<void> {
    const receipts = await intake.accept(events, SENDER);
    const other = receipts.find(({ status }) => status !== 'accepted');
    if (other !== undefined) throw new Error(`an event of the benchmark was not accepted: ${JSON.stringify(other)}`);
  }
}
