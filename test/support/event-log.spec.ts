import { randomUUID } from 'node:crypto';
import { openStores, type EventLogOptions, type EventLogPlace } from '#stores';
import { openTestDatabase, type TestDatabase } from './database.js';
import { KurrentDbStandIn } from './kurrentdb-stand-in/kurrentdb-stand-in.js';
import { testMasterKey } from './stores.js';

/** A database is held to where its events lie: in any other place it would be empty, or unreadable. */
describe('the place of the events', () => {
  let standIn: KurrentDbStandIn;
  let database: TestDatabase;
  beforeEach(async () => {
    [standIn, database] = await Promise.all([KurrentDbStandIn.start(), openTestDatabase()]);
  });
  afterEach(async () => {
    await standIn.close();
    await database.close();
  });

  const placeOf = async (options: EventLogOptions, { url } = database): Promise<EventLogPlace> => {
    const log = { warn: () => undefined };
    const stores = await openStores({ databaseUrl: url, masterKey: testMasterKey, log, ...options });
    await stores.close();
    return stores.eventLogPlace;
  };
  const inOther = async (options: EventLogOptions): Promise<EventLogPlace> => {
    const other = await openTestDatabase();
    try {
      return await placeOf(options, other);
    } finally {
      await other.close();
    }
  };
  const elsewhere = { name: 'StoresFault', code: 'events-elsewhere' };

  it('is kept once it is settled, and any other is refused', async () => {
    const eventStoreUrl = standIn.url;
    expect(await placeOf({ eventStoreUrl })).toEqual({ kind: 'cluster', prefix: 'overblik.' });
    expect(await placeOf({ eventStoreUrl })).toEqual({ kind: 'cluster', prefix: 'overblik.' });
    await expect(placeOf({})).rejects.toMatchObject(elsewhere);
    await expect(placeOf({ eventStoreUrl: database.url })).rejects.toMatchObject(elsewhere);
    await expect(placeOf({ eventStoreUrl, eventStorePrefix: 'other.' })).rejects.toMatchObject(elsewhere);
    const another = await KurrentDbStandIn.start();
    await expect(placeOf({ eventStoreUrl: another.url })).rejects.toMatchObject(elsewhere);
    await another.close();
  });

  it('is the database where nothing else was said first', async () => {
    expect(await placeOf({})).toEqual({ kind: 'database' });
    await expect(placeOf({ eventStoreUrl: standIn.url })).rejects.toMatchObject(elsewhere);
  });

  it('is not the cluster that holds the events of another database, unless under a prefix', async () => {
    const eventStoreUrl = standIn.url;
    await placeOf({ eventStoreUrl });
    await expect(inOther({ eventStoreUrl })).rejects.toMatchObject(elsewhere);
    expect(await inOther({ eventStoreUrl, eventStorePrefix: 'test.' })).toEqual({ kind: 'cluster', prefix: 'test.' });
    const shared = await inOther({ eventStoreUrl, sharesCluster: true });
    expect(shared).toMatchObject({ kind: 'cluster', prefix: expect.stringMatching(/^overblik_[\da-f]{8}\.$/) });
  });

  it('leaves alone what another database has in the cluster under a prefix', async () => {
    const eventStoreUrl = standIn.url;
    const other = await openTestDatabase();
    const log = { warn: () => undefined };
    const theirs = await openStores({
      databaseUrl: other.url,
      masterKey: testMasterKey,
      log,
      eventStoreUrl,
      eventStorePrefix: 'theirs.',
    });
    const event = { eventId: randomUUID(), type: 'case.registered', metadata: '{}', data: Buffer.from('{}') };
    await theirs.eventStore.append({ stream: 'case-1', expectedRevision: 'any', events: [event] });
    const ours = await openStores({ databaseUrl: database.url, masterKey: testMasterKey, log, eventStoreUrl });
    const { events, caughtUp } = await ours.eventStore.readAll(0, 100);
    await Promise.all([theirs.close(), ours.close()]);
    await other.close();
    expect({ events, caughtUp }).toEqual({ events: [], caughtUp: true });
  });

  it('is told of in one line where it cannot be reached', async () => {
    await standIn.stop();
    await expect(placeOf({ eventStoreUrl: standIn.url })).rejects.toMatchObject({
      name: 'StoresFault',
      code: 'event-store-away',
    });
    await standIn.resume();
  });
});
