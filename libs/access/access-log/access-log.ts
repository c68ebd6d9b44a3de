import { URL_NAMESPACE, uuidV5 } from '#contracts';
import { LRUCache } from 'lru-cache';
import { AccessError } from '../errors.js';
import type { AccessEntry, PersonalPart, StoredAccessEntry } from './access-entry.js';
import { uuidV7 } from './uuid-v7.js';

/** An entry as it is handed to the log. */
export interface AccessLogEvent {
  readonly eventId: string;
  readonly type: string;
  readonly metadata: string;
  readonly data: Buffer;
}

/** What the access log needs of the event store (the store of `#event-store` fits as it is). */
export interface AccessLogStore {
  append(request: {
    readonly stream: string;
    readonly expectedRevision: 'any';
    readonly events: readonly AccessLogEvent[];
  }): Promise<{ readonly status: string }>;
}

/**
 * Seals a text under a key of the authority, bound to the event id. What tells of others than who looked gets a key that can
 * be destroyed alone.
 */
export type SealText = (
  authority: string | null,
  eventId: string,
  text: string,
  tellsOfOthers: boolean,
) => Buffer | Promise<Buffer>;

/** Where and how entries are written. */
export interface AccessLogOptions {
  readonly store: AccessLogStore;
  readonly seal: SealText;
  /** Milliseconds since 1970, for the event id. */
  readonly now?: () => number;
}

/** Looking at a citizen leaves a trace. */
export interface AccessLog {
  /**
   * Writes the entry durably before it resolves. Rejects with ACCESS_LOG_UNAVAILABLE where it could not: then the answer
   * must not be given.
   */
  record(entry: AccessEntry): Promise<void>;
}

const notWritten = 'The view could not be written to the access log.';

/** Short name of the one event type of the access log; its full type follows the contract's pattern. */
export const accessViewed = 'access.viewed';

/**
 * The access log over its own event log. One stream for each user of an authority: a store may write to a stream one
 * append after the other, and caseworkers should not wait for each other (ADR 0016).
 */
export function createAccessLog(options: AccessLogOptions): AccessLog {
  const now = options.now ?? Date.now;
  const streams = new LRUCache<string, string>({ max: 10_000 });
  const streamOf = (authority: string | null, user: string): string => {
    const key = `${authority ?? 'none'}|${user}`;
    const known = streams.get(key);
    if (known !== undefined) return known;
    const stream = accessStream(authority, user);
    streams.set(key, stream);
    return stream;
  };
  return {
    record: (entry) =>
      writeEntry(options.store, streamOf(entry.authority, entry.user), () =>
        eventOf(entry, uuidV7(now()), options.seal),
      ),
  };
}

/** Writes one entry durably. @throws AccessError ACCESS_LOG_UNAVAILABLE */
export async function writeEntry(
  store: AccessLogStore,
  stream: string,
  make: () => Promise<AccessLogEvent>,
): Promise<void> {
  let status: string;
  try {
    ({ status } = await store.append({ stream, expectedRevision: 'any', events: [await make()] }));
  } catch (cause) {
    throw new AccessError('ACCESS_LOG_UNAVAILABLE', notWritten, { cause });
  }
  if (status !== 'ok' && status !== 'duplicate') throw new AccessError('ACCESS_LOG_UNAVAILABLE', notWritten);
}

/** The stream of a user's views in an authority. */
export function accessStream(authority: string | null, user: string): string {
  return `access-${authority ?? 'none'}-${uuidV5(URL_NAMESPACE, `access|${user}`)}`;
}

async function eventOf(entry: AccessEntry, eventId: string, seal: SealText): Promise<AccessLogEvent> {
  const { userName, searchText, asked, reason, ...open } = entry;
  const personal: PersonalPart = { userName, searchText, asked, ...(reason !== undefined && { reason }) };
  const tellsOfOthers = searchText !== null || asked.length > 0 || reason !== undefined;
  const isEmpty = userName === null && !tellsOfOthers;
  const sealed = isEmpty ? null : await seal(entry.authority, eventId, JSON.stringify(personal), tellsOfOthers);
  const stored: StoredAccessEntry = { ...open, sealed: sealed?.toString('base64') ?? null };
  return {
    eventId,
    type: accessViewed,
    metadata: JSON.stringify({ authority: entry.authority, time: entry.at }),
    data: Buffer.from(JSON.stringify(stored), 'utf8'),
  };
}
