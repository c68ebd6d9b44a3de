import type { Receipt } from '#intake';
import { CASE, event, openIntakeTrial, progress, SBSYS, type IntakeTrial } from './intake-trial.js';

/** The pipeline over PostgreSQL, where statements race and servers go away. */
let trial: IntakeTrial;

beforeEach(async () => {
  trial = await openIntakeTrial();
});

afterEach(() => trial.close());

const storedIds = async (): Promise<string[]> => {
  const { events } = await trial.stores.eventStore.readAll(0, 10_000);
  return events
    .filter(({ type }) => !/^(mention|operation)\./.test(type))
    .map(({ metadata }) => (JSON.parse(metadata) as { id: string }).id)
    .sort();
};

function manyEvents(count: number): Record<string, unknown>[] {
  return Array.from({ length: count }, (_, index) => {
    const subject = `case/00000000-0000-4000-8000-${String(index % 17).padStart(12, '0')}`;
    return index < 17
      ? event('case.registered', { id: `e${index}`, subject })
      : progress({ id: `e${index}`, subject, sequence: String(index) });
  });
}

it('stores each event once where several senders send the same at once, in any order', async () => {
  const events = manyEvents(200);
  const orders = [events, [...events].reverse(), [...events.slice(100), ...events.slice(0, 100)], events];
  const answers = await Promise.all(orders.map((order) => trial.batch(order)));
  const statuses = answers.flat().map((receipt) => receipt.status);
  expect(statuses.filter((status) => status === 'accepted')).toHaveLength(200);
  expect(statuses.filter((status) => status === 'duplicate')).toHaveLength(600);
  expect(await storedIds()).toEqual(events.map((each) => String(each['id'])).sort());
  const positionOf = (receipts: readonly Receipt[]) => new Map(receipts.map(({ id, position }) => [id, position]));
  expect(positionOf(answers[1] ?? [])).toEqual(positionOf(answers[0] ?? []));
});

it('gives one master where two sources found the same objects at once', async () => {
  const events = manyEvents(17);
  const theirs = events.map((each) => ({ ...each, source: SBSYS }));
  const sbsys = await trial.mint({ sources: [SBSYS] });
  const [mine, others] = await Promise.all([trial.batch(events), trial.batch([...theirs].reverse(), sbsys)]);
  for (const [index, receipt] of mine.entries()) {
    const statuses = [receipt.status, others[16 - index]?.status].sort();
    expect(statuses).toEqual(['accepted', 'quarantined']);
  }
});

it('purges over PostgreSQL: the key is gone, the row is there, a repeat is a duplicate', async () => {
  const founded = event('case.registered', { id: 'founded' });
  const purge = event('case.purged', { id: 'purge' });
  await trial.batch([founded, progress({ id: 'wrong', data: {} })]);
  const receipts = await trial.batch([purge, progress({ id: 'late' }), founded, purge]);
  expect(receipts.map(({ status, problem }) => problem?.rule ?? status)).toEqual([
    'accepted',
    'purged-object',
    'duplicate',
    'duplicate',
  ]);
  const { rows } = await trial.database.pool.query(
    `select wrapped, destroyed_at is not null as destroyed from overblik.object_key where stream_id like 'case-%'`,
  );
  expect(rows).toEqual([{ wrapped: null, destroyed: true }]);
  const { rows: bodies } = await trial.database.pool.query(
    `select count(*)::int as n from overblik.quarantine_entry where body is not null`,
  );
  expect(bodies).toEqual([{ n: 0 }]);
  const opened = await trial.stores.vault.open((await trial.stores.eventStore.readAll(0, 100)).events);
  expect(opened.filter((each) => !each.erased && !each.name.startsWith('operation.')).map((each) => each.name)).toEqual(
    ['case.purged'],
  );
});

it("takes the new master's events from quarantine over HTTP", async () => {
  const sbsys = await trial.mint({ sources: [SBSYS] });
  await trial.structured(event('case.registered', { id: 'founded' }));
  await trial.batch([progress({ id: 'early', source: SBSYS })], sbsys);
  await trial.structured(event('case.transferred', { id: 'over', data: { toSource: SBSYS } }));
  expect(await storedIds()).toEqual(['early', 'founded', 'over']);
  expect(await (await trial.get('/quarantine?status=open', sbsys)).json()).toEqual({ entries: [], next: null });
  expect(await (await trial.get('/quarantine?status=accepted', sbsys)).json()).toMatchObject({
    entries: [{ id: 'early', status: 'accepted' }],
  });
});

it('answers 503, never 500, while connections are cut, and stores each event once in the end', async () => {
  const events = manyEvents(300);
  let isCutting = true;
  setTimeout(() => (isCutting = false), 5_000);
  const cutting = (async () => {
    while (isCutting) {
      await trial.database.pool.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
      );
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
  })();
  const statuses = new Set<number>();
  const send = async (id: number): Promise<void> => {
    for (let attempt = 0; attempt < 200; attempt++) {
      const response = await trial.post(JSON.stringify(events.slice(id * 30, id * 30 + 30)), {
        'content-type': 'application/cloudevents-batch+json',
      });
      statuses.add(response.status);
      if (response.status === 200) return;
      expect(response.headers.get('retry-after')).toBe('1');
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    throw new Error('never taken');
  };
  await Promise.all(Array.from({ length: 10 }, (_, id) => send(id)));
  isCutting = false;
  await cutting;
  for (const status of statuses) expect([200, 503]).toContain(status);
  expect(await storedIds()).toEqual(events.map((each) => String(each['id'])).sort());
}, 60_000);

it('leaves no number, name or text of a person readable in any table', async () => {
  await trial.batch([
    event('case.registered', { id: 'readable', subject: `case/${CASE}` }),
    event('party.registered', { id: 'party' }),
    progress({ id: 'refused', data: { progress: 'x', statusText: '6101800001 Karla Eksempel' } }),
  ]);
  for (const table of ['events', 'cluster_event', 'object_key', 'quarantine_entry']) {
    const { rows } = await trial.database.pool.query(`select * from overblik.${table}`);
    const text = rows.map((row: object) =>
      Object.values(row)
        .map((value) => (Buffer.isBuffer(value) ? value.toString('latin1') : String(value)))
        .join(' '),
    );
    expect(text.join('\n')).not.toMatch(/Karla|610180-?0001|Ansøgning/);
  }
});
