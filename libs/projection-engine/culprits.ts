import { faultOf, isOfHandler } from './faults.js';
import type { TransactionFailure } from './page-transaction.js';
import { isPurge } from './erasures.js';
import type { FailurePolicy, ParkingLot } from './parking.js';
import type { ReadModel } from './read-model.js';
import type { OpenedRecord } from './recorded-event.js';

/** A read model and what it hears of a page. */
export interface Hearing {
  readonly model: ReadModel;
  readonly events: readonly OpenedRecord[];
}

/**
 * Finds the one event that a whole page fails by, where the read model could not say: what it composes across keys throws,
 * or the database refuses a value. The page is halved until the read model hears a single event of it, and that fails twice.
 */
export interface Culprits {
  /** How many events the next page may have. */
  limit(): number;
  /** A page was written: the next may be larger. */
  wrote(): void;
  /** Tells of a page that failed; `hearing` are the tasks that were done in it, from task 1 on. */
  note(failure: TransactionFailure | undefined, hearing: readonly Hearing[]): void;
  /** Whether something can be done about the page that failed; then it is done, and the page to be tried at once. */
  isDealtWith(): boolean;
}

/** @see Culprits */
export function createCulprits(lot: ParkingLot, policy: FailurePolicy, pageSize: number): Culprits {
  let limit = pageSize;
  let noted: (Hearing & { readonly error: unknown }) | undefined;
  let suspect: string | undefined;

  function narrow({ model, events, error }: Hearing & { readonly error: unknown }): boolean {
    const [event, ...others] = events;
    if (event === undefined) return false;
    if (others.length > 0) {
      limit = Math.max(1, Math.floor(Math.min(limit, events.length) / 2));
      return true;
    }
    const key = model.keyOf(event);
    // A purge is never held back, and who was held back already is not what fails.
    if (key === undefined || isPurge(event) || lot.isHeld(model.name, key)) return false;
    const suspected = `${model.name} ${event.position}`;
    if (suspect === suspected) lot.condemn(model.name, key, faultOf(error));
    suspect = suspected;
    return true;
  }

  return {
    limit: () => limit,
    wrote: () => void (limit = Math.min(pageSize, limit * 2)),
    note(failure, hearing) {
      const heard = hearing[(failure?.task ?? 0) - 1];
      if (policy === 'park' && failure !== undefined && heard !== undefined && isOfHandler(failure))
        noted ??= { ...heard, error: failure.error };
    },
    isDealtWith() {
      const failed = noted;
      noted = undefined;
      return failed !== undefined && narrow(failed);
    },
  };
}
