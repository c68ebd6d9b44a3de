import type { LogName } from '../names.js';

/** What is wrong first with a log. */
export interface Fault {
  /** The first wrong position, or where it cannot lie before; of a checkpoint that is wrong, that of the last event it seals. */
  readonly position: number;
  /** Up to here it may lie, where it could not be told more exactly. */
  readonly upTo?: number | null;
  /** One clause in plain words. */
  readonly what: string;
}

/** How a log was found. */
export interface Verdict {
  readonly log: LogName;
  /** Events that were held against the seal. */
  readonly read: number;
  /** How many events the latest checkpoint seals, and the position of the last of them. */
  readonly sealed: { readonly size: number; readonly position: number };
  /** Events after it, of which nothing can be said yet. */
  readonly unsealed: number;
  /** Of the events read, those of whose data only the hash is left. */
  readonly forgotten: number;
  readonly fault: Fault | null;
}
