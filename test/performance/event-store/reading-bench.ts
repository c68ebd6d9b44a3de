import type { Client } from 'pg';
import type { EventStore } from '#event-store';
import { secondsSince } from '../append-limit.js';
import type { Effort } from '../effort.js';
import { median, told } from '../figures.js';
import type { Finding } from '../figures.js';
import { withClient } from '../place.js';
import type { SealedLog } from './sealed-log.js';

const PAGE = 1_000;

/** A subscription from the first event on, against a plain paged read of the table. */
export async function measureReading(effort: Effort, { url, stores, rows }: SealedLog): Promise<Finding[]> {
  const ours: number[] = [];
  const byHand: number[] = [];
  await withClient(url, async (client) => {
    for (let round = 0; round <= effort.storeRounds; round++) {
      effort.tell(`reading, round ${round} of ${effort.storeRounds}${round === 0 ? ' (to warm up)' : ''}`);
      const rates = [
        rows.length / (await secondsOfSubscription(stores.eventStore, rows.length)),
        rows.length / (await secondsByHand(client, rows.length)),
      ] as const;
      if (round === 0) continue;
      ours.push(rates[0]);
      byHand.push(rates[1]);
    }
  });
  return [
    told({
      name: 'subscription from the first event on',
      unit: 'events/s',
      value: median(ours),
      limit: median(byHand),
      against: `select … where position > $1 order by position limit ${PAGE} by hand, one connection, each page when the last has come`,
      notes: [`pages of ${PAGE}; ${rows.length.toLocaleString('en-GB')} events, nothing opened`],
    }),
  ];
}

/** Until as many events have come as there are; each is looked at, so that none is left unread. */
export async function secondsOfSubscription(store: EventStore, events: number): Promise<number> {
  const ending = new AbortController();
  let read = 0;
  const start = performance.now();
  for await (const page of store.subscribe({ after: 0, batchSize: PAGE, signal: ending.signal })) {
    for (const event of page.events) if (event.data.length > 0) read++;
    if (read >= events) break;
  }
  const seconds = secondsSince(start);
  ending.abort();
  return seconds;
}

async function secondsByHand(client: Client, events: number): Promise<number> {
  let read = 0;
  let after = '0';
  const start = performance.now();
  while (read < events) {
    const { rows } = await client.query<{ position: string; data: Buffer }>({
      name: 'page by hand',
      text: `select position, event_id, stream, revision, type, bucket, recorded_at::text, metadata, data
               from overblik.events where position > $1 order by position limit ${PAGE}`,
      values: [after],
    });
    for (const row of rows) if (row.data.length > 0) read++;
    after = rows.at(-1)?.position ?? after;
  }
  return secondsSince(start);
}
