import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { SealError } from '../errors.js';
import { sha256 } from '../merkle/hashing.js';

/** The signature type of Ed25519 in a signed note (C2SP signed-note). */
const ED25519 = 1;
const PUBLIC_BYTES = 32;
const ID_BYTES = 4;
/** What stands before the 32 bytes in a key's DER form (RFC 8410). */
const PRIVATE_DER = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC_DER = Buffer.from('302a300506032b6570032100', 'hex');

/** A public key under the name by which it signs. */
export interface VerifierKey {
  readonly name: string;
  /** Four bytes that tell keys of one name apart; no proof of anything. */
  readonly id: Buffer;
  readonly publicKey: Buffer;
}

/** Signs under any name. The private key is kept by Node and is not to be had from here. */
export class SealKey {
  readonly publicKey: Buffer;
  readonly #key: KeyObject;

  /** @param seed the 32 bytes of an Ed25519 private key (RFC 8032) */
  constructor(seed: Buffer) {
    if (seed.length !== 32) throw new SealError('bad-key', 'The key of the seal must be 32 bytes.');
    this.#key = createPrivateKey({ key: Buffer.concat([PRIVATE_DER, seed]), format: 'der', type: 'pkcs8' });
    const der = createPublicKey(this.#key).export({ format: 'der', type: 'spki' });
    this.publicKey = der.subarray(der.length - PUBLIC_BYTES);
  }

  sign(text: string): Buffer {
    return sign(null, Buffer.from(text, 'utf8'), this.#key);
  }

  verifier(name: string): VerifierKey {
    return verifierKey(name, this.publicKey);
  }
}

/** The key as verifiers know it; its id is the one that C2SP signed-note recommends. */
export function verifierKey(name: string, publicKey: Buffer): VerifierKey {
  const id = sha256(Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(ED25519), publicKey])).subarray(0, ID_BYTES);
  return { name, id, publicKey };
}

/** Whether the key signed this text. */
export function hasSigned({ publicKey }: VerifierKey, text: string, signature: Buffer): boolean {
  const key = createPublicKey({ key: Buffer.concat([PUBLIC_DER, publicKey]), format: 'der', type: 'spki' });
  return verify(null, Buffer.from(text, 'utf8'), key, signature);
}

/** One line of a public key file: `<name>+<id in hexadecimal>+<base64 of the type and the key>`, as Go's note package has it. */
export function verifierKeyText({ name, id, publicKey }: VerifierKey): string {
  return `${name}+${id.toString('hex')}+${Buffer.concat([Buffer.of(ED25519), publicKey]).toString('base64')}`;
}

/** The keys of a public key file, one a line. @throws SealError `bad-key` for a line that is none */
export function parseVerifierKeys(text: string): VerifierKey[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  return lines.map((line, index) => {
    const [, name = '', id = '', encoded = ''] =
      /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/.exec(line.trim()) ?? [];
    const bytes = Buffer.from(encoded, 'base64');
    const key = verifierKey(name, bytes.subarray(1));
    if (bytes.length !== 1 + PUBLIC_BYTES || bytes[0] !== ED25519 || key.id.toString('hex') !== id) {
      throw new SealError('bad-key', `Line ${index + 1} of the public key file is not an Ed25519 verifier key.`);
    }
    return key;
  });
}
