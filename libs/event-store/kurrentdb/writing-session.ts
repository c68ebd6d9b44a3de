import pg, { type Pool } from 'pg';
import { WRITING_LOCK } from './flush-functions.js';

const LOCK_NOT_AVAILABLE = '55P03';

/**
 * The connection on which a process holds the lock for writing to the cluster, one flush at a time: what a flush before
 * it left open is then nobody's any more. Where a holder dies, the lock goes with its connection.
 */
export class WritingSession {
  #client: pg.Client | null = null;

  /** @param longestHoldMs a holder that has had the lock for longer is frozen: others do not wait on */
  constructor(
    private readonly pool: Pool,
    private readonly longestHoldMs: number,
  ) {}

  /** Runs the work under the lock. A lock lost on the way shows as an error of the work's own statements. */
  async holding<T>(work: (session: pg.Client) => Promise<T>): Promise<T> {
    const client = (this.#client ??= await this.#connect());
    try {
      await this.#lock(client);
      const result = await work(client);
      await client.query(`select pg_advisory_unlock(${WRITING_LOCK})`);
      return result;
    } catch (error) {
      // Whatever state it is in: the lock ends with the connection.
      await this.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    const client = this.#client;
    this.#client = null;
    await client?.end().catch(() => undefined);
  }

  async #connect(): Promise<pg.Client> {
    const client = new pg.Client({ ...this.pool.options, keepAlive: true });
    // It says twice that it broke: by failing its query, and by an event that ends the process where nobody listens.
    client.on('error', () => {
      if (this.#client === client) this.#client = null;
    });
    await client.connect();
    await client.query(`set lock_timeout = ${this.longestHoldMs}`);
    return client;
  }

  async #lock(client: pg.Client): Promise<void> {
    try {
      await client.query(`select pg_advisory_lock(${WRITING_LOCK})`);
    } catch (error) {
      if (!(error instanceof pg.DatabaseError) || error.code !== LOCK_NOT_AVAILABLE) throw error;
      await client.query(CUT_OFF_HOLDER);
      await client.query(`select pg_advisory_lock(${WRITING_LOCK})`);
    }
  }
}

/** Ends the sessions that hold the lock: of this database, since its number stands in `pg_locks`. */
const CUT_OFF_HOLDER = `
select pg_terminate_backend(l.pid) from pg_locks l
where l.locktype = 'advisory' and l.granted and l.database = (select oid from pg_database where datname = current_database())
  and (l.classid, l.objid) = (${WRITING_LOCK.split(', ').join('::oid, ')}::oid) and l.objsubid = 2`;
