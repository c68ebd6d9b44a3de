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
