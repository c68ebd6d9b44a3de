import { contractChecks, type ContractSubject } from '#event-store/testing';
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
async function expectToFail(subject: ContractSubject, claim: string, reason: RegExp): Promise<void> {
  const check = Object.values(contractChecks)
    .flat()
    .find((one) => one.claim.startsWith(claim));
  const [result] = await Promise.allSettled([check?.check(subject)]);
  await subject.close();
  expect(String(result?.status === 'rejected' ? result.reason : 'held')).toMatch(reason);
}
