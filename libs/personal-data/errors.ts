/** Failures of this lib that no input explains. Codes are stable; messages never name personal data. */
export class PersonalDataError extends Error {
  constructor(
    readonly code: 'BAD_MASTER_KEY' | 'WRONG_MASTER_KEY' | 'UNKNOWN_SCHEME' | 'KEY_MISSING' | 'NOT_ITS_SEAL',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'PersonalDataError';
  }
}
