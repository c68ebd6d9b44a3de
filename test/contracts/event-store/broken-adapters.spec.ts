import { randomUUID } from 'node:crypto';
import type { AppendRequest, EventPage, EventStore } from '#event-store';
import { contractChecks, type ContractSubject } from '#event-store/testing';
import { inMemorySubject } from './in-memory-subject.js';
import { openMigratedDatabase, subjectOn } from './postgres-subject.js';

/**
 * The contract is only worth what it catches. Each adapter here is broken in a way that has been built in earnest
 * elsewhere: the claim that it breaks must fail on it.
 */
describe('the contract catches an adapter', () => {
  it('that numbers positions by a sequence: readers pass events still in flight', async () => {
    const subject = await subjectWith(({ body }) => [
      'create sequence public.position_seq',
      body
        .replace(
          /perform pg_advisory_xact_lock\([^)]*\);/,
          `perform pg_advisory_xact_lock(${LOCK_OF_STREAMS}) from unnest(streams);`,
        )
        .replace(/update overblik\.log_position[^;]*;/, 'stamp := clock_timestamp(); first_position := 1;')
        .replace('first_position - 1 + sent.n', `nextval('public.position_seq')`),
    ]);
    await expectToFail(subject, 'shows every event in stream order', /deep equality[^]*\+ {3}"/);
  }, 60_000);

  it('that judges in the statement that waits for the lock: two writers see one head', async () => {
    const subject = await subjectWith(({ body }) => [
      body.replace(/perform pg_advisory_xact_lock\(([^)]*)\);/, '').replace(
        'from unnest(streams)',
        // The one who has the lock keeps it for a while: else the others might come too late to see the same head.
        'from (select pg_advisory_xact_lock(1, 1), pg_sleep(0.02)) as locked cross join unnest(streams)',
      ),
    ]);
    await expectToFail(subject, 'lets one of those win', /23505/);
  }, 60_000);

  it('that asks the expected revision before it looks for a repetition', async () => {
    const subject = await subjectWith(({ body }) => [body.replace(`'known', known.events`, `'known', null`)]);
    await expectToFail(subject, 'answers a repeated append', /wrongRevision/);
  }, 60_000);

  it('that takes the time as the clock has it: recorded time runs back', async () => {
    const subject = await subjectWith(({ body }) => [
      body.replace('greatest(clock_timestamp(), l.recorded_at)', `clock_timestamp() - random() * interval '1 second'`),
    ]);
    await expectToFail(subject, 'records instants', /deep equality/);
  }, 60_000);

  it('that does not wake its subscribers', async () => {
    const subject = await subjectWith(({ body }) => [body.replace(/perform pg_notify\([^;]*;/, '')]);
    await expectToFail(subject, 'tells soon', /toBeLessThan/);
  }, 60_000);
});

