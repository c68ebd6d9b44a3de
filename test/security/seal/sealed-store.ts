import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventStore } from '#event-store';
import { toldForgettings } from '#oversight';
import { createSealer, logsUnderSeal, verifyStore, type LogName, type Sealer, type Verdict } from '#seal';
import type { Stores } from '#stores';
import { openStores } from '#stores';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';
import { testMasterKey } from '../../support/stores.js';

/** Both logs in a database, sealed by a sealer with a folder of its own. */
export interface SealedStore {
  readonly stores: Stores;
  readonly database: TestDatabase;
  readonly folder: string;
  readonly sealer: Sealer;
  readonly seed: Buffer;
  /** What the sealer has told of. */
  readonly told: string[];
  /** Appends to a log: `streams` in turn, random data. */
  fill(log: LogName, events: number): Promise<void>;
  verify(more?: Partial<Parameters<typeof verifyStore>[0]>): Promise<Record<LogName, Verdict>>;
  close(): Promise<void>;
}

/** What a store is opened on that is there already, or a machine beside it. */
export interface SealedPlace {
  readonly database?: TestDatabase;
  readonly folder?: string;
  readonly seed?: Buffer;
  /** Of a cluster where events are to lie. */
  readonly eventStoreUrl?: string;
}

export async function openSealedStore(place: SealedPlace = {}): Promise<SealedStore> {
  const database = place.database ?? (await openTestDatabase());
  const stores = await openStores({
    databaseUrl: database.url,
    eventStoreUrl: place.eventStoreUrl,
    masterKey: testMasterKey,
    log: { warn: () => undefined },
  });
  const folder = place.folder ?? mkdtempSync(join(tmpdir(), 'overblik-seal-'));
  const seed = place.seed ?? randomBytes(32);
  const told: string[] = [];
  const tell = (details: object, message: string): void => {
    told.push(`${message} ${String((details as { code?: string }).code)}`);
  };
  const logs = logsUnderSeal(stores);
  const keyPlace = { find: () => seed, make: () => seed };
  const sealer = createSealer({
    pool: stores.pool,
    logs,
    folder,
    keyPlace,
    intervalMs: 60_000,
    log: { warn: tell, error: tell },
  });
  const storeOf: Record<LogName, EventStore> = { events: stores.eventStore, access_log: stores.accessLogStore };
  let n = 0;
  return {
    stores,
    database,
    folder,
    sealer,
    seed,
    told,
    async fill(log, events) {
      const requests = Array.from({ length: events }, () => ({
        stream: `case-29189846-${++n % 17}`,
        expectedRevision: 'any' as const,
        events: [
          {
            eventId: randomUUID(),
            type: 'case.registered',
            metadata: JSON.stringify({ authority: '29189846', id: `ø-${n}`, n }),
            data: randomBytes(40 + (n % 60)),
          },
        ],
      }));
      await storeOf[log].appendAll(requests);
    },
    async verify(more = {}) {
      const { verdicts } = await verifyStore({
        pool: stores.pool,
        logs,
        folder,
        isForgettingTold: toldForgettings(stores),
        isFileComplete: true,
        ...more,
      });
      return Object.fromEntries(verdicts.map((verdict) => [verdict.log, verdict])) as Record<LogName, Verdict>;
    },
    async close() {
      await stores.close();
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The same numbers each run, so that what is found can be found again. */
export function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
