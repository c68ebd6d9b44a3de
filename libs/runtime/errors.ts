/** A fault of the surroundings that a person must mend; its message is one line, made to be shown, and holds no personal data. */
export class RuntimeFault extends Error {
  constructor(
    readonly code: 'configuration' | 'data-folder-in-use' | 'embedded-postgres' | 'master-key' | 'seal-key',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'RuntimeFault';
  }
}
