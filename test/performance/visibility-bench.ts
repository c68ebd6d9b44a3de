import { Agent } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Client, Pool } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Effort } from './effort.js';
import { atMost, beside, median } from './figures.js';
import type { Finding } from './figures.js';
import { AUTHORITY, withClient } from './place.js';
import type { Place } from './place.js';
import { caseData } from './sample-stream.js';
import { sampleEvent, seeded, SOURCES, uuidOf } from './sample-words.js';
import { sendOne } from './sending.js';

const WARM_UP = 10;
/** Between two, so that each finds everything idle. */
const IDLE_MS = 40;

/** Publish to visible when idle: from the receipt until the read model has it, against a bare round of the same server. */
export async function measureVisibility(place: Place, effort: Effort): Promise<Finding[]> {
  effort.tell('publish to visible when idle');
  const { url, pool } = await place.createDatabase('visibility');
  const token = await place.mint({ roles: ['source'], sources: SOURCES });
  const standalone = await place.startStandalone(url);
  const agent = new Agent({ keepAlive: true });
  try {
    const door = { url: standalone.url, token };
    const ours: number[] = [];
    const bare: number[] = [];
    const copied: number[] = [];
    const random = seeded(11);
    await withBareRound(url, async (round) => {
      for (let n = -WARM_UP; n < effort.publishings; n++) {
        const uuid = uuidOf(`visibility|${n}`);
        const said = { id: `visibility#${n}`, source: SOURCES[0] ?? '', time: '2026-03-01T08:00:00Z' };
        const event = sampleEvent(
          'case.registered',
          uuid,
          { ...caseData(`2026-${n + WARM_UP}`, random), parties: [] },
          said,
        );
        await idle();
        await sendOne(door, event, agent);
        const taken = await untilVisible(pool, uuid);
        await idle();
        const [bareRound, copyRound] = [await round.run(n), await round.copy(n)];
        if (n < 0) continue;
        ours.push(taken);
        bare.push(bareRound);
        copied.push(copyRound);
      }
    });
    return [
      atMost({
        name: 'publish to visible when idle (p50)',
        unit: 'ms',
        value: median(ours),
        limit: median(bare),
        bar: 3,
        against: 'a bare round: insert and commit, NOTIFY, upsert and commit by who listens, select',
        notes: [
          `from receipt to read model; ${effort.publishings} times; p95 ${percentile(ours, 0.95).toFixed(1)} ms, of the bare round ${percentile(bare, 0.95).toFixed(1)} ms`,
        ],
      }),
      beside('limit: a bare round (p50)', median(bare), 'ms', [
        `${(median(bare) / median(copied)).toFixed(1)} times a COPY of one such row with its commit (${median(copied).toFixed(2)} ms)`,
      ]),
    ];
  } finally {
    agent.destroy();
    await standalone.end();
  }
}

const idle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, IDLE_MS * (0.5 + Math.random())));

/** Milliseconds until the case stands in the read model. */
async function untilVisible(pool: Pool, uuid: string): Promise<number> {
  const start = performance.now();
  for (;;) {
    const { rowCount } = await pool.query({
      name: 'visible',
      text: 'select 1 from overview.case_current where authority = $1 and case_id = $2',
      values: [AUTHORITY, uuid],
    });
    if (rowCount === 1) return performance.now() - start;
  }
}

interface BareRound {
  /** Milliseconds of one round. */
  run(n: number): Promise<number>;
  /** Milliseconds of a COPY of one row. */
  copy(n: number): Promise<number>;
}

/** Two connections: one writes and tells, the other listens and writes the view. */
async function withBareRound<T>(url: string, work: (round: BareRound) => Promise<T>): Promise<T> {
  return withClient(url, (writer) =>
    withClient(url, async (listener) => {
      await writer.query(
        'create table bare_log (id int primary key, body text); create table bare_view (id int primary key, body text)',
      );
      await listener.query('listen bare');
      return work(bareRoundOf(writer, listener));
    }),
  );
}

function bareRoundOf(writer: Client, listener: Client): BareRound {
  const body = 'x'.repeat(650);
  const upsert = 'insert into bare_view (id, body) values ($1, $2) on conflict (id) do update set body = excluded.body';
  return {
    async run(n) {
      const start = performance.now();
      const projected = new Promise<void>((resolve, reject) => {
        listener.once('notification', () => {
          listener.query({ name: 'upsert', text: upsert, values: [n, body] }).then(() => resolve(), reject);
        });
      });
      await writer.query({
        name: 'insert',
        text: 'insert into bare_log (id, body) values ($1, $2)',
        values: [n, body],
      });
      await writer.query('notify bare');
      await projected;
      await writer.query({ name: 'select', text: 'select body from bare_view where id = $1', values: [n] });
      return performance.now() - start;
    },
    async copy(n) {
      const start = performance.now();
      await pipeline(
        Readable.from([Buffer.from(`${n + 1_000_000}\t${body}\n`)]),
        writer.query(copyFrom('copy bare_log from stdin')),
      );
      return performance.now() - start;
    },
  };
}

function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}
