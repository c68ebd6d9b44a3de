import { IntrinsicException } from '@nestjs/common';

/** The codes that an error can carry in `extensions.code`. */
export type ErrorCode =
  | 'BAD_USER_INPUT'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'PURPOSE_REQUIRED'
  | 'NOT_FOUND'
  | 'RETENTION_HOLD'
  | 'NOT_YET_VISIBLE'
  | 'QUERY_TOO_COMPLEX'
  | 'PERSISTED_QUERY_NOT_FOUND'
  | 'TOO_MANY_REQUESTS'
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

/** A class of what a lib refuses: its message is one line, made to be shown. */
type Refusals<C extends string> = abstract new (...given: never[]) => Error & { readonly code: C };

/** Lets acts of a lib through; what they refuse by that class is said as a sentence, in the code of the API for theirs. */
export function inCodesOfApi<C extends string>(
  refused: Refusals<C>,
  codes: Readonly<Record<C, ErrorCode>>,
): <T>(act: Promise<T>) => Promise<T> {
  return async (act) => {
    try {
      return await act;
    } catch (error) {
      if (!(error instanceof refused)) throw error;
      throw new Refusal(codes[error.code], `${error.message.charAt(0).toUpperCase()}${error.message.slice(1)}.`);
    }
  };
}

/** The question is larger than one answer may be. */
export function tooComplex(message: string): Refusal {
  return new Refusal('QUERY_TOO_COMPLEX', message);
}

/** The hash or id names no question that is known here. Front ends go by this very message, and send the text along. */
export function unknownQuestion(): Refusal {
  return new Refusal('PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound');
}

/** Asked more often than is allowed; to be asked again after so many seconds. */
export class TooManyRequests extends Refusal {
  constructor(readonly retryAfterSeconds: number) {
    super('TOO_MANY_REQUESTS', 'More requests than are taken from one caller. Wait as long as Retry-After says.');
  }
}

/** More want an answer than can be given for a while. */
export function overloaded(): Refusal {
  return new Refusal('SOURCE_UNAVAILABLE', 'More is asked than can be answered just now. Try again in a moment.');
}
