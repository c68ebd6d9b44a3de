import { randomUUID } from 'node:crypto';
import type { Instant } from '#contracts';
import { bucketOf } from '#event-store';
import { isPurge } from './erasures.js';
import { faultOf, type Fault } from './faults.js';
import type { PageTransaction } from './page-transaction.js';
import { deleteParked, insertParked, type GenerationKey, type NewlyParked, type PutAside } from './parked-events.js';
import type { OpenedRecord } from './recorded-event.js';

/**
 * What becomes of a key whose handler throws. `park`: its events are put aside, all others go on. `stop`: the page is
 * tried again until it succeeds, and nothing goes on.
 */
export type FailurePolicy = 'park' | 'stop';

/**
 * The parked keys of one read model, as its page sees them. What is told here is written in the page's transaction: key
 * and rows are parked together or not at all.
 */
export interface Parking {
  /** Nearly always empty; asked once a page. */
  readonly held: { readonly size: number; has(key: string): boolean };
  /** Puts events of a parked key aside, untried. */
  hold(key: string, events: readonly OpenedRecord[]): void;
  /** Parks the key from the first of the events on. @throws the error itself where failures stop */
  park(key: string, events: readonly OpenedRecord[], error: unknown): void;
  /** Gives up what is parked of a key that is purged. */
  release(key: string): void;
}

/** A page's parking, for the one who writes the page. */
export interface PageParking {
  of(readModel: string): Parking;
  /** Sends what was told; before the commit. */
  write(transaction: PageTransaction): void;
  /** Keys that were not parked before this page. */
  readonly parked: readonly NewlyParked[];
}

/** Every parked key of a unit's generations, in memory: true while its owner alone projects and every page was committed. */
export interface ParkingLot {
  /** Takes over what the tables say; forgets what was not committed, but for who was condemned. */
  reset(keys: readonly KeyName[]): void;
  /** The next page that has events of the key parks it, from the first of them on. */
  condemn(readModel: string, key: string, fault: Fault): void;
  isHeld(readModel: string, key: string): boolean;
  /** @param generations which generation of each read model the page is written to */
  page(from: number, now: Instant, generations: ReadonlyMap<string, number>): PageParking;
  /** The page was committed, and with it the condemnations it carried out. */
  settle(page: PageParking): void;
}

interface KeyName {
  readonly readModel: string;
  readonly key: string;
}

/** Null: it stands in the table. Else it is condemned, and written with the events that are held of it. */
type Held = Map<string, Fault | null>;

/** @see ParkingLot */
export function createParkingLot(policy: FailurePolicy): ParkingLot {
  const lot = new Map<string, Held>();
  const condemned = new Map<string, KeyName & { readonly fault: Fault }>();
  const nameOf = ({ readModel, key }: KeyName): string => `${readModel} ${key}`;
  const heldOf = (readModel: string): Held => {
    let held = lot.get(readModel);
    if (held === undefined) lot.set(readModel, (held = new Map<string, Fault | null>()));
    return held;
  };
  return {
    reset(keys) {
      lot.clear();
      for (const { readModel, key, fault } of condemned.values()) heldOf(readModel).set(key, fault);
      for (const { readModel, key } of keys) heldOf(readModel).set(key, null);
    },
    condemn(readModel, key, fault) {
      condemned.set(nameOf({ readModel, key }), { readModel, key, fault });
      heldOf(readModel).set(key, fault);
    },
    isHeld: (readModel, key) => heldOf(readModel).has(key),
    page: (from, now, generations) => pageParking(heldOf, policy, { from, now, generations }),
    settle(page) {
      for (const each of page.parked) condemned.delete(nameOf(each));
    },
  };
}

function pageParking(
  heldOf: (readModel: string) => Held,
  policy: FailurePolicy,
  { from, now, generations }: { from: number; now: Instant; generations: ReadonlyMap<string, number> },
): PageParking {
  const parked: NewlyParked[] = [];
  const putAside: PutAside[] = [];
  const released: GenerationKey[] = [];
  return {
    parked,
    of(readModel) {
      const held = heldOf(readModel);
      const generation = generations.get(readModel) ?? 0;
      const aside = (key: string, events: readonly OpenedRecord[]): void => {
        for (const { position, eventId, name } of events)
          putAside.push({ readModel, generation, key, position, after: from, eventId, type: name });
      };
      const begin = (key: string, [first]: readonly OpenedRecord[], fault: Fault): void => {
        if (first === undefined) return;
        const { authority, source, position, stream } = first;
        const [id, bucket] = [randomUUID(), bucketOf(stream)];
        parked.push({ ...fault, id, readModel, generation, key, bucket, authority, source, position, since: now });
        held.set(key, null);
      };
      return {
        held,
        hold(key, events) {
          const fault = held.get(key);
          if (fault !== null && fault !== undefined) begin(key, events, fault);
          aside(key, events);
        },
        park(key, events, error) {
          if (policy === 'stop') throw error;
          begin(key, events, faultOf(error));
          aside(key, events);
        },
        release(key) {
          held.delete(key);
          released.push({ readModel, generation, key });
        },
      };
    },
    write(transaction) {
      if (released.length > 0) deleteParked(transaction, released);
      if (putAside.length > 0) insertParked(transaction, parked, putAside);
    },
  };
}

/**
 * Puts aside the events of parked keys and gives the others. Of a key that is purged all from the purge on are given, and
 * what is parked of it is given up.
 */
export function holdBack<E extends OpenedRecord>(
  events: readonly E[],
  keyOf: (event: E) => string | undefined,
  parking: Parking,
): readonly E[] {
  const { held } = parking;
  if (held.size === 0) return events;
  const mine = new Map<string, E[]>();
  for (const event of events) {
    const key = keyOf(event);
    if (key === undefined || !held.has(key)) continue;
    const list = mine.get(key);
    if (list === undefined) mine.set(key, [event]);
    else list.push(event);
  }
  const aside = new Set<E>();
  for (const [key, list] of mine) {
    const purge = list.findLastIndex(isPurge);
    const before = purge < 0 ? list : list.slice(0, purge);
    for (const event of before) aside.add(event);
    if (purge < 0) parking.hold(key, list);
    else parking.release(key);
  }
  return aside.size === 0 ? events : events.filter((event) => !aside.has(event));
}

/** The events of one key that can be folded, and from the first that cannot on those that are to be parked. */
export interface Split<E> {
  readonly foldable: readonly E[];
  readonly failing: readonly E[];
  readonly error: unknown;
}

/**
 * Finds the event at which folding fails, by folding one at a time. A purge leaves out what fails before it.
 * @param begin gives a step that folds onto a row of its own: handlers write into the row they are given
 * @throws what a purge throws
 */
export function splitAtFailure<E extends { readonly name: string }>(
  events: readonly E[],
  begin: () => (event: E) => void,
): Split<E> {
  for (let left = events; ;) {
    let at = 0;
    try {
      const step = begin();
      for (const event of left) {
        step(event);
        at++;
      }
      return { foldable: left, failing: [], error: undefined };
    } catch (error) {
      const [first, ...rest] = left.slice(at);
      if (first === undefined || isPurge(first)) throw error;
      const purge = rest.findLastIndex(isPurge);
      const foldable = left.slice(0, at);
      if (purge < 0) return { foldable, failing: left.slice(at), error };
      left = [...foldable, ...rest.slice(purge)];
    }
  }
}

/** Of a replay: nothing is held back, and what fails ends it. */
export const noParking: Parking = {
  held: new Set<string>(),
  hold: () => undefined,
  park: (_key, _events, error) => {
    throw error;
  },
  release: () => undefined,
};
