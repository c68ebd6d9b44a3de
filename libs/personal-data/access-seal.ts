import { SYSTEM_AUTHORITY, type AuthorityKeyring } from './authority-keys.js';
import { sealWith } from './payload-seal.js';

/**
 * Seals what an access entry tells of persons under the authority's key for it, which opens nothing else; under the
 * system's where the entry belongs to no authority.
 */
export function accessSeal(
  keyring: AuthorityKeyring,
): (authority: string | null, eventId: string, text: string) => Buffer {
  return (authority, eventId, text) => sealWith(keyring(authority ?? SYSTEM_AUTHORITY).access, eventId, text);
}
