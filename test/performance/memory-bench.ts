import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Effort } from './effort.js';
import { below } from './figures.js';
import type { Finding } from './figures.js';
import type { Place } from './place.js';
import { untilProjected } from './projected.js';
import { sampleStream } from './sample-stream.js';
import { SOURCES } from './sample-words.js';
import { batchesOf, send } from './sending.js';

const ALLOWED_MB = 400;
const BATCH = 100;
const SENDERS = 4;
const SAMPLE_MS = 100;
/** Events whose requests are made at a time: the sender's memory is not what is measured, but must have an end. */
const PORTION = 5_000;

/** Memory of the whole program, projecting, while events are imported; PostgreSQL's is not in it. */
export async function measureMemory(place: Place, effort: Effort): Promise<Finding[]> {
  const { url, pool } = await place.createDatabase('memory');
  const token = await place.mint({ roles: ['source'], sources: SOURCES });
  const standalone = await place.startStandalone(url);
  const samples: number[] = [];
  const before = residentMegabytes(standalone.pid, 'VmRSS');
  const sampling = setInterval(() => samples.push(residentMegabytes(standalone.pid, 'VmRSS')), SAMPLE_MS);
  try {
    const next = sampleStream(3);
    let seconds = 0;
    let imported = 0;
    const most = effort.importSeconds();
    while (imported < effort.importedEvents && seconds < most) {
      effort.tell(`memory during an import: ${imported} of ${effort.importedEvents} events`);
      const bodies = batchesOf(next(Math.min(PORTION, effort.importedEvents - imported)), BATCH);
      const sent = await send({ url: standalone.url, token }, bodies, SENDERS);
      seconds += sent.seconds;
      imported += sent.accepted;
    }
    effort.tell('memory during an import: until all is projected');
    // Where time is short, what is behind by then is more of the same: pages of one size.
    await Promise.race([
      untilProjected(pool),
      sleep(Math.min(600, Math.max(5, most - seconds)) * 1_000, undefined, { ref: false }),
    ]);
    const peak = residentMegabytes(standalone.pid, 'VmHWM');
    const mean = samples.reduce((sum, each) => sum + each, 0) / Math.max(1, samples.length);
    return [
      below({
        name: 'memory during an import',
        unit: 'MB',
        value: peak,
        limit: ALLOWED_MB,
        against: `${ALLOWED_MB} MB for the whole standalone process (resident set, without PostgreSQL)`,
        notes: [
          ...(imported < effort.importedEvents
            ? [
                `TIME WAS UP before all ${effort.importedEvents.toLocaleString('en-GB')} were sent: without --quick they are`,
              ]
            : []),
          `of ${imported.toLocaleString('en-GB')} events by ${SENDERS} senders; the highest there was, ${Math.round(mean)} MB in the mean, ${Math.round(before)} MB after its start; ${Math.round(imported / seconds)} events/s taken while projecting`,
        ],
      }),
    ];
  } finally {
    clearInterval(sampling);
    await standalone.end();
  }
}

function residentMegabytes(pid: number, field: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const [, kilobytes] = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status) ?? [];
  return Number(kilobytes) / 1_024;
}
