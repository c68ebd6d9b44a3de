import { randomUUID } from 'node:crypto';
import type {
  AppendOutcome,
  AppendRequest,
  EventPage,
  EventStore,
  ExpectedRevision,
  NewEvent,
} from '../event-store.js';

/** How a further store on the same log is opened. */
export interface AnotherStore {
  readonly queueLimit?: number;
  /** Its transactions take a random while between taking their positions and the commit, where the adapter has such. */
  readonly isSlow?: boolean;
}

/** An adapter under test: a store on a log of the test's own, and what the test may do to it. */
export interface ContractSubject {
  readonly store: EventStore;
  /** A further store on the same log, as another process would open it. Closed by `close` where the test has not. */
  another(options?: AnotherStore): Promise<EventStore>;
  /** Cuts every connection to the log. Left out where there are none. */
  breakConnections?(): Promise<void>;
  /** The log lies in the memory of the process itself, which so cannot stay flat. */
  readonly keepsLogInMemory?: boolean;
  close(): Promise<void>;
}

/** One claim of the contract: `check` rejects where the adapter does not hold it. */
export interface ContractCheck {
  readonly claim: string;
  readonly check: (subject: ContractSubject) => Promise<void>;
  /** Left out for adapters without this. */
  readonly needs?: 'breakConnections' | 'emptyLog';
  readonly timeoutMs?: number;
}

/** A stream name nobody has used. */
export function newStream(prefix = 'case'): string {
  return `${prefix}-29189846-${randomUUID()}`;
}

/** An event nobody has stored. */
export function newEvent(event: Partial<NewEvent> = {}): NewEvent {
  return { eventId: randomUUID(), type: 'case.progress-changed', metadata: '{}', data: Buffer.from('{}'), ...event };
}

/** So many new events. */
export function newEvents(count: number, event: Partial<NewEvent> = {}): NewEvent[] {
  return Array.from({ length: count }, () => newEvent(event));
}

/** A request for a stream. */
export function requestFor(
  stream: string,
  events: readonly NewEvent[] = [newEvent()],
  expectedRevision: ExpectedRevision = 'any',
): AppendRequest {
  return { stream, expectedRevision, events };
}

/** Appends new events to a stream one request after another and gives the last outcome. */
export async function fill(store: EventStore, stream: string, count: number): Promise<AppendOutcome> {
  return store.append(requestFor(stream, newEvents(count)));
}

/** Everything after a place is read, whatever of a server's own stands there too. */
export function expectAtEnd(page: EventPage | undefined, head: number): void {
  expect(page).toMatchObject({ caughtUp: true });
  expect(page?.checkpoint).toBeGreaterThanOrEqual(head);
}

/** Ids in order. */
export function idsOf(events: readonly { readonly eventId: string }[]): string[] {
  return events.map(({ eventId }) => eventId);
}

/** A random wait, shorter ones more often. */
export async function randomPause(longestMs: number): Promise<void> {
  const pause = Math.random() ** 2 * longestMs;
  if (pause >= 1) await new Promise((resolve) => setTimeout(resolve, pause));
}
