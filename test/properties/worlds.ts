import fc from 'fast-check';
import { aboutGrants, aboutPayments, aboutServices } from './benefit-tellings.js';
import { aboutCases } from './case-tellings.js';
import { aboutDocuments, aboutNotes } from './paper-tellings.js';
import { partyTellings } from './party-tellings.js';
import { MOMENTS, one, type Draft, TIMES } from './vocabulary.js';

/** Events of a world at most. */
const MOST = 100;

const ENDLESS = /\.(removed|purged)$/;
const draft = (isUnmerging: boolean): fc.Arbitrary<Omit<Draft, 'id'>> =>
  fc
    .record({
      telling: fc.oneof(
        { arbitrary: aboutCases, weight: 8 },
        { arbitrary: partyTellings(isUnmerging), weight: 7 },
        { arbitrary: aboutDocuments, weight: 3 },
        { arbitrary: aboutNotes, weight: 2 },
        { arbitrary: aboutGrants, weight: 4 },
        { arbitrary: aboutPayments, weight: 3 },
        { arbitrary: aboutServices, weight: 1 },
      ),
      time: one(...TIMES),
      sequence: fc.oneof(
        { arbitrary: fc.constant(undefined), weight: 2 },
        { arbitrary: one('2', '10', '010'), weight: 1 },
      ),
      from: fc.option(fc.integer({ min: 0, max: MOMENTS.length - 2 }), { nil: undefined, freq: 2 }),
      to: fc.oneof(
        { arbitrary: fc.constant(undefined), weight: 3 },
        { arbitrary: fc.integer({ min: 1, max: MOMENTS.length - 1 }), weight: 1 },
      ),
    })
    .map(({ telling: { type, ...telling }, time, sequence, from, to }) => {
      const isEnding = to !== undefined && from !== undefined && to > from && !ENDLESS.test(type);
      return {
        type: `dk.overblik.${type}.v1`,
        ...telling,
        time,
        ...(sequence === undefined ? {} : { sequence }),
        ...(from === undefined ? {} : { effectivefrom: MOMENTS[from] ?? '' }),
        ...(isEnding ? { effectiveto: MOMENTS[to] ?? '' } : {}),
      };
    });

/** How the events of a world arrive: in which order, in batches of which sizes, and which of them twice. */
export interface Arrival {
  readonly order: readonly number[];
  readonly sizes: readonly number[];
  readonly twice: readonly number[];
}

/** What is published, how, and at which moments it is then asked about: see `momentsOf`. */
export interface World {
  readonly events: readonly Draft[];
  readonly arrivals: readonly [Arrival, Arrival];
  readonly asOf: number;
  /** How far into the log `asKnownAt` lies (0 to 1). */
  readonly knownShare: number;
  /** Microseconds. */
  readonly asOfShift: number;
  readonly knownShift: number;
}

const arrival: fc.Arbitrary<Arrival> = fc.record({
  order: fc.array(fc.nat(1_000), { minLength: MOST, maxLength: MOST }),
  sizes: fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 6 }),
  twice: fc.array(fc.nat(MOST - 1), { maxLength: 5 }),
});

/** Ids tie by code point: 𝄞 comes after every letter of the basic plane, whatever UTF-16 says. */
const ID_STARTS = ['e', 'é', '\uffee', '𝄞'];

const told = (isUnmerging: boolean): fc.Arbitrary<[Omit<Draft, 'id'>, string]> =>
  fc.tuple(draft(isUnmerging), one(...ID_STARTS));

/** What worlds are wanted; `isUnmerging`: also such as depend on which party came first. */
export interface WantedWorlds {
  readonly isUnmerging: boolean;
  /** Events of a world at most. */
  readonly most?: number;
}

/** Small worlds. */
export const worldsOf = ({ isUnmerging, most = MOST }: WantedWorlds): fc.Arbitrary<World> =>
  fc.record({
    // Mostly many, since few contradict each other; few, so that a failure shrinks.
    events: fc
      .oneof(
        { withCrossShrink: true },
        { arbitrary: fc.array(told(isUnmerging), { minLength: 1, maxLength: 25, size: 'max' }), weight: 1 },
        {
          arbitrary: fc.array(told(isUnmerging), { minLength: Math.floor(most * 0.45), maxLength: most, size: 'max' }),
          weight: 5,
        },
      )
      .map((drafts) => drafts.map(([draft, start], index): Draft => ({ ...draft, id: `${start}${index}` }))),
    arrivals: fc.tuple(arrival, arrival),
    asOf: fc.nat(10_000),
    knownShare: fc.double({ min: 0, max: 1, noNaN: true }),
    asOfShift: one(-1, 0, 0, 1),
    knownShift: one(-1, 0, 0, 1),
  });

/** The events in batches, as they arrive. */
export function batchesOf<E>(events: readonly E[], { order, sizes, twice }: Arrival): E[][] {
  const placed = events.map((event, index) => ({ event, key: order[index] ?? 0, index }));
  const again = twice.flatMap((index) =>
    events[index] === undefined
      ? []
      : [{ event: events[index], key: order[(index + 7) % order.length] ?? 0, index: index + 100 }],
  );
  const queue = [...placed, ...again].sort((a, b) => a.key - b.key || a.index - b.index).map(({ event }) => event);
  const batches: E[][] = [];
  for (let taken = 0; queue.length > 0; taken++) batches.push(queue.splice(0, sizes[taken % sizes.length] ?? 1));
  return batches;
}
