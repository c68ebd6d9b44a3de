import { setTimeout as sleep } from 'node:timers/promises';
import { isNativeError } from 'node:util/types';
import pg from 'pg';
import { StoreRefused, StoreUnavailable } from '../errors.js';

/** SQLSTATE classes that blame what was sent: cardinality, data, integrity, a limit of the program. */
const FAULTS_OF_THE_REQUEST = new Set(['21', '22', '23', '54']);
/** What `pg` throws, without a code, when a connection is lost, late or not to be had. */
const CONNECTION_MESSAGE =
  /^(connection terminated|timeout exceeded|query read timeout|client has encountered|client was closed)/i;
const SYSTEM_CODE = /^E(?!RR_)[A-Z_]+$/;
const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 1_000;

/** Whether trying again may help: the server or the way to it failed, not the request and not our own code. */
export function isTransient(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return !FAULTS_OF_THE_REQUEST.has(error.code?.slice(0, 2) ?? '');
  // Not `instanceof`: what Node itself throws is of another realm where modules run in a context of their own.
  if (!isNativeError(error)) return false;
  const { code, errors }: Error & { code?: unknown; errors?: unknown } = error;
  if (Array.isArray(errors)) return errors.every(isTransient);
  return (typeof code === 'string' && SYSTEM_CODE.test(code)) || CONNECTION_MESSAGE.test(error.message);
}

/** Pauses that double from 20 ms to a second, each shortened by chance so that those who failed together part. */
export function pauseBefore(attempt: number): number {
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt) * (0.5 + Math.random() / 2);
}

/** Waits, but no longer than until aborted; being aborted is no error. */
export async function pauseUntil(ending: AbortSignal, pauseMs: number): Promise<void> {
  if (ending.aborted) return;
  await new Promise<void>((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      ending.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, pauseMs);
    ending.addEventListener('abort', end);
  });
}

/** Tries again, for as long as patience lasts, what fails for a reason that may pass. */
export async function ridingOutFaults<T>(patienceMs: number, work: (attempt: number) => Promise<T>): Promise<T> {
  const deadline = performance.now() + patienceMs;
  for (let attempt = 0; ; attempt++) {
    try {
      return await work(attempt);
    } catch (error) {
      if (!isTransient(error)) throw withoutDetail(error);
      const pause = pauseBefore(attempt);
      if (performance.now() + pause > deadline) {
        throw new StoreUnavailable('the event store cannot be reached', { cause: withoutDetail(error) });
      }
      await sleep(pause);
    }
  }
}

/** PostgreSQL quotes rows in its errors; rows are about people. */
function withoutDetail(error: unknown): unknown {
  return error instanceof pg.DatabaseError ? new StoreRefused(`SQLSTATE ${error.code ?? 'unknown'}`) : error;
}
