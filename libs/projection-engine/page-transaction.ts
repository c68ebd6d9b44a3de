import type { PoolClient, QueryConfig, QueryResultRow } from 'pg';

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

/** What failed first in a transaction. */
export interface TransactionFailure {
  readonly error: unknown;
  /** Its place among the tasks; undefined: none of them. */
  readonly task: number | undefined;
  /** The database said so, or the way to it; else the task's own code threw. */
  readonly isOfDatabase: boolean;
}

/** A transaction on its way. */
export interface SentTransaction {
  /** Resolves when every statement has been asked for, the commit too: the next transaction may follow on the connection. */
  readonly sent: Promise<void>;
  /** Resolves when it is committed. @throws what failed first; then nothing was written */
  readonly committed: Promise<void>;
  /** Known when `committed` has rejected. */
  failure(): TransactionFailure | undefined;
}

/**
 * Does the tasks side by side in one transaction, then the last one. It does not wait for what is written before it asks
 * for the commit: a transaction in which anything failed is rolled back by that.
 */
export function sendTransaction(
  client: PoolClient,
  begin: string,
  tasks: readonly ((transaction: PageTransaction) => Promise<void>)[],
  last: (transaction: PageTransaction) => Promise<void>,
): SentTransaction {
  let failed: TransactionFailure | undefined;
  // What fails after the first failure only says that the transaction is aborted.
  const note = (error: unknown, task?: number, isOfDatabase = false): void =>
    void (failed ??= { error, task, isOfDatabase });
  const sent: Promise<void>[] = [];
  const reader = readerOf(client);
  const transactionOf = (task?: number): PageTransaction => {
    const ofDatabase = (error: unknown): void => note(error, task, true);
    return {
      read: async (statement) => {
        try {
          return await reader.read(statement);
        } catch (error) {
          ofDatabase(error);
          throw error;
        }
      },
      write: (statement) => void sent.push(client.query(statement).then(() => undefined, ofDatabase)),
    };
  };
  const own = transactionOf();
  const send = (text: string): void => own.write({ text });
  const work = async (): Promise<void> => {
    send(begin);
    await Promise.all(tasks.map((task, index) => task(transactionOf(index)).catch((error) => note(error, index))));
    if (failed === undefined) await last(own).catch(note);
    send(failed === undefined ? 'commit' : 'rollback');
  };
  const asked = work();
  return {
    sent: asked,
    committed: asked.then(async () => {
      await Promise.all(sent);
      if (failed !== undefined) throw failed.error;
    }),
    failure: () => failed,
  };
}
