/** What stops the seal. Codes are stable; messages name no personal data. */
export class SealError extends Error {
  constructor(
    readonly code:
      | 'bad-proof-request'
      | 'bad-key'
      | 'history-differs'
      | 'log-behind-seal'
      | 'not-sealed'
      | 'record-damaged'
      | 'bad-note'
      | 'bad-bundle',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'SealError';
  }
}
