import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { createOverviewQueries, type FreshnessView } from '#read-models/queries';
import { drawn, runs } from '../support/chance.js';
import { openHouse, type House } from '../support/house.js';
import { authorities } from './authorities.js';

/** One thing that a source does. `sequence` null: without a number. */
type Act =
  | { readonly does: 'register'; readonly counts: boolean; readonly hours: number }
  | { readonly does: 'beat'; readonly announces: number | null }
  | { readonly does: 'tell' | 'tell badly'; readonly sequence: number | null }
  | { readonly does: 'declare outage' | 'end outage' };

const number = fc.integer({ min: 3, max: 6 });
const sequence = fc.option(number, { freq: 4 });
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    arbitrary: fc.record({
      does: fc.constant('register' as const),
      counts: fc.boolean(),
      hours: fc.integer({ min: 1, max: 3 }),
    }),
    weight: 2,
  },
  { arbitrary: fc.record({ does: fc.constant('beat' as const), announces: sequence }), weight: 2 },
  { arbitrary: fc.record({ does: fc.constant('tell' as const), sequence }), weight: 4 },
  { arbitrary: fc.record({ does: fc.constant('tell badly' as const), sequence }), weight: 2 },
  { arbitrary: fc.record({ does: fc.constantFrom('declare outage' as const, 'end outage' as const) }), weight: 1 },
);
/** How long after its last sign of life one looks, in hours, and milliseconds beside them. */
const wait = fc.tuple(fc.integer({ min: 0, max: 7 }), fc.constantFrom(-1, 0, 1));

const nextAuthority = authorities(52_000_000);
const SOURCE = 'urn:overblik:source:ky';
const HOUR = 3_600_000_000n;

/** An instant as microseconds, and back. */
const microsOf = (instant: string): bigint => BigInt(Date.parse(instant)) * 1000n + BigInt(instant.slice(23, 26));
const instantOf = (micros: bigint): string =>
  `${new Date(Number(micros / 1000n)).toISOString().slice(0, -1)}${String(micros % 1000n).padStart(3, '0')}Z`;

/** What was done, and when it was recorded. */
interface Done {
  readonly act: Act;
  readonly at: string;
}

/** The rules of the semantics one after the other, over everything that was ever done. */
function twin(done: readonly Done[], now: string): Omit<FreshnessView, 'source' | 'message'> {
  const last = (wanted: (act: Act) => boolean): Done | undefined => done.filter((each) => wanted(each.act)).at(-1);
  const registered = last(({ does }) => does === 'register')?.act as Extract<Act, { does: 'register' }> | undefined;
  const numbers = new Set<number>();
  let announced = 0;
  for (const { act } of done) {
    if ((act.does === 'tell' || act.does === 'tell badly') && act.sequence !== null) numbers.add(act.sequence);
    if (act.does === 'beat') announced = Math.max(announced, act.announces ?? 0);
  }
  let missing = 0;
  if (registered?.counts === true && numbers.size > 0)
    for (let number = Math.min(...numbers); number <= Math.max(announced, ...numbers); number++)
      if (!numbers.has(number)) missing++;
  const lastEventAt = last(({ does }) => does !== 'beat')?.at ?? null;
  const lastHeartbeatAt = last(({ does }) => does === 'beat')?.at ?? null;
  const heard = done.at(-1)?.at;
  const isDown = last(({ does }) => does.endsWith('outage'))?.act.does === 'declare outage';
  const isSilent =
    registered !== undefined &&
    heard !== undefined &&
    microsOf(now) > microsOf(heard) + 2n * BigInt(registered.hours) * HOUR;
  const state = isDown
    ? 'DOWN'
    : missing > 0
      ? 'GAP'
      : heard === undefined || registered === undefined
        ? 'UNKNOWN'
        : isSilent
          ? 'STALE'
          : 'CURRENT';
  return { state, missing, lastEventAt, lastHeartbeatAt };
}

