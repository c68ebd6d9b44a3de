import { eventStoreContract } from '#event-store/testing';
import { kurrentDbSubject } from './kurrentdb-subject.js';

const url = process.env['EVENT_STORE_URL'];

if (url === undefined) {
  it.skip('the contract on the server that EVENT_STORE_URL names: it names none', () => undefined);
} else {
  eventStoreContract('KurrentDB event store', () => kurrentDbSubject(new URL(url)), { without: ['emptyLog'] });
}
