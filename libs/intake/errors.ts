import { isNativeError } from 'node:util/types';
import { StoreBusy, StoreClosed, StoreUnavailable } from '#event-store';

/** The senders outrun us: nothing of the request was taken, and it may come again after the pause. */
export class IntakeBusy extends Error {
  readonly code = 'INTAKE_BUSY';

  constructor(readonly retryAfterSeconds: number) {
    super('More events are in flight than intake takes at once.');
    this.name = 'IntakeBusy';
  }
}

/** The store is away. What was sent may or may not be stored: sent again it gives duplicates, never doubles. */
export class IntakeUnavailable extends Error {
  readonly code = 'INTAKE_UNAVAILABLE';

  constructor(cause: unknown) {
    super('The store cannot be reached.', { cause });
    this.name = 'IntakeUnavailable';
  }
}

/** What PostgreSQL says while it starts, stops, or has no connection left. */
const AWAY_STATES = /^(08...|57P0[1-5]|53300|25006|ECONN[A-Z]+|EPIPE|ETIMEDOUT|ENOENT|EHOSTUNREACH|ENOTFOUND)$/;
const AWAY_MESSAGES =
  /^(connection terminated|timeout exceeded when trying to connect|client has encountered a connection error|cannot use a pool after calling end)/i;

/** Names what the infrastructure says in the words a sender understands; faults of our own stay as they are. */
export function asIntakeError(error: unknown): unknown {
  if (error instanceof StoreBusy) return new IntakeBusy(1);
  return isStoreAway(error) ? new IntakeUnavailable(error) : error;
}

function isStoreAway(error: unknown): boolean {
  if (error instanceof StoreUnavailable || error instanceof StoreClosed) return true;
  if (!isNativeError(error)) return false;
  if (error instanceof AggregateError && error.errors.some(isStoreAway)) return true;
  const { code } = error as { code?: unknown };
  return (typeof code === 'string' && AWAY_STATES.test(code)) || AWAY_MESSAGES.test(error.message);
}
