import { isNativeError } from 'node:util/types';
import pg from 'pg';
import { StoreRefused } from '../errors.js';
import { ridingOut } from '../patience.js';

/** SQLSTATE classes that blame what was sent: cardinality, data, integrity, a limit of the program. */
const FAULTS_OF_THE_REQUEST = new Set(['21', '22', '23', '54']);
/** What `pg` throws, without a code, when a connection is lost, late or not to be had. */
const CONNECTION_MESSAGE =
  /^(connection terminated|timeout exceeded|query read timeout|client has encountered|client was closed)/i;
const SYSTEM_CODE = /^E(?!RR_)[A-Z_]+$/;

/** Whether trying again may help: the server or the way to it failed, not the request and not our own code. */
export function isTransient(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return !FAULTS_OF_THE_REQUEST.has(error.code?.slice(0, 2) ?? '');
  // Not `instanceof`: what Node itself throws is of another realm where modules run in a context of their own.
  if (!isNativeError(error)) return false;
  const { code, errors }: Error & { code?: unknown; errors?: unknown } = error;
  if (Array.isArray(errors)) return errors.every(isTransient);
  return (typeof code === 'string' && SYSTEM_CODE.test(code)) || CONNECTION_MESSAGE.test(error.message);
}

/** Tries again, for as long as patience lasts, what fails for a reason that may pass. */
export function ridingOutFaults<T>(patienceMs: number, work: (attempt: number) => Promise<T>): Promise<T> {
  return ridingOut(patienceMs, work, { isPassing: isTransient, shown: withoutDetail });
}

/** PostgreSQL quotes rows in its errors; rows are about people. */
export function withoutDetail(error: unknown): unknown {
  return error instanceof pg.DatabaseError ? new StoreRefused(`SQLSTATE ${error.code ?? 'unknown'}`) : error;
}
