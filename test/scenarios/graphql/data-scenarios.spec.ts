import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { Caller, PrivilegeGroup } from '#access';
import { openHouse } from '../../support/house.js';
import type { House } from '../../support/house.js';
import { caller, startGraphqlServer } from './graphql-server.js';
import type { GraphqlServer } from './graphql-server.js';

/*
 * A scenario is data: a folder with the events in their order, and for each question a `.graphql` file and beside it a
 * `.json` with what it claims, who asks, the SQL statements that it may cost and the answer. Where another asks the same,
 * his `.json` names the question. SCENARIOS=write writes the
 * answers anew: read them before you commit.
 */
interface Scenario {
  readonly claim: string;
  /** The question that is asked, where it is another scenario's. */
  readonly question?: string;
  readonly rights?: { readonly kle: readonly string[]; readonly sensitivity: 0 | 1 | 2 | 3 };
  readonly variables?: Record<string, unknown>;
  readonly statements: number;
  readonly answer: unknown;
}

const here = new URL('.', import.meta.url).pathname;
const isWriting = process.env['SCENARIOS'] === 'write';
const all = { kle: ['*'], sensitivity: 3 } as const;

for (const folder of readdirSync(here, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
  describe(folder.name, () => {
    const files = readdirSync(join(here, folder.name));
    const names = files
      .filter((file) => file.endsWith('.json') && file !== 'events.json')
      .map((file) => file.replace('.json', ''));
    const read = (file: string): string => readFileSync(join(here, folder.name, file), 'utf8');
    const scenarios = names.map((name) => ({ name, scenario: JSON.parse(read(`${name}.json`)) as Scenario }));
    const events = JSON.parse(read('events.json')) as { authority: string }[];

    let house: House;
    let server: GraphqlServer;
    beforeAll(async () => {
      house = await openHouse();
      expect(await house.publish(events)).toEqual(
        events.map(() => expect.objectContaining({ status: 'accepted' }) as unknown),
      );
      await house.settle();
      // From here on, all statements are those of the answers.
      await house.runner.stop();
      await house.follower.stop();
      const callers = scenarios.map(
        ({ name, scenario }) => [name, callerOf(scenario, events[0]?.authority ?? '')] as const,
      );
      server = await startGraphqlServer({ stores: house.stores, callers: Object.fromEntries(callers) });
      // The rules for purposes are read once a process, and again when a setting was changed.
      for (const [token] of callers) await server.ask('{ __typename }', { token });
    });
    afterAll(async () => {
      await server.close();
      await house.close();
    });

    it.each(scenarios.map(({ name, scenario }) => [scenario.claim, name, scenario] as const))(
      '%s',
      async (_claim, name, scenario) => {
        const question = read(`${scenario.question ?? name}.graphql`);
        const options = { token: name, variables: scenario.variables ?? {} };
        for (const way of ['interpreted', 'being compiled', 'compiled']) {
          const { result, statements } = await countingStatements(() => server.ask(question, options));
          const { data, errors } = result.body;
          expect(errors).toBeUndefined();
          if (isWriting)
            writeFileSync(
              join(here, folder.name, `${name}.json`),
              `${JSON.stringify({ ...scenario, answer: data }, null, 2)}\n`,
            );
          else expect([way, data]).toEqual([way, scenario.answer]);
          expect(statements).toBeLessThanOrEqual(scenario.statements);
        }
      },
    );
  });
}

function callerOf({ rights = all }: Scenario, authority: string): Caller {
  const group: PrivilegeGroup = {
    role: 'caseworker',
    authority,
    units: null,
    sources: null,
    viewClasses: [],
    grounds: [],
    ...rights,
  };
  return caller('bo', group);
}

/** Counts what is sent to PostgreSQL meanwhile, by whomever in this process: the access entry too. */
async function countingStatements<T>(action: () => Promise<T>): Promise<{ result: T; statements: number }> {
  const { query } = pg.Client.prototype;
  let statements = 0;
  pg.Client.prototype.query = function counted(this: pg.Client, ...given: unknown[]): unknown {
    statements += 1;
    return (query as (...all: unknown[]) => unknown).apply(this, given);
  } as typeof query;
  try {
    return { result: await action(), statements };
  } finally {
    pg.Client.prototype.query = query;
  }
}
