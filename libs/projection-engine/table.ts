import { textArray } from '#event-store';
import type { PageTransaction } from './page-transaction.js';

/** A value that a column takes: arrays go to PostgreSQL as array literals, null is NULL. */
export type ColumnValue = string | number | boolean | null | readonly string[];
export type TableRow = Readonly<Record<string, ColumnValue>>;

/** The rows of each derived table that one object gives, by table name. */
export type DerivedRows = Readonly<Record<string, readonly TableRow[]>>;

/** A disposable table of a read model: the engine creates it, empties it and writes it in sets. */
export interface TableDefinition {
  /** The name that queries use, without the schema `overview`. Where its rows lie is a matter of the generation. */
  readonly name: string;
  /** Column name → PostgreSQL type. */
  readonly columns: Readonly<Record<string, string>>;
  readonly primaryKey: readonly string[];
  /** Secondary indexes: what follows `create index on <table>`. A rebuild makes them last. */
  readonly indexes?: readonly string[];
  /** Indexes that projecting itself looks up by: a rebuild has them from the beginning. */
  readonly projectionIndexes?: readonly string[];
  /**
   * By what two projections of the same log are compared: SQL of a row `t`, and which rows. Default: every column but those
   * that tell when a row was derived, and all rows. None: what was erased since the first may leave other rows in it.
   */
  readonly compared?: { readonly by: readonly string[]; readonly where?: string };
  /** Storage parameters; the default leaves room for updates in the page (HOT). */
  readonly storage?: string;
}

/**
 * The index of a column of words. What is added waits in a list that each search reads: it is kept short, so that a search
 * under load costs what it costs when idle.
 */
export const wordsIndex = (column: string): string => `using gin (${column}) with (gin_pending_list_limit = 256)`;

/** Of the words by which a row is found. */
export const WORDS_INDEX = wordsIndex('words');

/** A table where its rows lie: what projections write and load by. Made by a `Place`. */
export interface PlacedTable extends TableDefinition {
  /** Schema and name in the database. */
  readonly relation: string;
  /** The name alone: it tells prepared statements and indexes of two generations apart. */
  readonly physical: string;
}

/** The statements that make the table, with the indexes that projecting needs. */
export function createTableSql(table: PlacedTable): string[] {
  const columns = Object.entries(table.columns).map(([name, type]) => `${name} ${type}`);
  return [
    `create table if not exists ${table.relation} (${columns.join(', ')}, primary key (${table.primaryKey.join(', ')}))` +
      ` with (${table.storage ?? 'fillfactor = 85'})`,
    ...unmeasuredSql(table),
    ...(table.projectionIndexes ?? []).map((index, number) => indexSql(table, `p${number + 1}`, index)),
  ];
}

/**
 * The columns of text on which PostgreSQL keeps statistics, which are copies of values: in every table of ours they hold names
 * of systems and words of our own. All others may hold what was told of somebody and keep none, so that nothing erased is left
 * there.
 */
const MEASURED: ReadonlySet<string> = new Set([
  'authority',
  'source',
  'sources',
  'kind',
  'role',
  'link',
  'progress',
  'kle_path',
  'responsible_unit',
  'handler',
]);

function unmeasuredSql({ columns, relation }: PlacedTable): string[] {
  const told = Object.keys(columns).filter((name) => columns[name]?.startsWith('text') && !MEASURED.has(name));
  if (told.length === 0) return [];
  return [`alter table ${relation} ${told.map((name) => `alter column ${name} set statistics 0`).join(', ')}`];
}

/** The statements that make the other indexes. */
export const createIndexesSql = (table: PlacedTable): string[] =>
  (table.indexes ?? []).map((index, number) => indexSql(table, String(number + 1), index));

const indexSql = ({ physical, relation }: PlacedTable, suffix: string, index: string): string =>
  `create index if not exists ${physical}_${suffix} on ${relation} ${index}`;

export const dropTableSql = ({ relation }: Pick<PlacedTable, 'relation'>): string => `drop table if exists ${relation}`;

/** PostgreSQL's array literal; every element quoted, so that no content can break out. */
function arrayLiteral(values: readonly string[]): string {
  return `{${values.map((value) => `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`).join(',')}}`;
}

const parameter = (value: ColumnValue): string | null => {
  if (value === null) return null;
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? arrayLiteral(value as readonly string[]) : String(value);
};

