import { catalogue, configureContracts, exampleOf } from '#contracts';
import { openInMemoryEventStore, openInMemoryQuarantine } from '#event-store';
import { openInMemoryKeyVault } from '#personal-data';
import { Configuration } from '#runtime';
import type { Stores } from '#stores';
import { openIntakeDoor } from './intake-door.js';

const silent = () => undefined;
const log = { debug: silent, info: silent, warn: silent, error: silent };

async function judge(environment: Configuration['environment'], url: string): Promise<string> {
  // Nothing was held, and nobody was found.
  const pool = { query: () => Promise.resolve({ rows: [] }) };
  const stores: Partial<Stores> = {
    pool: pool as unknown as Stores['pool'],
    eventStore: openInMemoryEventStore(),
    vault: openInMemoryKeyVault(),
    quarantine: openInMemoryQuarantine(),
  };
  const configuration = Object.assign(new Configuration(), { environment });
  const door = await openIntakeDoor(stores as Stores, log, configuration);
  const definition = catalogue.byName.get('case.registered');
  if (definition === undefined) throw new Error('no such event');
  const example = exampleOf(definition);
  const event = { ...example, data: { ...(example['data'] as object), hop: { url } } };
  const [receipt] = await door.accept([event], { kind: 'operator', name: 'test' });
  return receipt?.problem === undefined ? String(receipt?.status) : `${receipt.problem.rule} ${receipt.problem.path}`;
}

describe('a hop that leads to http', () => {
  const http = 'http://127.0.0.1:4000/sag/1';
  afterEach(() => configureContracts({ allowHttpHops: false }));

  it('is taken in development', async () => {
    expect(await judge('development', http)).toBe('accepted');
  });

  it('is refused in production, whatever was allowed before, where https is taken', async () => {
    configureContracts({ allowHttpHops: true });
    expect(await judge('production', http)).toBe('schema /data/hop/url');
    expect(await judge('production', 'https://sag.example.dk/1')).toBe('accepted');
  });
});
