import { LRUCache } from 'lru-cache';
import { createAuthorityKeyring, type AuthorityKeyring } from './authority-keys.js';
import type { OpenedEvent, SealedEvent } from './identified.js';
import type { DestroyedList, EndOfKeys } from './destroyed-list.js';
import type { ErasedNumber, KeyRow, KeyTable, KeyWrite, MasterClaim, MasterTransfer, PurgeMark } from './key-table.js';
import { keptKey, unwrapKey, wrapKey } from './key-wrap.js';
import { openEvents } from './open-events.js';
import { drawRandom } from './random-pool.js';

/** What is known of a stream: its key (none when destroyed or never made) and the master of its object. */
export interface StreamRecord {
  readonly stream: string;
  readonly key: Buffer | null;
  readonly destroyed: boolean;
  readonly masterSource: string | null;
  readonly foundedBy: string | null;
  /** Milliseconds since 1970. */
  readonly claimedAt: number | null;
}

/** A stream that is about to be written. */
export interface StreamWanted {
  readonly stream: string;
  readonly claim?: MasterClaim;
}

/** The keys of personal data: made, kept, found, destroyed. */
export interface KeyVault {
  /** The derived keys of an authority; no look-up. */
  readonly authority: AuthorityKeyring;
  /** The streams as the table has them now, one statement; unknown streams are left out. */
  recordsOf(streams: readonly string[]): Promise<ReadonlyMap<string, StreamRecord>>;
  /** Makes missing keys and claims free objects, one or two statements however many streams; destroyed ones stay so. */
  ensureKeys(wanted: readonly StreamWanted[]): Promise<ReadonlyMap<string, StreamRecord>>;
  /** Keys for reading, from memory where they are warm; null: destroyed. Never-made keys are left out. */
  keysFor(streams: readonly string[]): Promise<ReadonlyMap<string, Buffer | null>>;
  /** Opens a page of stored events in order; an event whose key is destroyed comes back erased. */
  open(events: readonly SealedEvent[]): Promise<OpenedEvent[]>;
  /** After a `transferred` of the master was appended; doing it again for the same position changes nothing. */
  transferMaster(transfer: MasterTransfer): Promise<void>;
  /** Gives an object to another claim, or to none, where the founding event of the old one never reached the log. */
  releaseMaster(stream: string, lapsed: string, claim: MasterClaim | null): Promise<boolean>;
  /** Before a purge is appended: remembers that its key is to go, so that a restart can finish it. */
  markPurging(marks: readonly PurgeMark[]): Promise<void>;
  clearPurging(marks: readonly PurgeMark[]): Promise<void>;
  unfinishedPurges(): Promise<readonly PurgeMark[]>;
  /**
   * Destroys keys for ever; what was sealed with them is unreadable from the next read on. Listed first, outside the
   * database: a backup that has the keys still must not bring them back.
   */
  destroy(streams: readonly string[], because?: EndOfKeys): Promise<void>;
  /** Lists what was destroyed and is not listed, as by a process on another machine. */
  relist(): Promise<void>;
  /** The number nodes among these that were erased, each with the node that stands for the number now. */
  successorsOf(nodeIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** The first nodes of the numbers that these stand for now, where they were erased before. */
  formerNodesOf(nodeIds: readonly string[]): Promise<readonly string[]>;
  /** From now on these numbers are other nodes where they are named; doing it again changes nothing. */
  succeed(erased: readonly ErasedNumber[]): Promise<void>;
}

/** Bounds of what a vault keeps in memory. Another process forgets a destroyed key after `keyLifetimeMs`. */
export interface KeyVaultOptions {
  readonly maxKeys?: number;
  readonly keyLifetimeMs?: number;
  /** Where the master key is not the first one: that from which identities are derived. */
  readonly root?: Buffer;
  /** Where destroyed keys are listed; none: nowhere, as in tests. */
  readonly destroyedList?: DestroyedList;
}

/** A vault over a table of wrapped keys. */
export function createKeyVault(masterKey: Buffer, table: KeyTable, options: KeyVaultOptions = {}): KeyVault {
  return new TableKeyVault(createAuthorityKeyring(masterKey, options.root), table, options);
}

const DESTROYED = Symbol('destroyed');

/** A key as it was made, and as it was offered to the table. */
interface DrawnKey {
  readonly key: Buffer;
  readonly wrapped: Buffer;
}

class TableKeyVault implements KeyVault {
  private readonly warm: LRUCache<string, Buffer | typeof DESTROYED>;
  private readonly list: DestroyedList | undefined;

