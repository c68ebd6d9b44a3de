import type { EventStoreDBClient } from '@eventstore/db-client';
import { appendClaims } from './append-claims.js';
import { closeClients, openClient } from './clients.js';
import { KurrentDbStandIn } from './kurrentdb-stand-in.js';
import { readClaims } from './read-claims.js';
import { subscriptionClaims } from './subscription-claims.js';

const realUrl = /^(esdb|kurrentdb)/.test(process.env['EVENT_STORE_URL'] ?? '')
  ? process.env['EVENT_STORE_URL']
  : undefined;
const onReal = 'the server that EVENT_STORE_URL names does what the stand-in does';
if (realUrl === undefined) {
  process.stderr.write('skipped: EVENT_STORE_URL is not the esdb:// address of a server that may be filled\n');
}

function claims(client: () => EventStoreDBClient): void {
  appendClaims(client);
  describe('reading', () => readClaims(client));
  describe('subscribing', () => subscriptionClaims(client));
}

describe('the stand-in for EventStoreDB', () => {
  let standIn: KurrentDbStandIn;
  let client: EventStoreDBClient;
  beforeAll(async () => {
    standIn = await KurrentDbStandIn.start();
    client = openClient(standIn.url);
  });
  afterAll(async () => {
    await closeClients();
    await standIn.close();
  });
  claims(() => client);
});

(realUrl === undefined ? describe.skip : describe)(onReal, () => {
  let client: EventStoreDBClient;
  beforeAll(() => (client = openClient(realUrl ?? '')));
  afterAll(closeClients);
  claims(() => client);
});
