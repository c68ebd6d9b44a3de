import { IntrinsicException } from '@nestjs/common';

/** The codes that an error can carry in `extensions.code`. */
export type ErrorCode =
  | 'BAD_USER_INPUT'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'RETENTION_HOLD'
  | 'NOT_YET_VISIBLE'
  | 'QUERY_TOO_COMPLEX'
  | 'SOURCE_UNAVAILABLE'
  | 'INTERNAL';

/**
 * An answer that is not given, for a reason that the caller may know. The message is for him: never a value of his, a name,
 * a number, a stack or SQL. Intrinsic, so that Nest does not log what is nobody's fault.
 */
export class Refusal extends IntrinsicException {
  readonly extensions: { readonly code: ErrorCode };

  constructor(
    readonly code: ErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.extensions = { code };
  }
}

/** The caller has asked in a way that cannot be answered; the message says how to mend it. */
export function badInput(message: string): Refusal {
  return new Refusal('BAD_USER_INPUT', message);
}

/** A command names what is not there, or may not be seen by the caller: the same answer. */
export function notFound(message: string): Refusal {
  return new Refusal('NOT_FOUND', message);
}

/** The question is larger than one answer may be. */
export function tooComplex(message: string): Refusal {
  return new Refusal('QUERY_TOO_COMPLEX', message);
}
