import type { PoolClient } from 'pg';
import { meetServing, type Met, type Succession } from './meeting.js';
import { generationPlace } from './place.js';
import type { ReadModel } from './read-model.js';
import type { PlacedTable, TableDefinition } from './table.js';

/** At most about so many rows of a table go into the checksum: always the same ones of both. */
const SAMPLE = 50_000;

/** What a row says of when it was derived: the same object derived later has other stretches that say the same. */
const BY_DERIVATION: ReadonlySet<string> = new Set(['derived_at', 'segment', 'valid_from', 'valid_to']);

/**
 * Compares the successor with the generation that serves, as both were at one position, while projecting goes on. Of the same
 * version they must hold the same: every table is counted, and a sample is compared by content, as far as it holds at the
 * moment. Of two versions only the number of objects is known to be the same.
 * @returns what differs, in words without content; undefined when the signal has come
 */
export async function compareGenerations(succession: Succession): Promise<readonly string[] | undefined> {
  const { pool, model, onProgress } = succession;
  const client = await pool.connect();
  try {
    const met = await meetServing(succession, async (_, at) => {
      await client.query('begin isolation level repeatable read read only');
      // The snapshot is taken by the first statement, and no page is under way now.
      await client.query('select');
      return at;
    });
    if (met === undefined) return undefined;
    const { position } = met;
    const differences: string[] = [];
    const checks = checksOf(model, met);
    for (const [index, check] of checks.entries()) {
      onProgress({ phase: 'verifying', from: 0, reached: index, goal: checks.length });
      differences.push(...(await check(client)));
    }
    await client.query('commit');
    return differences.map((difference) => `${difference} at position ${position}`);
  } finally {
    client.release(true);
  }
}

type Check = (client: PoolClient) => Promise<string[]>;

function checksOf(model: ReadModel, { serving, successor }: Met): Check[] {
  if (serving.version !== successor.version || serving.shape !== successor.shape) {
    return model.tables.slice(0, 1).map((table): Check => async (client) => {
      // The older tables may be called anything else; the first has one row an object in every version.
      const before = await countIn(client, generationPlace(serving.generation).of(table).relation);
      const after = await countIn(client, generationPlace(successor.generation).of(table).relation);
      return before <= after ? [] : [`${table.name}: ${after} objects, of ${before}`];
    });
  }
  return model.tables
    .filter(({ compared }) => compared?.by.length !== 0)
    .map((table): Check => async (client) => {
      const old = await contentOf(client, generationPlace(serving.generation).of(table));
      const made = await contentOf(client, generationPlace(successor.generation).of(table));
      if (old.objects !== made.objects) return [`${table.name}: ${made.objects} objects, not ${old.objects}`];
      return old.sum === made.sum ? [] : [`${table.name}: other content in a sample of ${made.sampled} rows`];
    });
}

async function countIn(client: PoolClient, relation: string): Promise<number> {
  const { rows: known } = await client.query<{ is_there: boolean }>('select to_regclass($1) is not null as is_there', [
    relation,
  ]);
  if (known[0]?.is_there !== true) return 0;
  const { rows } = await client.query<{ count: string }>(`select count(*) from ${relation}`);
  return Number(rows[0]?.count);
}

interface Content {
  readonly objects: string;
  readonly sampled: string;
  readonly sum: string | null;
}

/** Objects counted, and a checksum that does not hang on the order of rows. The content itself chooses the sample. */
async function contentOf(client: PoolClient, table: PlacedTable): Promise<Content> {
  const key = table.primaryKey.filter((column) => !BY_DERIVATION.has(column)).map((column) => `t.${column}`);
  const { by, where = 'true' } = table.compared ?? { by: comparedColumns(table) };
  const holds = 'valid_from' in table.columns && 'valid_to' in table.columns;
  const { rows: size } = await client.query<{ rows: string }>(`select count(*) as rows from ${table.relation}`);
  const every = Math.max(1, Math.ceil(Number(size[0]?.rows) / SAMPLE));
  const { rows } = await client.query<Content>(
    `select count(distinct object)::text as objects, count(*) filter (where hash % ${every} = 0)::text as sampled,
            sum(hash::numeric) filter (where hash % ${every} = 0)::text as sum
       from (select row(${key.join(', ')})::text as object, hashtextextended(row(${by.join(', ')})::text, 0) as hash
               from ${table.relation} t where ${where} ${holds ? 'and t.valid_from <= now() and t.valid_to > now()' : ''}) c`,
  );
  return rows[0] ?? { objects: '0', sampled: '0', sum: null };
}

/** Documents say when they were derived, in some of their instants; the state, which is compared as it is, has them all. */
const INSTANT = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z`;

/** Without validity of its own, what a row of some stretch says hangs on when it was derived: then its key alone counts. */
function comparedColumns({ columns, primaryKey }: TableDefinition): string[] {
  const isOfStretch = 'segment' in columns && !('valid_from' in columns);
  return Object.keys(columns)
    .filter((column) => !BY_DERIVATION.has(column) && (!isOfStretch || primaryKey.includes(column)))
    .map((column) => (column === 'doc' ? `regexp_replace(t.doc, '${INSTANT}', '', 'g')` : `t.${column}`));
}
