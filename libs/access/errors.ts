/** What can fail here that is nobody's bad input. */
export type AccessErrorCode =
  /** The issuer's keys cannot be fetched: no token can be judged now. Not the caller's fault, so no 401. */
  | 'ISSUER_UNAVAILABLE'
  /** The view could not be written down: the answer must not be given. */
  | 'ACCESS_LOG_UNAVAILABLE'
  /** The deny list has not been read lately: no token is believed. */
  | 'DENY_LIST_UNAVAILABLE'
  /** The development issuer was asked for where it must not exist. */
  | 'DEVELOPMENT_ONLY'
  /** A token was asked for that makes no sense (role, authority, duration). */
  | 'MINT_REFUSED';

/** An unexpected outcome with a stable code. Messages never carry tokens, names or numbers. */
export class AccessError extends Error {
  override readonly name = 'AccessError';

  constructor(
    readonly code: AccessErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
