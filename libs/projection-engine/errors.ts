/** Another process projects the same read model: this page was rolled back. */
export class CheckpointMoved extends Error {
  readonly code = 'CHECKPOINT_MOVED';
  constructor() {
    super('the checkpoint was moved by another process; the page was rolled back');
  }
}

/** Another process has taken over the unit of work: this page was rolled back. */
export class LeaseLost extends Error {
  readonly code = 'LEASE_LOST';
  constructor() {
    super('another process has taken this work over; the page was rolled back');
  }
}

/** There is no read model of that name. */
export class UnknownReadModel extends Error {
  readonly code = 'UNKNOWN_READ_MODEL';
  constructor(known: readonly string[]) {
    super(`no such read model; there are ${known.join(', ')}`);
  }
}

/** Another process builds, swaps or drops generations of the read model. */
export class RebuildUnderway extends Error {
  readonly code = 'REBUILD_UNDERWAY';
  constructor() {
    super('another process is rebuilding this read model');
  }
}

/** What was asked of a generation cannot be done, because there is none such, or it is of no use to this program. */
export class NoSuchGeneration extends Error {
  readonly code = 'NO_SUCH_GENERATION';
  constructor(what: string) {
    super(what);
  }
}

/** The rebuilt tables are not what the serving ones hold; nothing was swapped. Names tables and counts, never what is in them. */
export class GenerationsDiffer extends Error {
  readonly code = 'GENERATIONS_DIFFER';
  constructor(readonly differences: readonly string[]) {
    super(`the new generation differs from the one that serves: ${differences.join('; ')}`);
  }
}

/** The views could not be swapped, because readers held them at every try. */
export class SwapHeldUp extends Error {
  readonly code = 'SWAP_HELD_UP';
  constructor() {
    super('readers held the views at every try to swap them');
  }
}

/** Waiting for a position ended before the projections came that far. */
export class NotYetVisible extends Error {
  readonly code = 'NOT_YET_VISIBLE';
  constructor() {
    super('the projections have not come that far yet');
  }
}

/** A handler took in events one by one and not together: it is no pure function. */
export class UnsteadyHandler extends Error {
  readonly code = 'UNSTEADY_HANDLER';
  constructor() {
    super('a handler took in events one by one and then failed to take them in together');
  }
}

/** The log does not hold an event that was put aside: the read models belong to another log. */
export class ParkedEventMissing extends Error {
  readonly code = 'PARKED_EVENT_MISSING';
  constructor() {
    super('an event that was parked is not in the log');
  }
}
/** What a log may say of a fault: never its message, which may hold what was written. */
export const codeOf = (error: unknown): string =>
  error instanceof Error ? ((error as { code?: string }).code ?? error.name) : 'unknown';
