import type { Pool, PoolClient, QueryConfig, QueryResultRow } from 'pg';

/** Reads rows: from a page's transaction, or from what is committed. */
export interface Reader {
  read<Row extends QueryResultRow>(statement: QueryConfig): Promise<Row[]>;
}

/** Reads what is committed. */
export const readerOf = (client: Pick<PoolClient, 'query'>): Reader => ({
  read: async <Row extends QueryResultRow>(statement: QueryConfig) => (await client.query<Row>(statement)).rows,
});

/**
 * The transaction that a page is written in. Statements go out in the order in which they are asked for and, on a
 * connection that pipelines, without waiting for each other: what is read sees what was written before it, and the next
 * read model is folded while the database still writes the last one.
 */
export interface PageTransaction extends Reader {
  /** Sends the statement and does not wait: a failure fails the page. */
  write(statement: QueryConfig): void;
}

export interface PageWork {
  /** Statements before all others. */
  readonly begin: string;
  /** Done side by side. */
  readonly tasks: readonly ((transaction: PageTransaction) => Promise<void>)[];
  /** Done after them, before the commit: a throw rolls everything back. */
  readonly last: (transaction: PageTransaction) => Promise<void>;
}

/** Does the work in one transaction. @throws what failed first; then nothing was written */
export async function inOneTransaction(pool: Pool, { begin, tasks, last }: PageWork): Promise<void> {
  const client = await pool.connect();
  let failed: { readonly error: unknown } | undefined;
  // What fails after the first failure only says that the transaction is aborted.
  const note = (error: unknown): void => void (failed ??= { error });
  const sent: Promise<void>[] = [client.query(begin).then(() => undefined, note)];
  const transaction: PageTransaction = {
    ...readerOf(client),
    write: (statement) => void sent.push(client.query(statement).then(() => undefined, note)),
  };
  await Promise.all(tasks.map((task) => task(transaction).catch(note)));
  if (failed === undefined) await last(transaction).catch(note);
  await Promise.all(sent);
  try {
    if (failed !== undefined) throw failed.error;
    await client.query('commit');
    client.release();
  } catch (error) {
    // Closing the connection rolls back, whatever still was on its way.
    client.release(true);
    throw error;
  }
}
