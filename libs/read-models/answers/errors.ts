/** The cursor is not one of ours. */
export class InvalidCursor extends Error {
  readonly code = 'BAD_USER_INPUT';
  constructor() {
    super('after: not a cursor of this list');
  }
}

/** A filter's value cannot be read. */
export class InvalidFilter extends Error {
  readonly code = 'BAD_USER_INPUT';
}

/**
 * What is asked for lies in tables that are being built anew, after an upgrade that changed their shape; or they are not there
 * yet. Waiting mends it: `health` and `status` tell how far it has come.
 */
export class BeingBuiltAnew extends Error {
  readonly code = 'SOURCE_UNAVAILABLE';
  constructor(cause: unknown) {
    super('a read model that this asks for is being built anew', { cause });
  }
}

/** The pairs of a parallel run are still being compared. Waiting mends it: each question, and the projector, goes on. */
export class NotYetCompared extends Error {
  readonly code = 'NOT_YET_VISIBLE';
  constructor() {
    super('the pairs of the parallel run are still being compared');
  }
}

/** SQLSTATE of a column, table or function that is not there: every statement is tried, so then the tables are of another version. */
const OF_ANOTHER_SHAPE: ReadonlySet<unknown> = new Set(['42703', '42P01', '42883']);

/** What an error of a statement says to whoever asked. A value that cannot be read as its type (class 22) is a forged cursor's. */
export function asAnswered(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  if (String(error.code).startsWith('22')) return new InvalidCursor();
  return OF_ANOTHER_SHAPE.has(error.code) ? new BeingBuiltAnew(error) : error;
}
