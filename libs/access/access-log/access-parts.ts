import { randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import { isUuid } from '#contracts';
import { isForgotten } from '#event-store';
import {
  accessSeal,
  openWith,
  partyKeyNodeIds,
  sealWith,
  SYSTEM_AUTHORITY,
  type AuthorityKeyring,
  type AuthorityKeys,
} from '#personal-data';
import type { PersonalPart, StoredAccessEntry } from './access-entry.js';
import type { SealText } from './access-log.js';

/** By what an entry is known to tell of somebody: ids of objects, parties and nodes, and his names. */
export interface Traces {
  readonly authority: string;
  readonly ids: ReadonlySet<string>;
  readonly names: readonly string[];
}

/** The personal parts of access entries, which can be forgotten while the entries stay as they were written. */
export interface AccessParts {
  readonly seal: SealText;
  /** Makes the part of every entry that tells of it unreadable for ever; tells how many. */
  forget(traces: Traces): Promise<number>;
  /** What an entry told of persons; null where that was erased, or there was nothing. */
  open(eventId: string, entry: StoredAccessEntry): Promise<PersonalPart | null>;
  /** The same of many, in their order, with one statement at most. */
  openAll(entries: readonly StoredEntry[]): Promise<(PersonalPart | null)[]>;
}

/** An entry with the id that it was stored under. */
export interface StoredEntry {
  readonly eventId: string;
  readonly entry: StoredAccessEntry;
}

/** Says in the first byte that the part has a key of its own. */
const OWN_KEY = 2;
const PAGE = 1_000;

/** The append that follows waits for the disk, and takes the key with it: it comes before in the same write-ahead log. */
const KEEP = `insert into overblik.access_key (event_id, wrapped)
  select $1, $2 from (select set_config('synchronous_commit', 'off', true)) relaxed`;

const READ = `
  select k.event_id as "eventId", k.wrapped, a.data from overblik.access_key k
    join overblik.access_log a on a.event_id = k.event_id
   where k.event_id > $1 and (a.stream like 'access-' || $2 || '-%' or a.stream like 'access-none-%')
   order by k.event_id limit ${PAGE}`;

/**
 * What was searched or asked for is sealed under a key of the entry's own, which can be destroyed alone. The name of who
 * looked stands under the authority's key: it is no citizen's.
 * @param destroy destroys the keys of entries, and what is kept elsewhere of what they open
 */
export function createAccessParts(
  pool: Pool,
  keyring: AuthorityKeyring,
  destroy: (eventIds: readonly string[]) => Promise<void>,
): AccessParts {
  const sealPlainly = accessSeal(keyring);
  const accessKeyOf = (authority: string | null): Buffer => keyring(authority ?? SYSTEM_AUTHORITY).access;
  const ownKey = (authority: string | null, eventId: string, wrapped: Buffer): Buffer =>
    Buffer.from(openWith(accessKeyOf(authority), eventId, wrapped), 'base64');
  const keysOf = async (eventIds: readonly string[]): Promise<ReadonlyMap<string, Buffer>> => {
    if (eventIds.length === 0) return new Map();
    const { rows } = await pool.query<{ eventId: string; wrapped: Buffer }>(
      'select event_id as "eventId", wrapped from overblik.access_key where event_id = any($1::uuid[])',
      [eventIds],
    );
    return new Map(rows.map(({ eventId, wrapped }) => [eventId, wrapped]));
  };
  const openAll = async (entries: readonly StoredEntry[]): Promise<(PersonalPart | null)[]> => {
    const parts = entries.map(({ entry }) => Buffer.from(entry.sealed ?? '', 'base64'));
    const keys = await keysOf(entries.filter((_, at) => parts[at]?.[0] === OWN_KEY).map(({ eventId }) => eventId));
    return entries.map(({ eventId, entry: { authority } }, at) => {
      const sealed = parts[at];
      if (sealed === undefined || sealed.length === 0) return null;
      const wrapped = keys.get(eventId);
      if (sealed[0] === OWN_KEY && wrapped === undefined) return null;
      const key = wrapped === undefined ? accessKeyOf(authority) : ownKey(authority, eventId, wrapped);
      return JSON.parse(openWith(key, eventId, sealed)) as PersonalPart;
    });
  };
  return {
    async seal(authority, eventId, text, tellsOfOthers) {
      if (!tellsOfOthers) return sealPlainly(authority, eventId, text);
      const key = randomBytes(32);
      await pool.query({
        name: 'access-key-keep',
        text: KEEP,
        values: [eventId, sealWith(accessKeyOf(authority), eventId, key.toString('base64'))],
      });
      return sealWith(key, eventId, text, OWN_KEY);
    },
    async forget(traces) {
      const keys = keyring(traces.authority);
      let forgotten = 0;
      let after = '00000000-0000-0000-0000-000000000000';
      for (;;) {
        const { rows } = await pool.query<{ eventId: string; wrapped: Buffer; data: Buffer }>(READ, [
          after,
          traces.authority,
        ]);
        const last = rows.at(-1);
        if (last === undefined) return forgotten;
        after = last.eventId;
        const found = rows.filter(({ eventId, wrapped, data }) => {
          // Forgotten by hand, else its key were gone: nothing is left that it opens.
          if (isForgotten(data)) return true;
          const entry = JSON.parse(data.toString('utf8')) as StoredAccessEntry;
          if ([...entry.parties, ...entry.objects].some((id) => traces.ids.has(id))) return true;
          const sealed = Buffer.from(entry.sealed ?? '', 'base64');
          const text = openWith(ownKey(entry.authority, eventId, wrapped), eventId, sealed);
          return tells(JSON.parse(text) as PersonalPart, traces, keys);
        });
        if (found.length === 0) continue;
        const ids = found.map(({ eventId }) => eventId);
        await destroy(ids);
        forgotten += ids.length;
      }
    },
    openAll,
    open: async (eventId, entry) => (await openAll([{ eventId, entry }]))[0] ?? null,
  };
}

/** Whether what was asked or searched for is one of the ids, a number of theirs, or has a whole name in it. */
function tells({ asked, searchText, reason }: PersonalPart, { ids, names }: Traces, keys: AuthorityKeys): boolean {
  const texts = [...asked, searchText ?? '', reason ?? ''];
  if (texts.some((text) => idsNamedIn(text, keys).some((node) => ids.has(node)))) return true;
  const words = new Set(texts.flatMap(wordsIn));
  return names.map(wordsIn).some((name) => name.length > 0 && name.every((word) => words.has(word)));
}

/** The id that a text is, or the nodes of every number in it that may be somebody's. */
export function idsNamedIn(text: string, keys: AuthorityKeys): readonly string[] {
  if (isUuid(text)) return [text.toLowerCase()];
  const numbers = text.match(/(?<!\d)(?:\d{6}[- ]?\d{4}|\d{8})(?!\d)/g) ?? [];
  return numbers.flatMap((number) => {
    const digits = number.replace(/\D/g, '');
    return [{ cpr: digits }, { cvr: digits }, { pnr: digits }].flatMap((key) => partyKeyNodeIds(key, keys));
  });
}

const wordsIn = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
