/** The stores cannot be opened as asked; the message is one line, made to be shown, and holds no secret. */
export class StoresFault extends Error {
  override readonly name = 'StoresFault';

  constructor(
    readonly code:
      | 'wrong-master-key'
      | 'database-too-new'
      | 'database-encoding'
      | 'events-elsewhere'
      | 'event-store-away'
      | 'folder-not-empty'
      | 'backup-incomplete'
      | 'store-in-use'
      | 'store-not-empty'
      | 'restore-unfinished'
      | 'rotation-unfinished',
    message: string,
  ) {
    super(message);
  }
}
