import type { Pool } from 'pg';

/** A table of the read models as the catalogue of the database has it. */
export interface WrittenTable {
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly primaryKey: readonly string[];
  /** Storage parameters, which `like … including all` leaves behind. */
  readonly storage: string;
}

/** Values as text, in the order of the table's columns. */
export type WrittenRow = readonly (string | null)[];

/** What one page of events left in the tables, by table. */
export type WrittenPage = ReadonlyMap<string, readonly WrittenRow[]>;

const QUESTION = `
  select c.relname as name, c.relnamespace::regnamespace::text as schema, coalesce(array_to_string(c.reloptions, ', '), '') as storage,
         (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) order by a.attnum)
            from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
         (select json_agg(a.attname order by k.n) from pg_index i
            cross join lateral unnest(i.indkey) with ordinality as k (attnum, n)
            join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
           where i.indrelid = c.oid and i.indisprimary) as "primaryKey"
    from pg_class c
   where c.relkind = 'r' and (c.relnamespace = 'overview_data'::regnamespace or c.oid = 'overview.word_part'::regclass)
   order by c.relname`;

/** Every table of the overview but the engine's own. */
export async function overviewTables(pool: Pool): Promise<WrittenTable[]> {
  return (await pool.query<WrittenTable>(QUESTION)).rows;
}

/** Reads, after each page of a projection, the rows that page has written. */
export interface WriteWatch {
  readonly tables: readonly WrittenTable[];
  readonly pages: readonly WrittenPage[];
  /** Notes what was written since it was asked last. */
  note(): Promise<void>;
}

/**
 * Knows what a page wrote by the transaction that each row version carries. Nothing of the projection's code takes part:
 * what counts is what is in the tables.
 */
export async function watchWrites(pool: Pool): Promise<WriteWatch> {
  const tables = await overviewTables(pool);
  const pages: WrittenPage[] = [];
  let seen = await nextTransaction(pool);
  return {
    tables,
    pages,
    async note() {
      const until = await nextTransaction(pool);
      const page = new Map<string, WrittenRow[]>();
      for (const { schema, name, columns } of tables) {
        const { rows } = await pool.query<(string | null)[]>({
          text: `select ${columns.map((column) => `${column.name}::text`).join(', ')} from ${schema}.${name}
                  where xmin::text::bigint >= $1 and xmin::text::bigint < $2`,
          values: [seen, until],
          rowMode: 'array',
        });
        if (rows.length > 0) page.set(name, rows);
      }
      seen = until;
      pages.push(page);
    },
  };
}

async function nextTransaction(pool: Pool): Promise<string> {
  const { rows } = await pool.query<{ next: string }>(`select pg_snapshot_xmax(pg_current_snapshot())::text as next`);
  return rows[0]?.next ?? '0';
}

/** The same pages with each row once: as the last page that wrote it left it. */
export function lastVersions({ tables, pages }: WriteWatch): WrittenPage[] {
  const keys = new Map(
    tables.map(({ name, columns, primaryKey }) => [
      name,
      primaryKey.map((key) => columns.findIndex((column) => column.name === key)),
    ]),
  );
  const seen = new Set<string>();
  const kept: WrittenPage[] = [];
  for (const page of [...pages].reverse()) {
    const fresh = [...page].map(([table, rows]): [string, WrittenRow[]] => {
      const own = rows.filter((row) => {
        const key = JSON.stringify([table, ...(keys.get(table) ?? []).map((index) => row[index])]);
        if (seen.has(key)) return false;
        seen.add(key);
        return true;
      });
      return [table, own];
    });
    kept.push(new Map(fresh.filter(([, rows]) => rows.length > 0)));
  }
  return kept.reverse();
}

/** Rows in all. */
export function countRows(pages: readonly WrittenPage[]): number {
  return pages.reduce((sum, page) => sum + [...page.values()].reduce((rows, list) => rows + list.length, 0), 0);
}
