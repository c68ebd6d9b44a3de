import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toldForgettings } from '#oversight';
import { createSealer, logsUnderSeal, verifyStore } from '#seal';
import type { EventStore } from '#event-store';
import { secondsSince } from './append-limit.js';
import type { Effort } from './effort.js';
import type { SealedLog } from './event-store/sealed-log.js';
import { atLeast, beside, median, type Finding } from './figures.js';

const PAGE = 1_000;
/** What an auditor may expect, whatever reading alone comes to. */
const EVENTS_A_SECOND = 50_000;
const PART_OF_READING = 0.5;

/** `verify` over a log of real events, against reading the same log and nothing else, in turns. */
export async function measureSeal(effort: Effort, { stores, rows }: SealedLog): Promise<Finding[]> {
  const folder = mkdtempSync(join(tmpdir(), 'overblik-bench-seal-'));
  const logs = logsUnderSeal(stores);
  const seed = randomBytes(32);
  const log = {
    warn: () => undefined,
    error: (details: object) => effort.tell(`the seal failed: ${JSON.stringify(details)}`),
  };
  const keyPlace = { find: () => seed, make: () => seed };
  const sealer = createSealer({ pool: stores.pool, logs, folder, keyPlace, intervalMs: 60_000, log });
  try {
    const began = performance.now();
    await sealer.sealAll();
    const sealing = rows.length / secondsSince(began);
    const verified: number[] = [];
    const read: number[] = [];
    for (let round = 0; round <= effort.storeRounds; round++) {
      effort.tell(`seal, round ${round} of ${effort.storeRounds}${round === 0 ? ' (to warm up)' : ''}`);
      const start = performance.now();
      const { verdicts } = await verifyStore({
        pool: stores.pool,
        logs,
        folder,
        isForgettingTold: toldForgettings(stores),
        isFileComplete: true,
      });
      const ours = rows.length / secondsSince(start);
      if (verdicts.some(({ fault }) => fault !== null)) throw new Error('the log of the bench is not what was sealed');
      const theirs = rows.length / (await secondsOfReading(stores.eventStore));
      if (round === 0) continue;
      verified.push(ours);
      read.push(theirs);
    }
    const [value, limit] = [median(verified), median(read)];
    // Whichever is the lower of the two is what is asked.
    const bar = Math.min(PART_OF_READING, EVENTS_A_SECOND / limit);
    return [
      atLeast({
        name: 'verify a log',
        unit: 'events/s',
        value,
        limit,
        bar,
        against: `reading the log page by page (${PAGE}) and nothing else; at least ${PART_OF_READING} of it or ${EVENTS_A_SECOND.toLocaleString('en-GB')} events/s, whichever is lower`,
        notes: [`${rows.length.toLocaleString('en-GB')} events, whole log, every checkpoint`],
      }),
      beside('seal a log from its beginning', sealing, 'events/s', ['tree, tiles and checkpoints written']),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function secondsOfReading(store: EventStore): Promise<number> {
  const start = performance.now();
  for (let [after, isAtEnd] = [0, false]; !isAtEnd;) {
    const page = await store.readAll(after, PAGE);
    [after, isAtEnd] = [page.checkpoint, page.caughtUp];
  }
  return secondsSince(start);
}
