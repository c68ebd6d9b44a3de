/** Another process projects the same read model: this page was rolled back. */
export class CheckpointMoved extends Error {
  readonly code = 'CHECKPOINT_MOVED';
  constructor() {
    super('the checkpoint was moved by another process; the page was rolled back');
  }
}

/** There is no read model of that name. */
export class UnknownReadModel extends Error {
  readonly code = 'UNKNOWN_READ_MODEL';
  constructor(known: readonly string[]) {
    super(`no such read model; there are ${known.join(', ')}`);
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
