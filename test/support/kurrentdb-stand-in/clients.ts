import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { EventStoreDBClient, jsonEvent, type EventData } from '@eventstore/db-client';
import type { AllStreamSubscription, ResolvedEvent, StreamSubscription } from '@eventstore/db-client';

/** Far more than anything takes here: a test that gets so far has failed. */
const PATIENCE_MS = 20_000;

const opened: EventStoreDBClient[] = [];

/** A client of its own; `closeClients` ends what it has open. */
export function openClient(url: string): EventStoreDBClient {
  const client = EventStoreDBClient.connectionString(url);
  opened.push(client);
  return client;
}

export async function closeClients(): Promise<void> {
  await Promise.all(opened.splice(0).map((client) => client.dispose()));
}

/** So many events that nobody has appended, numbered from 0. */
export function newEvents(count: number, { type = 'told', size = 0 } = {}): EventData[] {
  const padding = 'x'.repeat(size);
  return Array.from({ length: count }, (_, number) => jsonEvent({ id: randomUUID(), type, data: { number, padding } }));
}

/** A stream name nobody has used. */
export function newStream(): string {
  return `case-${randomUUID()}`;
}

/** Resolves when the check no longer throws; throws what it threw last when that takes too long. */
export async function eventually(check: () => void): Promise<void> {
  for (const until = Date.now() + PATIENCE_MS; ; await sleep(10)) {
    try {
      return check();
    } catch (error) {
      if (Date.now() > until) throw error;
    }
  }
}

/** How a call ends: `done`, or the type of the client's error. */
export async function endOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'done',
    (error: { type?: string; message: string }) => error.type ?? error.message,
  );
}

/** All that a read gives. */
export async function read(events: AsyncIterable<ResolvedEvent>): Promise<NonNullable<ResolvedEvent['event']>[]> {
  const given: NonNullable<ResolvedEvent['event']>[] = [];
  for await (const { event } of events) if (event !== undefined) given.push(event);
  return given;
}

/** What a subscription has told so far, as `stream@revision`, and how it ended if it has. */
export interface Followed {
  readonly told: readonly string[];
  readonly isConfirmed: boolean;
  readonly end: unknown;
  stop(): Promise<void>;
}

/** Listens to a subscription as fast as it can. */
export function follow(subscription: AllStreamSubscription | StreamSubscription): Followed {
  const told: string[] = [];
  const followed = {
    told,
    isConfirmed: false,
    end: undefined as unknown,
    stop: async (): Promise<void> => subscription.unsubscribe(),
  };
  subscription.on('confirmation', () => (followed.isConfirmed = true));
  subscription.on('data', ({ event }) => {
    if (event !== undefined) told.push(`${event.streamId}@${event.revision}`);
  });
  subscription.on('error', (error) => (followed.end ??= error));
  subscription.on('end', () => (followed.end ??= 'end'));
  return followed;
}

/** How events `from` up to but not including `to` of a stream are told. */
export function revisions(stream: string, from: number, to: number): string[] {
  return Array.from({ length: to - from }, (_, offset) => `${stream}@${from + offset}`);
}
