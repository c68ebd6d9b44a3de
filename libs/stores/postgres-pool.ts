import { isNativeError } from 'node:util/types';
import pg from 'pg';
import type { CustomTypesConfig, Pool } from 'pg';

const TIMESTAMPTZ: number = pg.types.builtins.TIMESTAMPTZ;
const DATE: number = pg.types.builtins.DATE;

/**
 * Points in time come as `YYYY-MM-DDTHH:mm:ss.ffffffZ` and days as `YYYY-MM-DD`: a JavaScript Date would cut the
 * microseconds and move days across time zones. All else is as `pg` has it (bigint as text, json parsed).
 */
export const postgresTypes: CustomTypesConfig = {
  getTypeParser: ((id: number, format?: 'text' | 'binary'): unknown => {
    if (format !== 'binary' && id === TIMESTAMPTZ) return instantText;
    if (format !== 'binary' && id === DATE) return (text: string) => text;
    return pg.types.getTypeParser(id, format);
  }) as CustomTypesConfig['getTypeParser'],
};

/** What `createPool` is told. */
export interface PoolOptions {
  url: string;
  /** Connections at most. */
  size?: number;
  /** Seen in `pg_stat_activity`. */
  name?: string;
  /**
   * Plans a prepared statement once a connection, for any values, and not for the first five askings anew. For statements
   * whose rows are found by key or word: planning the 360° view takes five times as long as answering it.
   */
  plansOnce?: boolean;
  /** Told of connections that broke while idle; they are replaced without anyone's doing. */
  onBrokenConnection?: (error: Error) => void;
}

/** A pool whose sessions speak UTC and whose time stamps keep their microseconds. A broken idle connection ends nothing. */
export function createPool({
  url,
  size = 20,
  name = 'overblik',
  plansOnce = false,
  onBrokenConnection,
}: PoolOptions): Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: size,
    application_name: name,
    connectionTimeoutMillis: 5_000,
    // The first answer of a connection takes a tenth of a second longer: where plans are kept, it stays for the next caller.
    idleTimeoutMillis: plansOnce ? 900_000 : 60_000,
    // What a session has prepared, and its plans, goes with it.
    maxLifetimeSeconds: 3_600,
    keepAlive: true,
    // Statements that do not wait for each other go out together; whoever awaits each one sees no difference.
    pipeline: true,
    // As start-up parameters, not as statements: no round trip, and no session can be caught without them.
    options: `-c timezone=UTC -c datestyle=ISO${plansOnce ? ' -c plan_cache_mode=force_generic_plan' : ''}`,
    types: postgresTypes,
  });
  pool.on('error', (error) => onBrokenConnection?.(error));
  // The pool hears only its idle connections. One that breaks in somebody's hands says so twice: by failing his query,
  // and by an event that ends the process where nobody listens.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** Whether an error says that the database is away or on its way up or down: worth a 503 and another try, not a 500. */
export function isDatabaseAway(error: unknown): boolean {
  if (!isNativeError(error)) return false;
  if (error instanceof AggregateError && error.errors.some(isDatabaseAway)) return true;
  const { code } = error as { code?: unknown };
  if (typeof code === 'string' && /^(08...|57P0[1-5]|53300|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT)$/.test(code))
    return true;
  return /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/.test(
    error.message,
  );
}

/** `2024-05-01 10:20:30.5+00` as PostgreSQL writes it under UTC → `2024-05-01T10:20:30.500000Z`. */
function instantText(text: string): string {
  if (!text.endsWith('+00')) return text; // infinity, or a year before our era
  const second = text.slice(0, 19).replace(' ', 'T');
  return `${second}.${text.slice(20, -3).padEnd(6, '0')}Z`;
}
