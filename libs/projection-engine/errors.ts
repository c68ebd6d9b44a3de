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
