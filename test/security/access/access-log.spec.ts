import { actionOf, createAccessLog, type AccessEntry, type StoredAccessEntry } from '#access';
import { openInMemoryEventStore } from '#event-store';
import { accessSeal, createAuthorityKeyring, openWith, SYSTEM_AUTHORITY } from '#personal-data';

const keyring = createAuthorityKeyring(Buffer.alloc(32, 7));
const seal = accessSeal(keyring);
const keyOf = (authority: string | null): Buffer => keyring(authority ?? SYSTEM_AUTHORITY).access;

const entry = (user: string, more: Partial<AccessEntry> = {}): AccessEntry => ({
  at: '2026-05-01T10:00:00.000000Z',
  authority: '29189714',
  user,
  userName: 'Anne Ørsted',
  unit: null,
  roles: ['caseworker'],
  grounds: ['KLE=*'],
  action: actionOf(['VIEW']),
  operation: 'party',
  purpose: null,
  parties: [],
  objects: [],
  searchText: null,
  hits: null,
  asked: ['010190-1234'],
  denied: null,
  asOf: null,
  asKnownAt: null,
  hopOrigin: null,
  transactionId: '9b2d8f6e-0000-4000-8000-000000000000',
  ip: null,
  ...more,
});

describe('the access log over the event store', () => {
  it('keeps every view of many callers at once, readable with the authority’s key alone', async () => {
    const store = openInMemoryEventStore();
    const log = createAccessLog({ store, seal });
    const users = Array.from({ length: 300 }, (_, index) => `user-${index % 20}`);
    await Promise.all(users.map((user) => log.record(entry(user))));
    const { events } = await store.readAll(0, 1_000);
    expect(events).toHaveLength(300);
    expect(new Set(events.map((event) => event.stream)).size).toBe(20);
    for (const event of events) {
      const stored = JSON.parse(event.data.toString()) as StoredAccessEntry;
      expect(event.data.toString() + event.metadata + event.stream).not.toMatch(/010190|Ørsted/);
      const personal = openWith(keyOf(stored.authority), event.eventId, Buffer.from(stored.sealed ?? '', 'base64'));
      expect(JSON.parse(personal)).toEqual({ userName: 'Anne Ørsted', searchText: null, asked: ['010190-1234'] });
    }
    await store.close();
  });

  it('refuses once the store takes no more', async () => {
    const store = openInMemoryEventStore();
    const log = createAccessLog({ store, seal });
    await store.close();
    await expect(log.record(entry('u'))).rejects.toMatchObject({ code: 'ACCESS_LOG_UNAVAILABLE' });
  });
});
