import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import type { AuthorityKeyring } from './authority-keys.js';
import { PersonalDataError } from './errors.js';
import { drawRandom } from './random-pool.js';
import { authorityOfStream } from './stream-names.js';

/** A stream's key under that of its authority. */
export const wrapKey = (keyring: AuthorityKeyring, stream: string, key: Buffer): Buffer =>
  wrapped(keyring(authorityOfStream(stream)).wrap, stream, key);

/** @throws PersonalDataError where it was wrapped under another master key, or for another stream */
export const unwrapKey = (keyring: AuthorityKeyring, stream: string, bytes: Buffer): Buffer =>
  unwrapped(keyring(authorityOfStream(stream)).wrap, stream, bytes);

/** The root from which all but the wrapping keys are derived, under a master key that is not the first. */
export const wrapRoot = (masterKey: Buffer, root: Buffer): Buffer => wrapped(rootWrap(masterKey), 'root', root);

/** @throws PersonalDataError where it was wrapped under another master key */
export const unwrapRoot = (masterKey: Buffer, bytes: Buffer): Buffer => unwrapped(rootWrap(masterKey), 'root', bytes);

const rootWrap = (masterKey: Buffer): Buffer => Buffer.from(hkdfSync('sha256', masterKey, Buffer.alloc(0), 'root', 32));

/** [12 bytes nonce][32 bytes key, encrypted][16 bytes tag], bound to what it is the key of. */
function wrapped(wrap: Buffer, boundTo: string, key: Buffer): Buffer {
  const nonce = drawRandom(12);
  const cipher = createCipheriv('aes-256-gcm', wrap, nonce);
  cipher.setAAD(Buffer.from(boundTo, 'utf8'));
  return Buffer.concat([nonce, cipher.update(key), cipher.final(), cipher.getAuthTag()]);
}

function unwrapped(wrap: Buffer, boundTo: string, bytes: Buffer): Buffer {
  try {
    const decipher = createDecipheriv('aes-256-gcm', wrap, bytes.subarray(0, 12));
    decipher.setAAD(Buffer.from(boundTo, 'utf8'));
    decipher.setAuthTag(bytes.subarray(44));
    const key = keptKey(decipher.update(bytes.subarray(12, 44)));
    decipher.final();
    return key;
  } catch (cause) {
    throw new PersonalDataError('WRONG_MASTER_KEY', 'A stored key does not open with this master key.', { cause });
  }
}

/** Memory of its own: cut from the pool of small buffers, each key kept warm would hold eight kilobytes of others. */
export function keptKey(bytes: Buffer): Buffer {
  const key = Buffer.alloc(32);
  key.set(bytes);
  return key;
}
