import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { AccessParts } from '#access';
import type { EventPage, EventStore } from '#event-store';
import type { AuthorityKeyring } from '#personal-data';
import { inTransaction } from '#projection-engine';
import { NotYetFollowed } from '../errors.js';
import { holdPlace, movePlace, placeOf, prepareRegisters } from './bookkeeping.js';
import { loggedEntry, type Register, type RegisterContext } from './register.js';

/** What a follower works with. */
export interface FollowerOptions {
  readonly pool: Pool;
  /** The access log. */
  readonly store: EventStore;
  readonly accessParts: Pick<AccessParts, 'openAll'>;
  readonly keyring: AuthorityKeyring;
  readonly registers: readonly Register[];
  readonly log: { warn(details: object, message: string): void };
  /** Entries a page; default 500. */
  readonly pageSize?: number;
}

/**
 * Follows the access log into the registers, each from its own place, until stopped. Any number of processes may: a register
 * is written by one of them at a time, and what a killed one had begun is undone with its transaction.
 */
export interface Follower {
  /** Makes the tables and begins. */
  start(): Promise<void>;
  /** Ends after the pages in hand. */
  stop(): Promise<void>;
  /** Up to where each register has read, whoever follows. */
  places(): Promise<{ readonly name: string; readonly position: number }[]>;
}

const PAGE = 500;
/** Rest of a process that found another one at it, or met a fault. */
const REST_MS = 1_000;
const ASK_EVERY_MS = 20;
/**
 * After a page that was not full a register rests so many times as long as the page took, at most so long: the more is looked
 * at, the more entries share the statements of a page, and following takes no more than its part from those who ask.
 */
const REST_PER_WORK = 5;
const LONGEST_PAUSE_MS = 150;

/** @see Follower */
export function createFollower(options: FollowerOptions): Follower {
  const { pool, store, registers } = options;
  let stopping = new AbortController();
  let running: Promise<unknown> | undefined;
  return {
    async start() {
      if (running !== undefined) return;
      stopping = new AbortController();
      await prepareRegisters(pool, registers, await store.head());
      running = Promise.all(registers.map((register) => follow(options, register, stopping.signal)));
    },
    async stop() {
      stopping.abort();
      await running;
      running = undefined;
    },
    places: () =>
      Promise.all(
        registers.map(async (register) => ({ name: register.name, position: (await placeOf(pool, register)) ?? 0 })),
      ),
  };
}

/** Resolves when the register has read up to the position, whoever follows. @throws NotYetFollowed after `timeoutMs` */
export async function untilFollowed(
  pool: Pool,
  register: Pick<Register, 'name' | 'version'>,
  position: number,
  timeoutMs: number,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (((await placeOf(pool, register)) ?? -1) < position) {
    if (Date.now() >= deadline) throw new NotYetFollowed();
    await sleep(ASK_EVERY_MS);
  }
}

async function follow(options: FollowerOptions, register: Register, signal: AbortSignal): Promise<void> {
  const { pool, store, log, pageSize: batchSize = PAGE } = options;
  let isFailing = false;
  while (!signal.aborted) {
    try {
      let place = await placeOf(pool, register);
      if (place !== undefined) {
        for await (const page of store.subscribe({ after: place, batchSize, signal })) {
          const begun = performance.now();
          if (!(await takeIn(options, register, page, place))) break;
          place = page.checkpoint;
          isFailing = false;
          if (page.events.length < batchSize) await pauseAfter(performance.now() - begun, signal);
        }
      }
    } catch (error) {
      // The database is away, or the register cannot take an entry in: nothing is passed over, so it is tried again.
      const { code, name } = error as { code?: unknown; name?: unknown };
      if (!isFailing) log.warn({ register: register.name, code: code ?? name }, 'the access log could not be followed');
      isFailing = true;
    }
    await sleep(REST_MS, undefined, { signal }).catch(() => undefined);
  }
}

async function pauseAfter(workedMs: number, signal: AbortSignal): Promise<void> {
  const pause = Math.min(LONGEST_PAUSE_MS, Math.round(workedMs * REST_PER_WORK));
  await sleep(pause, undefined, { signal }).catch(() => undefined);
}

/** One page, one transaction: what the register keeps and its place stand or fall together. */
async function takeIn(
  { pool, keyring, accessParts }: FollowerOptions,
  register: Register,
  page: EventPage,
  place: number,
): Promise<boolean> {
  if (page.checkpoint === place) return true;
  const entries = page.events
    .filter(({ type }) => register.hears.has(type))
    .flatMap((event) => loggedEntry(event) ?? []);
  return inTransaction(
    pool,
    async (client) => {
      if (!(await holdPlace(client, register, place))) return false;
      const context: RegisterContext = {
        client,
        keyring,
        openAll: (views) => accessParts.openAll(views.map(({ eventId, data }) => ({ eventId, entry: data }))),
      };
      if (entries.length > 0) await register.takeIn(entries, context);
      await movePlace(client, register, page.checkpoint);
      return true;
    },
    // It follows from the log: what is lost with the machine is read again. And a page's statements are planned once a
    // connection: to plan the rules of misuse for each page takes as long as to judge it.
    'set local synchronous_commit = off; set local plan_cache_mode = force_generic_plan',
  );
}
