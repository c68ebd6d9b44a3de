import { ErrorType, isCommandError } from '@eventstore/db-client';
import { isNativeError } from 'node:util/types';
import { StoreRefused } from '../errors.js';
import { ridingOut } from '../patience.js';
import { isTransient, withoutDetail } from '../postgres/faults.js';

/**
 * What may pass by itself. `unknown` is among them: a node that is starting answers "Server Is Not Ready" with it, and
 * a client that is being disposed of elsewhere in the process rejects the appends of all the others as `cancelled`.
 */
const PASSING: ReadonlySet<string> = new Set([
  ErrorType.UNAVAILABLE,
  ErrorType.CANCELLED,
  ErrorType.DEADLINE_EXCEEDED,
  ErrorType.TIMEOUT,
  ErrorType.NOT_LEADER,
  ErrorType.UNKNOWN,
]);

/** The cluster said nothing for longer than it may take: the way to it is broken without either end knowing. */
export class ClusterSilent extends Error {
  override readonly name = 'ClusterSilent';

  constructor() {
    super('the event store does not answer');
  }
}

/** The client's word for what went wrong; null for an error that is not the client's. */
function typeOf(error: unknown): ErrorType | null {
  return isNativeError(error) && isCommandError(error) ? error.type : null;
}

/** Whether an error says that the cluster is away, or on its way up or down. */
export function isClusterAway(error: unknown): boolean {
  if (error instanceof ClusterSilent) return true;
  const type = typeOf(error);
  return type === null ? isOfTransport(error) : PASSING.has(type);
}

/** Whether trying again may help; knows the faults of the cluster and those of the database beside it. */
export function isPassing(error: unknown): boolean {
  return isClusterAway(error) || isTransient(error);
}

/** Whether the server ended a subscription because its events were not taken fast enough: no fault of anything. */
export function isTooSlow(error: unknown): boolean {
  return typeOf(error) === ErrorType.TIMEOUT;
}

/** Whether the stream was not where the append expected it. */
export function isWrongRevision(error: unknown): boolean {
  return typeOf(error) === ErrorType.WRONG_EXPECTED_VERSION;
}

/** Whether there is no such stream. */
export function isMissingStream(error: unknown): boolean {
  return typeOf(error) === ErrorType.STREAM_NOT_FOUND;
}

/** What the cluster will never take becomes a StoreRefused: the client's errors name streams and quote what was sent. */
export function shown(error: unknown): unknown {
  const type = typeOf(error);
  return type === null ? withoutDetail(error) : new StoreRefused(type);
}

/** Tries again, for as long as patience lasts, what fails for a reason that may pass. */
export function ridingOutClusterFaults<T>(patienceMs: number, work: (attempt: number) => Promise<T>): Promise<T> {
  return ridingOut(patienceMs, work, { isPassing, shown });
}

/** gRPC's own errors, with a numeric status: a connection that breaks while a call is being set up is told so. */
function isOfTransport(error: unknown): boolean {
  return isNativeError(error) && typeof (error as { code?: unknown }).code === 'number' && 'details' in error;
}
