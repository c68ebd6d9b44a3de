import { openIntakeTrial, progress } from '../../scenarios/intake/intake-trial.js';
import { startGraphqlServer } from '../../scenarios/graphql/graphql-server.js';

/** So many requests, some at once; the statuses of the answers, and what one that was turned away says. */
async function flood(times: number, ask: () => Promise<{ status: number; headers: Headers }>) {
  const answers: { status: number; headers: Headers }[] = [];
  while (answers.length < times) answers.push(...(await Promise.all(Array.from({ length: 20 }, ask))));
  const turnedAway = answers.filter(({ status }) => status === 429);
  return {
    statuses: new Set(answers.map(({ status }) => status)),
    answered: times - turnedAway.length,
    retryAfter: turnedAway.map(({ headers }) => Number(headers.get('retry-after'))),
  };
}

describe('a caller who asks too often', () => {
  it('waits, and nobody else does', async () => {
    const server = await startGraphqlServer({ configuration: { questionsPerSecond: 1 } });
    try {
      const { statuses, answered, retryAfter } = await flood(40, () => server.ask('{ __typename }'));
      expect(statuses).toEqual(new Set([200, 429]));
      // Ten seconds' worth, and what is given back while they are answered.
      expect(answered).toBeGreaterThanOrEqual(10);
      expect(answered).toBeLessThan(35);
      expect(Math.min(...retryAfter)).toBeGreaterThanOrEqual(1);
      const refused = await server.ask('{ __typename }');
      expect(refused.body.errors?.[0]?.extensions.code).toBe('TOO_MANY_REQUESTS');
      expect((await server.ask('{ __typename }', { token: 'auditor' })).status).toBe(200);
    } finally {
      await server.close();
    }
  });

  it('without a token is turned away by address, and callers at the same address are not', async () => {
    const server = await startGraphqlServer();
    try {
      const strangers = await flood(2_000, () => server.ask('{ __typename }', { token: 'forged' }));
      expect(strangers.statuses).toEqual(new Set([401, 429]));
      expect((await server.ask('{ __typename }')).status).toBe(200);
    } finally {
      await server.close();
    }
  }, 60_000);
});

describe('a source system that sends too often', () => {
  it('waits, and what it was told to send again was not stored', async () => {
    const trial = await openIntakeTrial({ deliveriesPerSecond: 1 });
    try {
      let sent = 0;
      const type = { 'content-type': 'application/cloudevents+json' };
      const { statuses, answered } = await flood(40, () =>
        trial.post(JSON.stringify(progress({ id: `often-${sent++}` })), type),
      );
      expect(statuses).toEqual(new Set([200, 429]));
      const { rows } = await trial.database.pool.query<{ n: string }>(
        `select count(*) as n from overblik.events where metadata::jsonb ->> 'id' like 'often-%'`,
      );
      expect(Number(rows[0]?.n)).toBe(answered);
    } finally {
      await trial.close();
    }
  });
});