  constructor(
    readonly authority: AuthorityKeyring,
    private readonly table: KeyTable,
    options: KeyVaultOptions,
  ) {
    this.list = options.destroyedList;
    this.warm = new LRUCache({
      max: options.maxKeys ?? 50_000,
      ttl: options.keyLifetimeMs ?? 30_000,
      ttlResolution: 1_000,
    });
  }

  async recordsOf(streams: readonly string[]): Promise<ReadonlyMap<string, StreamRecord>> {
    if (streams.length === 0) return new Map();
    return this.remember(await this.table.read(streams));
  }

  async ensureKeys(wanted: readonly StreamWanted[]): Promise<ReadonlyMap<string, StreamRecord>> {
    if (wanted.length === 0) return new Map();
    const drawn = new Map<string, DrawnKey>();
    const writes = wanted.map(({ stream, claim }): KeyWrite => {
      const key = keptKey(drawRandom(32));
      const wrapped = wrapKey(this.authority, stream, key);
      drawn.set(stream, { key, wrapped });
      return { stream, wrapped, claim: claim ?? null };
    });
    return this.remember(await this.table.write(writes), drawn);
  }

  async keysFor(streams: readonly string[]): Promise<ReadonlyMap<string, Buffer | null>> {
    const keys = new Map<string, Buffer | null>();
    const missing: string[] = [];
    for (const stream of streams) {
      const warm = this.warm.get(stream);
      if (warm === undefined) missing.push(stream);
      else keys.set(stream, warm === DESTROYED ? null : warm);
    }
    if (missing.length > 0) {
      for (const [stream, record] of await this.recordsOf(missing)) {
        if (record.key !== null || record.destroyed) keys.set(stream, record.key);
      }
    }
    return keys;
  }

  open(events: readonly SealedEvent[]): Promise<OpenedEvent[]> {
    return openEvents(events, (streams) => this.keysFor(streams));
  }

  transferMaster(transfer: MasterTransfer): Promise<void> {
    return this.table.transfer(transfer);
  }

  releaseMaster(stream: string, lapsed: string, claim: MasterClaim | null): Promise<boolean> {
    return this.table.release(stream, lapsed, claim);
  }

  markPurging(marks: readonly PurgeMark[]): Promise<void> {
    return this.table.markPurging(marks);
  }

  clearPurging(marks: readonly PurgeMark[]): Promise<void> {
    return this.table.clearPurging(marks);
  }

  unfinishedPurges(): Promise<readonly PurgeMark[]> {
    return this.table.unfinishedPurges();
  }

  successorsOf(nodeIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return nodeIds.length === 0 ? Promise.resolve(new Map()) : this.table.successorsOf(nodeIds);
  }

  formerNodesOf(nodeIds: readonly string[]): Promise<readonly string[]> {
    return nodeIds.length === 0 ? Promise.resolve([]) : this.table.formerNodesOf(nodeIds);
  }

  async succeed(erased: readonly ErasedNumber[]): Promise<void> {
    if (erased.length > 0) await this.table.succeed(erased);
  }

  async destroy(streams: readonly string[], because?: EndOfKeys): Promise<void> {
    await this.list?.add(streams, because);
    await this.table.destroy(streams);
    // The bytes are not overwritten: an append in flight may hold them and must not seal with zeros.
    for (const stream of streams) this.warm.set(stream, DESTROYED);
  }

  async relist(): Promise<void> {
    if (this.list === undefined) return;
    const listed = new Set((await this.list.read()).flatMap(({ streams }) => streams));
    const missing = (await this.table.destroyed()).filter((stream) => !listed.has(stream));
    if (missing.length > 0) await this.list.add(missing);
  }

  private remember(rows: readonly KeyRow[], drawn?: ReadonlyMap<string, DrawnKey>): ReadonlyMap<string, StreamRecord> {
    const records = new Map<string, StreamRecord>();
    for (const row of rows) {
      const { stream, destroyed, masterSource, foundedBy, claimedAt } = row;
      const key = destroyed || row.wrapped === null ? null : this.unwrapped(stream, row.wrapped, drawn?.get(stream));
      if (destroyed) this.warm.set(stream, DESTROYED);
      records.set(stream, { stream, key, destroyed, masterSource, foundedBy, claimedAt });
    }
    return records;
  }

  private unwrapped(stream: string, wrapped: Buffer, drawn: DrawnKey | undefined): Buffer {
    let key = this.warm.get(stream);
    // Where the table took the key that was just made, it need not be unwrapped; another may have been there before.
    if (!Buffer.isBuffer(key))
      key = drawn?.wrapped.equals(wrapped) ? drawn.key : unwrapKey(this.authority, stream, wrapped);
    this.warm.set(stream, key);
    return key;
  }
}
