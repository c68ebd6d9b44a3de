/** What is asked of the access log has not been read into the registers yet; asked again in a moment, it has. */
export class NotYetFollowed extends Error {
  override readonly name = 'NotYetFollowed';
  readonly code = 'NOT_YET_VISIBLE';

  constructor() {
    super('the access log has not been read so far yet');
  }
}

/** Why there is no such investigation; the message is one line, made to be shown, and holds no personal data. */
export class InvestigationRefused extends Error {
  override readonly name = 'InvestigationRefused';

  constructor(
    readonly code: 'NOT_FOUND' | 'BLANK_BASIS' | 'TOO_WIDE' | 'BAD_PERIOD',
    message: string,
  ) {
    super(message);
  }
}
