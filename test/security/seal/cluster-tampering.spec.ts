import { readFileSync, rmSync, writeFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Fault } from '#seal';
import { KurrentDbStandIn } from '../../support/kurrentdb-stand-in/kurrentdb-stand-in.js';
import { openSealedStore, type SealedStore } from './sealed-store.js';

/* Events lie in a cluster, their index in the database: whoever changes either is found out. */

const EVENTS = 300;

interface Kept {
  readonly id: string;
  readonly stream: string;
  readonly position: number;
  readonly end: number;
  readonly type: string;
  readonly metadata: string;
  readonly data: string;
}

let folder: string;
let file: string;
let cluster: KurrentDbStandIn;
let house: SealedStore;
let written: readonly Kept[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'overblik-cluster-'));
  file = join(folder, 'log');
  cluster = await KurrentDbStandIn.start({ file });
  house = await openSealedStore({ eventStoreUrl: cluster.url });
  for (const portion of [100, EVENTS - 100]) {
    await house.fill('events', portion);
    await house.sealer.sealAll();
  }
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  written = lines.flatMap((line) => JSON.parse(line) as Kept[]);
}, 60_000);
afterAll(async () => {
  await house.close();
  await cluster.close();
  rmSync(folder, { recursive: true });
});

/** The cluster comes back with another log. */
async function withLog(events: readonly Kept[]): Promise<void> {
  const { port } = cluster;
  await cluster.close();
  writeFileSync(file, events.map((event) => `${JSON.stringify([event])}\n`).join(''));
  cluster = await KurrentDbStandIn.start({ file, port });
}

async function faultAfter(bend: (events: Kept[]) => Kept[]): Promise<Fault | null> {
  try {
    await withLog(bend([...written]));
    return (await house.verify()).events.fault;
  } finally {
    await withLog(written);
  }
}

/** Ours, without what the cluster holds of others and the mark that pairs it with the database. */
const ours = (): Kept[] => written.filter(({ type }) => type === 'case.registered');
const chosen = (n: number): Kept => {
  const event = ours()[n];
  if (event === undefined) throw new Error('there is no such event');
  return event;
};
const changed = (event: Kept, change: Partial<Kept>) => (events: Kept[]) =>
  events.map((each) => (each === event ? { ...each, ...change } : each));
const flipped = (base64: string, at: number): string => {
  const bytes = Buffer.from(base64, 'base64');
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return bytes.toString('base64');
};

describe('in a log in a cluster is found and named', () => {
  it('nothing, while nothing is changed', async () => {
    expect(ours()).toHaveLength(EVENTS);
    expect((await house.verify()).events).toMatchObject({ read: EVENTS, unsealed: 0, fault: null });
  });

  it.each([0, 57, 150, EVENTS - 1])(
    'a bit of the data, or the type, of event %i',
    async (n) => {
      const event = chosen(n);
      const { position, data } = event;
      expect(await faultAfter(changed(event, { data: flipped(data, 9) }))).toMatchObject({ position });
      expect(await faultAfter(changed(event, { type: 'case.forged' }))).toMatchObject({ position });
    },
    60_000,
  );

  it.each([3, 200])(
    'event %i swapped with its neighbour in its data',
    async (n) => {
      const [one, other] = [chosen(n), chosen(n + 1)];
      const swapped = (events: Kept[]): Kept[] =>
        changed(other, { data: one.data })(changed(one, { data: other.data })(events));
      expect(await faultAfter(swapped)).toMatchObject({ position: one.position });
    },
    60_000,
  );

  it.each([EVENTS - 1, 120])(
    'a tail that was cut before event %i',
    async (n) => {
      const { position } = chosen(n);
      expect(await faultAfter((events) => events.filter((event) => event.position < position))).toMatchObject({
        position,
        what: 'a sealed event is missing, and all after it',
      });
    },
    60_000,
  );
});

describe('in the index of a cluster is found and named', () => {
  const sql = (text: string): Promise<unknown> => house.stores.pool.query(text);
  async function faultWith(...changes: string[]): Promise<Fault | null> {
    await sql('create table public.kept_index as select * from overblik.cluster_event');
    try {
      for (const change of changes) await sql(change);
      return (await house.verify()).events.fault;
    } finally {
      await sql('delete from overblik.cluster_event');
      await sql('insert into overblik.cluster_event select * from public.kept_index');
      await sql('drop table public.kept_index');
    }
  }

  it('a row that was deleted', async () => {
    const { position } = chosen(40);
    expect(await faultWith(`delete from overblik.cluster_event where position = ${position}`)).toEqual({
      position,
      what: 'the index in the database does not know this event where it stands',
    });
  });

  it('two rows that were swapped', async () => {
    const [one, other] = [chosen(11).position, chosen(250).position];
    const swapped = `update overblik.cluster_event set position = ${one + other} - position where position in (${one}, ${other})`;
    expect(await faultWith(swapped)).toMatchObject({ position: one });
  });

  it('an id that another event has', async () => {
    const { position } = chosen(77);
    const forged = `update overblik.cluster_event set event_id = gen_random_uuid() where position = ${position}`;
    expect(await faultWith(forged)).toMatchObject({ position });
  });

  it('a row of an event that is not in the log', async () => {
    const { position } = chosen(EVENTS - 1);
    const forged = `insert into overblik.cluster_event select stream || 'x', 0, gen_random_uuid(), position, recorded_at, metadata
      from overblik.cluster_event where position = ${position}`;
    expect(await faultWith(forged)).toEqual({
      position: position + 1,
      what: 'the index in the database knows events that the log has not',
    });
  });
});
