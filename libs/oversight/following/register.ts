import type { PoolClient } from 'pg';
import { accessViewed, type PersonalPart, type StoredAccessEntry } from '#access';
import type { Instant } from '#contracts';
import { isForgotten, type StoredEvent } from '#event-store';
import type { AuthorityKeyring } from '#personal-data';

/** An entry of the access log as it was written: `data` is its JSON, with the personal part still sealed. */
export interface LoggedEntry<Data = unknown> {
  readonly position: number;
  readonly eventId: string;
  readonly type: string;
  readonly recordedAt: Instant;
  readonly data: Data;
}

/** A view. */
export type LoggedView = LoggedEntry<StoredAccessEntry>;

/** Whether the entry is a view; the log holds other entries too. */
export function isView(entry: LoggedEntry): entry is LoggedView {
  return entry.type === accessViewed;
}

/** With what a register takes in a page: one transaction, and the means to read what is sealed. */
export interface RegisterContext {
  readonly client: PoolClient;
  readonly keyring: AuthorityKeyring;
  /** What the views tell of persons, in their order, with one statement at most; null where that was erased, or is nothing. */
  openAll(views: readonly LoggedView[]): Promise<readonly (PersonalPart | null)[]>;
}

/** A table of a register, in schema `oversight`. */
export interface RegisterTable {
  readonly name: string;
  /** Statements that make it, indexes too; they name it `oversight.<name>`. */
  readonly sql: readonly string[];
}

/**
 * What is kept of the access log for those who ask about it. All of it follows from the log: whoever raises `version` has the
 * tables made anew from the first entry, and forgotten entries are not met again.
 */
export interface Register {
  readonly name: string;
  readonly version: number;
  /** Types of entries. */
  readonly hears: ReadonlySet<string>;
  readonly tables: readonly RegisterTable[];
  /** Entries in the order of the log. Written through `context.client`, in one transaction with the place in the log. */
  takeIn(entries: readonly LoggedEntry[], context: RegisterContext): Promise<void>;
  /** The entries at these positions were forgotten, their time being over: what was kept of them goes too. */
  forget(positions: readonly number[], client: PoolClient): Promise<void>;
}

/** The entry of a stored event; undefined where its time is over and only its hash is left. */
export function loggedEntry({ position, eventId, type, recordedAt, data }: StoredEvent): LoggedEntry | undefined {
  if (isForgotten(data)) return undefined;
  return { position, eventId, type, recordedAt, data: JSON.parse(data.toString('utf8')) as unknown };
}
