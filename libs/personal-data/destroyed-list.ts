/** The event by which keys are destroyed, as it is stored: it names nobody, and is not sealed. */
export interface EndOfKeys {
  readonly stream: string;
  readonly eventId: string;
  readonly type: string;
  readonly metadata: string;
  /** JSON text. */
  readonly data: string;
}

/** One line of the list: the keys that were destroyed together, and the event that asked for it. */
export interface DestroyedKeys {
  readonly at: string;
  readonly streams: readonly string[];
  readonly because?: EndOfKeys;
}

/**
 * The keys that were destroyed, kept apart from the database and its backups: whoever restores an older backup destroys
 * them again. Only added to. It names streams and tells no content.
 */
export interface DestroyedList {
  /** On disk before it resolves. */
  add(streams: readonly string[], because?: EndOfKeys): Promise<void>;
  /** All of it, oldest first. */
  read(): Promise<readonly DestroyedKeys[]>;
}
