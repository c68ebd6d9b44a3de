import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import { PersonalDataError } from './errors.js';
import { drawRandom } from './random-pool.js';

/*
 * Layout of a stored payload: [1 byte scheme][12 bytes nonce][ciphertext][16 bytes tag]; scheme 0 has the JSON alone.
 * Additional data: the text of the event id in ASCII, so that a payload moved to another event does not open.
 */
const NONCE = 12;
const TAG = 16;

/** What a payload's first byte says. */
export const Scheme = { plain: 0, stream: 1, mention: 2 } as const;

/** Readable by everyone who reads the store: for what names no person and must outlive every key. */
export function sealPlain(json: string): Buffer {
  const sealed = Buffer.allocUnsafe(1 + Buffer.byteLength(json));
  sealed[0] = Scheme.plain;
  sealed.write(json, 1, 'utf8');
  return sealed;
}

/** AES-256-GCM under the key given, bound to `boundTo` (the event id). */
export function sealWith(key: Buffer, boundTo: string, json: string, scheme: 1 | 2 = Scheme.stream): Buffer {
  const length = Buffer.byteLength(json);
  const sealed = Buffer.allocUnsafe(1 + NONCE + length + TAG);
  sealed[0] = scheme;
  const nonce = drawRandom(NONCE);
  sealed.set(nonce, 1);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(boundTo, 'latin1'));
  sealed.set(cipher.update(json, 'utf8'), 1 + NONCE);
  cipher.final();
  sealed.set(cipher.getAuthTag(), 1 + NONCE + length);
  return sealed;
}

/** The JSON text of a payload; throws NOT_ITS_SEAL where the key or the binding is another. */
export function openWith(key: Buffer, boundTo: string, sealed: Buffer): string {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 1 + NONCE));
    decipher.setAAD(Buffer.from(boundTo, 'latin1'));
    decipher.setAuthTag(sealed.subarray(sealed.length - TAG));
    const body = decipher.update(sealed.subarray(1 + NONCE, sealed.length - TAG));
    decipher.final();
    return body.toString('utf8');
  } catch (cause) {
    throw new PersonalDataError('NOT_ITS_SEAL', 'A sealed payload does not open with its key.', { cause });
  }
}

/** A mention opens only while both its own stream's key and that of the object it came by exist. */
export function mentionKey(ownKey: Buffer, viaKey: Buffer): Buffer {
  return createHmac('sha256', ownKey).update('mention|').update(viaKey).digest();
}
