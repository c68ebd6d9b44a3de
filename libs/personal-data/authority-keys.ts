import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { PersonalDataError } from './errors.js';

/** The keys of one authority, each derived for one use only: `wrap` from the master key, all others from the root. */
export interface AuthorityKeys {
  readonly authority: string;
  /** Node ids are keyed hashes under it: all CPR numbers can be enumerated, so a plain hash would tell them. */
  readonly identity: Buffer;
  readonly wrap: Buffer;
  readonly content: KeyObject;
  readonly quarantine: Buffer;
  /** Seals names and numbers in access entries; derived from the first `wrap`, as the entries that are stored were sealed. */
  readonly access: Buffer;
}

/** Gives each authority its keys; bounded, derived again when dropped. */
export type AuthorityKeyring = (authority: string) => AuthorityKeys;

/** The authority under which bodies lie that no trusted authority owns. */
export const SYSTEM_AUTHORITY = 'system';

/**
 * Derives per-authority keys (HKDF-SHA-256, the use and the authority in `info`) from a master key and a root of 32 bytes. The
 * root is the first master key that a store had: it stays when the master key is changed, and with it every identity.
 */
export function createAuthorityKeyring(masterKey: Buffer, root: Buffer = masterKey): AuthorityKeyring {
  if (masterKey.length !== 32 || root.length !== 32)
    throw new PersonalDataError('BAD_MASTER_KEY', 'The master key must be 32 bytes.');
  const known = new LRUCache<string, AuthorityKeys>({ max: 500 });
  const derive = (use: string, authority: string, from = root): Buffer =>
    Buffer.from(hkdfSync('sha256', from, Buffer.alloc(0), `${use}|${authority}`, 32));
  return (authority) => {
    const found = known.get(authority);
    if (found) return found;
    const keys: AuthorityKeys = {
      authority,
      identity: derive('identity', authority),
      wrap: derive('wrap', authority, masterKey),
      content: createSecretKey(derive('content', authority)),
      quarantine: derive('quarantine', authority),
      access: derive('access', authority, derive('wrap', authority)),
    };
    known.set(authority, keys);
    return keys;
  };
}