describe('the contract catches a store', () => {
  it('that goes on at the event it was told to go on after', async () => {
    const subject = await subjectAs((store) => ({
      readAll: (after, limit, filter) => store.readAll(Math.max(0, after - 1), limit, filter),
    }));
    await expectToFail(subject, 'goes on after every event, in pages', /deep equality|toBeGreaterThan/);
  });

  it('whose subscription goes on one event too late', async () => {
    const subject = await subjectAs((store) => ({
      subscribe: (options) => store.subscribe({ ...options, after: options.after + 1 }),
    }));
    await expectToFail(subject, 'goes on after every event', /deep equality/, 'subscribing');
  });

  it('that does not know an event it has written', async () => {
    const subject = await subjectAs((store) => ({ append: (request) => store.append(withFreshIds(request)) }));
    await expectToFail(subject, 'answers a repeated append', /duplicate/);
  });

  it('that writes an append twice when it is sent twice at a time', async () => {
    let turn = 0;
    const subject = await subjectAs((store) => ({
      append: (request) => store.append(turn++ % 2 === 0 ? request : withFreshIds(request)),
    }));
    await expectToFail(subject, 'writes an append that is sent twice', /duplicate/);
  });

  it('that gives an event twice where its pages meet', async () => {
    const subject = await subjectAs((store) => ({ subscribe: (options) => repeatingLast(store.subscribe(options)) }));
    await expectToFail(subject, 'gives what is stored', /deep equality/);
  });

  it('whose checkpoint stands still where nothing matches', async () => {
    const subject = await subjectAs((store) => ({
      readAll: async (after, limit, filter) => {
        const page = await store.readAll(after, limit, filter);
        return { ...page, checkpoint: page.events.at(-1)?.position ?? after };
      },
    }));
    await expectToFail(subject, 'filters by type', /toBeGreaterThan/);
  });

  it('that says at every page that it has caught up', async () => {
    const subject = await subjectAs((store) => ({ subscribe: (options) => alwaysCaughtUp(store.subscribe(options)) }));
    await expectToFail(subject, 'says once that it has caught up', /toHaveLength|length/);
  }, 60_000);

  it('that cuts what it was given', async () => {
    const subject = await subjectAs((store) => ({
      append: ({ events, ...request }) =>
        store.append({
          ...request,
          events: events.map((event) => ({ ...event, data: event.data.subarray(0, 65_535) })),
        }),
    }));
    await expectToFail(subject, 'keeps large payloads', /toBe/);
  });
});

/** The in-memory store with some of its methods broken, in every store that is opened on the log. */
async function subjectAs(broken: (store: EventStore) => Partial<EventStore>): Promise<ContractSubject> {
  const sound = await inMemorySubject();
  const laidOver = (store: EventStore): EventStore =>
    new Proxy(store, {
      get: (target, key) => {
        const member: unknown = Reflect.get(broken(target), key) ?? Reflect.get(target, key);
        return typeof member === 'function' ? member.bind(target) : member;
      },
    });
  return {
    ...sound,
    store: laidOver(sound.store),
    another: async (options) => laidOver(await sound.another(options)),
  };
}

function withFreshIds({ events, ...request }: AppendRequest): AppendRequest {
  return { ...request, events: events.map((event) => ({ ...event, eventId: randomUUID() })) };
}

async function* repeatingLast(pages: AsyncIterable<EventPage>): AsyncGenerator<EventPage> {
  let last: EventPage['events'] = [];
  for await (const page of pages) {
    yield { ...page, events: [...last, ...page.events].slice(0, 3) };
    last = page.events.slice(-1);
  }
}

async function* alwaysCaughtUp(pages: AsyncIterable<EventPage>): AsyncGenerator<EventPage> {
  for await (const page of pages) yield { ...page, caughtUp: true };
}

/** Writers of one stream still wait for each other, as a unique index would make them. */
const LOCK_OF_STREAMS = 'hashtext(unnest)';

/** An adapter whose append function was rewritten; the statements take the place of the true one. */
async function subjectWith(rewrite: (original: { body: string }) => string[]): Promise<ContractSubject> {
  const database = await openMigratedDatabase();
  const { rows } = await database.pool.query<{ body: string }>(
    `select pg_get_functiondef('overblik.append_to_events'::regproc) as body`,
  );
  const original = rows[0] ?? { body: '' };
  const statements = rewrite(original);
  expect(statements.at(-1)).not.toBe(original.body);
  for (const statement of statements) await database.pool.query(statement);
  return subjectOn(database);
}

/** The reason is named too: an adapter too broken to run would prove nothing. */
async function expectToFail(
  subject: ContractSubject,
  claim: string,
  reason: RegExp,
  about?: keyof typeof contractChecks,
): Promise<void> {
  const check = (about === undefined ? Object.values(contractChecks).flat() : (contractChecks[about] ?? [])).find(
    (one) => one.claim.startsWith(claim),
  );
  if (check === undefined) throw new Error(`the contract has no such claim: ${claim}`);
  const [result] = await Promise.allSettled([check.check(subject)]);
  await subject.close();
  expect(String(result?.status === 'rejected' ? result.reason : 'held')).toMatch(reason);
}
