import { isNativeError } from 'node:util/types';
import pg from 'pg';
import type { TransactionFailure } from './page-transaction.js';

/** What is told of an error that handler code threw: enough to find the fault, and nothing of any citizen. */
export interface Fault {
  /** The error's code, else its class; of the database `SQLSTATE …`. */
  readonly code: string;
  /** File, line and column in our code; null where the error does not say. */
  readonly place: string | null;
}

/** Never the message: it may hold what the event says. */
export function faultOf(error: unknown): Fault {
  if (error instanceof pg.DatabaseError) return { code: `SQLSTATE ${error.code ?? 'XX000'}`, place: null };
  if (!isNativeError(error)) return { code: 'unknown', place: null };
  const { code } = error as { code?: unknown };
  if (typeof code === 'string' && /^[\w.-]{1,60}$/.test(code)) return { code, place: placeOf(error) };
  return { code: /^\w{1,60}$/.test(error.name) ? error.name : 'unknown', place: placeOf(error) };
}

/** The innermost frame in a folder of ours. The message stands before the frames and is cut off: it might look like one. */
function placeOf({ stack = '', message }: Error): string | null {
  const at = message === '' ? 0 : stack.indexOf(message) + message.length;
  for (const line of stack.slice(at).split('\n')) {
    const place = /^\s+at .*[/\\]((?:libs|apps|test)\/[\w./-]+:\d+:\d+)\)?$/.exec(line)?.[1];
    if (place !== undefined) return place;
  }
  return null;
}

/** SQLSTATE classes that speak of the values sent: what a handler derived does not fit its column. */
const OF_VALUES: ReadonlySet<string> = new Set(['22', '23', '54']);

/**
 * Whether it is a fault of what a handler made, met again at each try: its code threw, or the database refused its values.
 * All else of the database (away, stopping, full, out of connections, deadlock) passes, and is never a reason to park.
 */
export function isOfHandler({ task, isOfDatabase, error }: TransactionFailure): boolean {
  if (task === undefined) return false;
  return !isOfDatabase || (error instanceof pg.DatabaseError && OF_VALUES.has((error.code ?? '').slice(0, 2)));
}
