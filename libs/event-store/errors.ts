/**
 * What can go wrong beyond the expected outcomes of an append. No message carries a value from an event:
 * errors are logged, and events are about people.
 */

/** More is waiting to be written than the store allows: the sender should slow down (intake answers 429). */
export class StoreBusy extends Error {
  override readonly name = 'StoreBusy';

  constructor(
    readonly queued: number,
    readonly limit: number,
  ) {
    super(`${queued} events are waiting to be written, the limit is ${limit}`);
  }
}

/**
 * The store could not be reached for as long as we were willing to try (intake answers 503). Whether an append was
 * written is then unknown: send it again with the same event ids.
 */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

/** The store was reached and will never take this request, however often it is tried. */
export class StoreRefused extends Error {
  override readonly name = 'StoreRefused';

  constructor(readonly code: string) {
    super(`the event store refused the request (${code})`);
  }
}

/** The store was closed before it could take the request. */
export class StoreClosed extends Error {
  override readonly name = 'StoreClosed';

  constructor() {
    super('the event store is closed');
  }
}
