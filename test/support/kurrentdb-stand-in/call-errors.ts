import { Metadata, status } from '@grpc/grpc-js';
import type { StatusObject } from '@grpc/grpc-js';

/** What a server says that is starting. */
export const NOT_READY = 'Server Is Not Ready';

/** How a call ends that ends badly. */
export type CallError = Pick<StatusObject, 'code' | 'details'> & Partial<Pick<StatusObject, 'metadata'>>;

export const unavailable: CallError = { code: status.UNAVAILABLE, details: 'The stand-in was told so' };
export const notReady: CallError = { code: status.UNAVAILABLE, details: NOT_READY };
export const timeout: CallError = { code: status.ABORTED, details: 'Operation timed out: the stand-in was told so' };
export const unauthenticated: CallError = { code: status.UNAUTHENTICATED, details: 'Unauthenticated' };

/** No credentials were given where some are needed. */
export const accessDenied = named(status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' });

export function appendTooLarge(limit: number): CallError {
  const details = `Maximum Append Size of ${limit} Exceeded.`;
  const exception = { exception: 'maximum-append-size-exceeded', 'maximum-append-size': String(limit) };
  return named(status.INVALID_ARGUMENT, details, exception);
}

/** What the server says to a read that makes no sense to it: of no event, or from a position that is none of its own. */
export const unreadable: CallError = { code: status.UNKNOWN, details: 'Unexpected ReadAllResult: Error' };

/** A live subscriber has not taken what was sent to it in time. */
export const consumerTooSlow: CallError = {
  code: status.ABORTED,
  details: 'Operation timed out: Consumer too slow to handle event while live. Client resubscription required.',
};

/** The client reads from the metadata which error it is to throw. */
function named(code: status, details: string, entries: Readonly<Record<string, string>>): CallError {
  const metadata = new Metadata();
  for (const [key, value] of Object.entries(entries)) metadata.set(key, value);
  return { code, details, metadata };
}
