import { randomUUID } from 'node:crypto';
import { createAccessLog, type AccessEntry } from '#access';
import { instantFromDate } from '#contracts';
import type { House } from './house.js';

const DAY = 86_400_000;

/** Leaves the entry of a caseworker's search in the access log, as if it had been so many days ago. */
export async function leaveEntry(
  { stores: { accessLogStore: store, accessParts } }: House,
  days: number,
  over: Partial<AccessEntry> & Pick<AccessEntry, 'authority'>,
): Promise<void> {
  await createAccessLog({ store, seal: accessParts.seal }).record({
    at: instantFromDate(new Date(Date.now() - days * DAY)),
    user: 'bo',
    userName: 'Bo',
    unit: null,
    roles: ['caseworker'],
    grounds: [],
    action: 'SEARCH',
    operation: 'searchParties',
    purpose: null,
    parties: [],
    objects: [],
    searchText: 'Karla',
    hits: 1,
    asked: [],
    denied: null,
    asOf: null,
    asKnownAt: null,
    hopOrigin: null,
    transactionId: randomUUID(),
    ip: null,
    ...over,
  });
}
