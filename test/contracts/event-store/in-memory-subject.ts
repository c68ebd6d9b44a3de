import { setTimeout as sleep } from 'node:timers/promises';
import { InMemoryLog, openInMemoryEventStore, type EventStore } from '#event-store';
import type { ContractSubject } from '#event-store/testing';

/** The in-memory adapter as the contract wants it. */
export function inMemorySubject(): Promise<ContractSubject> {
  const log = new InMemoryLog();
  const opened: EventStore[] = [];
  const open = (queueLimit?: number): EventStore => {
    const store = openInMemoryEventStore({ log, ...(queueLimit === undefined ? {} : { queueLimit }) });
    opened.push(store);
    return store;
  };
  return Promise.resolve({
    store: open(),
    another: async ({ queueLimit, isSlow = false } = {}) => {
      await sleep(isSlow ? 1 : 0);
      return open(queueLimit);
    },
    keepsLogInMemory: true,
    close: async () => {
      await Promise.all(opened.map((store) => store.close()));
    },
  });
}
