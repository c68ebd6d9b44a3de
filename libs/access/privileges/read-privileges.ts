import { readPrivilegeProfile } from './basic-privilege-profile.js';
import { readJsonPrivileges } from './json-privileges.js';
import type { StatedPrivilege } from './stated-privilege.js';

const base64Form = /^[A-Za-z0-9+/_-]*={0,2}$/;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The `privileges` claim in either form: a list (JSON) or a text (base64 of OIO BPP XML). Undefined: it cannot be read,
 * and the token with it is bad. A token without the claim is good and gives nothing.
 * `repeatedNames` are the places in the token's claims where a name stood twice.
 */
export function readPrivilegesClaim(
  claim: unknown,
  repeatedNames: ReadonlySet<string>,
): readonly StatedPrivilege[] | undefined {
  if (claim === undefined) return [];
  if (Array.isArray(claim)) return readJsonPrivileges(claim, underPrivileges(repeatedNames));
  if (typeof claim !== 'string') return undefined;
  const xml = decode(claim);
  return xml === undefined ? undefined : readPrivilegeProfile(xml);
}

function underPrivileges(repeatedNames: ReadonlySet<string>): ReadonlySet<string> {
  const prefix = '/privileges';
  const places = [...repeatedNames].filter((pointer) => pointer.startsWith(`${prefix}/`));
  return new Set(places.map((pointer) => pointer.slice(prefix.length)));
}

function decode(text: string): string | undefined {
  const compact = text.replace(/\s/g, '');
  if (compact === '' || !base64Form.test(compact)) return undefined;
  try {
    return utf8.decode(Buffer.from(compact, 'base64'));
  } catch {
    // Not UTF-8: nothing that we could read as XML.
    return undefined;
  }
}