/** In PostgreSQL's binary form: rows are mostly JSON text, whose every quote an array literal would have to escape. */
const columnsOf = (names: readonly string[], rows: readonly TableRow[]): Buffer[] =>
  names.map((name) => textArray(rows.map((row) => parameter(row[name] ?? null))));

interface TableStatements {
  readonly upsert: string;
  readonly remove: string;
  readonly names: readonly string[];
}
const statements = new WeakMap<PlacedTable, TableStatements>();

function statementsOf(table: PlacedTable): TableStatements {
  const known = statements.get(table);
  if (known !== undefined) return known;
  const names = Object.keys(table.columns);
  const typed = (column: string): string => `u.${column}::${table.columns[column] ?? 'text'}`;
  const unnest = (columns: readonly string[]): string =>
    `unnest(${columns.map((_, index) => `$${index + 1}::text[]`).join(', ')}) as u(${columns.join(', ')})`;
  const rest = names.filter((name) => !table.primaryKey.includes(name));
  const made: TableStatements = {
    names,
    upsert:
      `insert into ${table.relation} (${names.join(', ')}) select ${names.map(typed).join(', ')} from ${unnest(names)}` +
      ` on conflict (${table.primaryKey.join(', ')}) do ` +
      (rest.length === 0 ? 'nothing' : `update set ${rest.map((name) => `${name} = excluded.${name}`).join(', ')}`),
    remove:
      `delete from ${table.relation} t using ${unnest(table.primaryKey)} where ` +
      table.primaryKey.map((column) => `t.${column} = ${typed(column)}`).join(' and '),
  };
  statements.set(table, made);
  return made;
}

/** Writes rows, replacing those of the same primary key, in one statement. */
export function upsertRows(transaction: PageTransaction, table: PlacedTable, rows: readonly TableRow[]): void {
  if (rows.length === 0) return;
  const { upsert, names } = statementsOf(table);
  transaction.write({ name: `upsert ${table.physical}`, text: upsert, values: columnsOf(names, rows) });
}

/** Deletes rows by primary key, in one statement. */
export function removeRows(transaction: PageTransaction, table: PlacedTable, keys: readonly TableRow[]): void {
  if (keys.length === 0) return;
  const { remove } = statementsOf(table);
  transaction.write({ name: `remove ${table.physical}`, text: remove, values: columnsOf(table.primaryKey, keys) });
}

/**
 * What has to change in a table so that it holds `after` where it held `before`, the rows of one object: a row that is
 * the same in both is not written, which keeps a small event on a large object small.
 */
export function difference(
  table: TableDefinition,
  before: readonly TableRow[],
  after: readonly TableRow[],
): { upserts: readonly TableRow[]; removals: readonly TableRow[] } {
  const same = sameBeginning(table, before, after);
  if (before.length === same) return { upserts: same === 0 ? after : after.slice(same), removals: [] };
  const keyOf = keyOfRows(table);
  const old = new Map(before.slice(same).map((row) => [keyOf(row), row]));
  const upserts: TableRow[] = [];
  for (const row of after.slice(same)) {
    const key = keyOf(row);
    const previous = old.get(key);
    if (previous !== undefined) old.delete(key);
    if (previous === undefined || !isSameRow(table, previous, row)) upserts.push(row);
  }
  return { upserts, removals: [...old.values()] };
}

/** How many rows at the beginning of both are the same: most events leave most rows of an object as they are. */
function sameBeginning(table: TableDefinition, before: readonly TableRow[], after: readonly TableRow[]): number {
  for (let same = 0; ; same++) {
    const [one, other] = [before[same], after[same]];
    if (one === undefined || other === undefined || !isSameRow(table, one, other)) return same;
  }
}

function isSameRow({ columns }: TableDefinition, a: TableRow, b: TableRow): boolean {
  for (const name in columns) if (!isSame(a[name], b[name])) return false;
  return true;
}

/** No value of a key column holds this character: identifiers, instants, numbers and words of our own. */
const BETWEEN = '\u0000';

function keyOfRows({ primaryKey: [first = '', ...rest] }: TableDefinition): (row: TableRow) => string {
  return (row) => {
    let key = String(row[first]);
    for (const column of rest) key += BETWEEN + String(row[column]);
    return key;
  };
}

function isSame(a: ColumnValue | undefined, b: ColumnValue | undefined): boolean {
  if (a === b) return true;
  if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
  return a.every((element, index) => element === b[index]);
}
