import { randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import { isUuid } from '#contracts';
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
 */
export function createAccessParts(pool: Pool, keyring: AuthorityKeyring): AccessParts {
  const sealPlainly = accessSeal(keyring);
  const accessKeyOf = (authority: string | null): Buffer => keyring(authority ?? SYSTEM_AUTHORITY).access;
  const ownKey = (authority: string | null, eventId: string, wrapped: Buffer): Buffer =>
    Buffer.from(openWith(accessKeyOf(authority), eventId, wrapped), 'base64');
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
          const entry = JSON.parse(data.toString('utf8')) as StoredAccessEntry;
          if ([...entry.parties, ...entry.objects].some((id) => traces.ids.has(id))) return true;
          const sealed = Buffer.from(entry.sealed ?? '', 'base64');
          const text = openWith(ownKey(entry.authority, eventId, wrapped), eventId, sealed);
          return tells(JSON.parse(text) as PersonalPart, traces, keys);
        });
        if (found.length === 0) continue;
        const ids = found.map(({ eventId }) => eventId);
        await pool.query('delete from overblik.access_key where event_id = any($1::uuid[])', [ids]);
        forgotten += ids.length;
      }
    },
    async open(eventId, { authority, sealed }) {
      if (sealed === null) return null;
      const bytes = Buffer.from(sealed, 'base64');
      if (bytes[0] !== OWN_KEY) return JSON.parse(openWith(accessKeyOf(authority), eventId, bytes)) as PersonalPart;
      const { rows } = await pool.query<{ wrapped: Buffer }>(
        'select wrapped from overblik.access_key where event_id = $1',
        [eventId],
      );
      const [own] = rows;
      if (own === undefined) return null;
      return JSON.parse(openWith(ownKey(authority, eventId, own.wrapped), eventId, bytes)) as PersonalPart;
    },
  };
}

/** Whether what was asked or searched for is one of the ids, a number of theirs, or has a whole name in it. */
function tells({ asked, searchText }: PersonalPart, { ids, names }: Traces, keys: AuthorityKeys): boolean {
  const texts = searchText === null ? asked : [...asked, searchText];
  if (texts.some((text) => nodesIn(text, keys).some((node) => ids.has(node)))) return true;
  const words = new Set(texts.flatMap(wordsIn));
  return names.map(wordsIn).some((name) => name.length > 0 && name.every((word) => words.has(word)));
}

function nodesIn(text: string, keys: AuthorityKeys): readonly string[] {
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