describe('the freshness of a source', () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse();
  });
  afterAll(() => house.close());

  /** When it was recorded; that an event was refused is recorded a little later than it is answered. */
  async function recordedAfter(head: number): Promise<string> {
    for (;;) {
      const at = [...(await house.recordedTimes(head)).values()].at(-1);
      if (at !== undefined) return at;
      await sleep(5);
    }
  }
  async function perform(acts: readonly Act[], authority: string): Promise<Done[]> {
    const system = randomUUID();
    const done: Done[] = [];
    for (const [index, act] of acts.entries()) {
      const { type, subject, data } = told(act, system);
      const head = await house.stores.eventStore.head();
      const [receipt] = await house.publish([
        {
          ...{
            specversion: '1.0',
            id: `e${index}`,
            source: SOURCE,
            authority,
            type: `dk.overblik.${type}.v1`,
            subject,
            data,
          },
          time: new Date(Date.parse('2026-01-01T00:00:00Z') + index * 1000).toISOString(),
          ...('sequence' in act && act.sequence !== null ? { sequence: String(act.sequence) } : {}),
        },
      ]);
      expect(receipt?.status).toBe(act.does === 'tell badly' ? 'quarantined' : 'accepted');
      done.push({ act, at: await recordedAfter(head) });
    }
    await house.settle();
    return done;
  }

  it(
    'is what the rules make of everything that was ever heard of it, at any moment after',
    async () => {
      const states: Record<string, number> = {};
      await fc.assert(
        fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 8 }), wait, async (acts, [hours, beside]) => {
          const authority = nextAuthority();
          const done = await perform(acts, authority);
          // Instants of the clock have milliseconds: what lies beside a boundary is told by the millisecond.
          const now = instantOf(
            ((microsOf(done.at(-1)?.at ?? '') + BigInt(hours) * HOUR) / 1000n + BigInt(beside)) * 1000n,
          );
          const clock = (): Date => new Date(now);
          const queries = createOverviewQueries({
            pool: house.stores.pool,
            keyring: house.stores.vault.authority,
            clock,
          });
          const [found] = await queries.sources({ authority });
          const { state, missing, lastEventAt, lastHeartbeatAt, message } = found?.freshness ?? {};
          expect({ state, missing, lastEventAt, lastHeartbeatAt }).toEqual(twin(done, now));
          expect(message === null).toBe(state === 'CURRENT' || state === 'UNKNOWN');
          states[state ?? ''] = (states[state ?? ''] ?? 0) + 1;
        }),
        drawn(60),
      );
      // Worlds in which a source is always the same would agree with anything.
      expect(Object.keys(states).sort()).toEqual(['CURRENT', 'DOWN', 'GAP', 'STALE', 'UNKNOWN']);
    },
    60_000 + runs * 10_000,
  );
});

/** The event of an act; a bad one lacks what its schema asks for. */
function told(act: Act, system: string): { type: string; subject: string; data: object } {
  const subject = `source/${system}`;
  switch (act.does) {
    case 'register': {
      const capabilities = { sequence: act.counts, notes: false, hop: false, snapshots: false };
      const data = { name: 'KY', vendor: 'KMD', capabilities, expectedInterval: `PT${act.hours}H` };
      return { type: 'source.registered', subject, data };
    }
    case 'beat': {
      const announced = act.announces === null ? {} : { lastSequence: act.announces };
      return { type: 'source.heartbeat', subject, data: { asOf: '2026-01-01T00:00:00Z', ...announced } };
    }
    case 'declare outage':
      return { type: 'source.outage-declared', subject, data: {} };
    case 'end outage':
      return { type: 'source.outage-ended', subject, data: {} };
    case 'tell':
      return { type: 'unit.registered', subject: `unit/${randomUUID()}`, data: { name: 'Ydelser' } };
    case 'tell badly':
      return { type: 'unit.registered', subject: `unit/${randomUUID()}`, data: {} };
  }
}
