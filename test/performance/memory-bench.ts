import { readFileSync } from 'node:fs';
import type { Effort } from './effort.js';
import { below } from './figures.js';
import type { Finding } from './figures.js';
import type { Place } from './place.js';
import { sampleStream } from './sample-stream.js';
import { SOURCES } from './sample-words.js';
import { batchesOf, send } from './sending.js';

const ALLOWED_MB = 400;
const BATCH = 100;
const SENDERS = 4;
const SAMPLE_MS = 100;
/** Events whose requests are made at a time: the sender's memory is not what is measured, but must have an end. */
const PORTION = 10_000;

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
    for (let sent = 0; sent < effort.importedEvents; sent += PORTION) {
      effort.tell(`memory during an import: ${sent} of ${effort.importedEvents} events`);
      const bodies = batchesOf(next(Math.min(PORTION, effort.importedEvents - sent)), BATCH);
      seconds += (await send({ url: standalone.url, token }, bodies, SENDERS)).seconds;
    }
    effort.tell('memory during an import: until all is projected');
    await untilProjected(pool);
    const peak = residentMegabytes(standalone.pid, 'VmHWM');
    const mean = samples.reduce((sum, each) => sum + each, 0) / Math.max(1, samples.length);
    return [
      below({
        name: `memory during an import of ${effort.importedEvents.toLocaleString('en-GB')} events`,
        unit: 'MB',
        value: peak,
        limit: ALLOWED_MB,
        against: `${ALLOWED_MB} MB for the whole standalone process (resident set, without PostgreSQL)`,
        notes: [
          `the highest there was; ${Math.round(mean)} MB in the mean, ${Math.round(before)} MB after its start; ${Math.round(effort.importedEvents / seconds)} events/s taken while projecting`,
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

async function untilProjected(pool: { query(text: string): Promise<{ rows: { done: boolean }[] }> }): Promise<void> {
  for (;;) {
    const { rows } = await pool.query('select (select min(position) from overview.checkpoint) >= (select max(position) from overblik.events) as done');
    if (rows[0]?.done === true) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
