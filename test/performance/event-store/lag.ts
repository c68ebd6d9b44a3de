import { setTimeout as sleep } from 'node:timers/promises';
import type { EventStore } from '#event-store';
import type { ProjectionRunner } from '#projection-engine';
import type { LogRow } from '../append-limit.js';
import { below } from '../figures.js';
import type { Finding } from '../figures.js';
import { requestsOf } from './calls.js';

const ALLOWED_EVENTS = 1_000;
const TICK_MS = 10;

/** A steady stream of events and who projects it. */
interface Steady {
  readonly store: EventStore;
  readonly runner: ProjectionRunner;
  readonly rows: readonly LogRow[];
  /** Events a second. */
  readonly rate: number;
  /** At most; less where there are not rows enough. */
  readonly seconds: number;
}

/** How many events the slowest read model is behind the last that was acknowledged, looked at every few milliseconds. */
export async function measureLag({ store, runner, rows, rate, seconds }: Steady): Promise<Finding> {
  const requests = requestsOf(rows.slice(0, Math.floor(rate * seconds)));
  let acknowledged = await store.head();
  await runner.caughtUpTo(acknowledged);
  const behind: number[] = [];
  const underway: Promise<void>[] = [];
  const sampling = setInterval(() => behind.push(Math.max(0, acknowledged - runner.health().position)), TICK_MS);
  const start = performance.now();
  try {
    for (let sent = 0; sent < requests.length;) {
      await sleep(TICK_MS);
      const due = Math.min(requests.length, Math.floor(((performance.now() - start) / 1_000) * rate));
      if (due === sent) continue;
      underway.push(append(requests.slice(sent, due)));
      sent = due;
    }
    await Promise.all(underway);
  } finally {
    clearInterval(sampling);
  }
  const taken = (performance.now() - start) / 1_000;
  await runner.caughtUpTo(acknowledged);
  const sorted = behind.sort((a, b) => a - b);
  const at = (part: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
  return below({
    name: 'lag at half the top rate (p99)',
    unit: 'events behind',
    value: at(0.99),
    limit: ALLOWED_EVENTS,
    against: `${ALLOWED_EVENTS} events between the last acknowledged and the last projected`,
    notes: [
      `${Math.round(requests.length / taken)} events/s for ${taken.toFixed(0)} s by the process that projects; looked at ${sorted.length} times: p50 ${at(0.5)}, the most ${at(1)}`,
    ],
  });

  async function append(part: typeof requests): Promise<void> {
    const outcomes = await store.appendAll(part);
    for (const outcome of outcomes)
      if (outcome.status === 'ok') acknowledged = Math.max(acknowledged, outcome.lastPosition);
  }
}
