import type { EventStore } from '#event-store';
import { createTwin, insertByUnnest } from '../append-limit.js';
import type { LogRow } from '../append-limit.js';
import type { Effort } from '../effort.js';
import { atLeast, median, told } from '../figures.js';
import type { Finding } from '../figures.js';
import { settleServer, withClient } from '../place.js';
import type { Place } from '../place.js';
import { callsOf, requestOf, rowsOf, runCallers } from './calls.js';
import type { Call, Shape } from './calls.js';
import { openedEvents, openEmmett } from './emmett-log.js';
import type { EmmettEvent, EmmettLog } from './emmett-log.js';
import type { SealedLog } from './sealed-log.js';

interface MeasuredShape extends Shape {
  readonly name: string;
  /** Emmett writes one stream a call. */
  readonly isForEmmett: boolean;
}

const SHAPES = {
  single: { name: 'append 1 event × 16 callers', callers: 16, eventsPerCall: 1, streamsPerCall: 1, isForEmmett: true },
  ten: { name: 'append 10 events × 16 callers', callers: 16, eventsPerCall: 10, streamsPerCall: 1, isForEmmett: true },
  many: { name: 'append 500 events × 1 caller', callers: 1, eventsPerCall: 500, streamsPerCall: 1, isForEmmett: true },
  spread: {
    name: 'append 500 events × 1 caller, over 100 streams',
    callers: 1,
    eventsPerCall: 500,
    streamsPerCall: 100,
    isForEmmett: false,
  },
} satisfies Record<string, MeasuredShape>;

const UNNEST =
  'unnest inserts of 500 of the same rows a statement, same table and indexes, one connection, nothing looked up';
const EMMETT = "emmett-postgresql's appendToStream: the same calls, the same data in the open";

/** Events a second of one shape, in one round. */
interface Rates {
  readonly ours: number;
  readonly emmett: number;
  readonly unnest: number;
}

/** Appending in the shapes that callers have, against the `unnest` limit and against emmett, in turns. */
export async function measureAppendShapes(place: Place, effort: Effort, sealed: SealedLog): Promise<Finding[]> {
  const { url } = await place.createDatabase('append_shapes');
  const stores = await place.openStores(url);
  const emmett = await openEmmett(place, 'append_emmett');
  const rows = sealed.rows.slice(0, effort.shapeEvents);
  const opened = await openedEvents(sealed, effort.shapeEvents);
  let after = 0;
  try {
    return await withClient(url, async (client) => {
      await createTwin(client, 'limit_shapes');
      const ratesOf = async (shape: MeasuredShape, round: number): Promise<Rates> => {
        const lists = callsOf(rows, shape, `${shape.name}|${round}`, after);
        const sorted = rowsOf(lists);
        after += sorted.length;
        await settleServer(place.pool);
        const unnest = rows.length / (await insertByUnnest(client, 'limit_shapes', sorted));
        const ours = rows.length / (await appendOurs(stores.eventStore, lists));
        const byEmmett = shape.isForEmmett ? rows.length / (await appendByEmmett(emmett, lists, rows, opened)) : NaN;
        return { ours, emmett: byEmmett, unnest };
      };
      const rounds: Record<keyof typeof SHAPES, Rates>[] = [];
      for (let round = 0; round <= effort.storeRounds; round++) {
        effort.tell(`append, round ${round} of ${effort.storeRounds}${round === 0 ? ' (to warm up)' : ''}`);
        const rates = {
          single: await ratesOf(SHAPES.single, round),
          ten: await ratesOf(SHAPES.ten, round),
          many: await ratesOf(SHAPES.many, round),
          spread: await ratesOf(SHAPES.spread, round),
        };
        if (round > 0) rounds.push(rates);
      }
      return findingsOf(rounds);
    });
  } finally {
    await emmett.store.close();
    await stores.close();
  }
}

function appendOurs(store: EventStore, lists: readonly (readonly Call[])[]): Promise<number> {
  const requests = lists.map((list) => list.map((call) => call.map(requestOf)));
  return runCallers(requests, async (call) => {
    const [first] = call;
    // What a caller of one event does, and what one of many does.
    const outcomes =
      call.length === 1 && first !== undefined ? [await store.append(first)] : await store.appendAll(call);
    if (outcomes.some(({ status }) => status !== 'ok')) throw new Error('an append of the benchmark failed');
  });
}

async function appendByEmmett(
  emmett: EmmettLog,
  lists: readonly (readonly Call[])[],
  rows: readonly LogRow[],
  opened: ReadonlyMap<number, EmmettEvent>,
): Promise<number> {
  const first = Math.min(...lists.flat(3).map(({ position }) => position));
  const eventOf = ({ position }: LogRow): EmmettEvent[] => {
    const event = opened.get(rows[position - first]?.position ?? 0);
    return event === undefined ? [] : [event];
  };
  const calls = lists.map((list) =>
    list.flatMap((call) => call.map((part) => ({ stream: part[0]?.stream ?? '', events: part.flatMap(eventOf) }))),
  );
  return runCallers(calls, async ({ stream, events }) => {
    await emmett.append(stream, events);
  });
}

function findingsOf(rounds: readonly Record<keyof typeof SHAPES, Rates>[]): Finding[] {
  const middle = (shape: keyof typeof SHAPES, of: keyof Rates): number => median(rounds.map((each) => each[shape][of]));
  const figureOf = (shape: keyof typeof SHAPES, limit: 'emmett' | 'unnest', beside?: 'emmett' | 'unnest') => {
    const value = middle(shape, 'ours');
    const note = beside === undefined ? [] : [`${noun(beside)} ${(value / middle(shape, beside)).toFixed(2)}`];
    const against = limit === 'emmett' ? EMMETT : UNNEST;
    const { name } = SHAPES[shape];
    return { name, unit: 'events/s', value, limit: middle(shape, limit), against, notes: note };
  };
  return [
    atLeast({ ...figureOf('single', 'emmett', 'unnest'), bar: 4 }),
    told(figureOf('ten', 'emmett', 'unnest')),
    atLeast({ ...figureOf('many', 'unnest', 'emmett'), bar: 0.6 }),
    atLeast({ ...figureOf('spread', 'unnest'), bar: 0.6 }),
  ];
}

const noun = (limit: 'emmett' | 'unnest'): string => (limit === 'emmett' ? 'times emmett:' : 'of the unnest limit:');
