import crypto from 'node:crypto';

/** RFC 9562: the namespace for names that are URLs; ours for every derived id. */
export const URL_NAMESPACE = '6ba7b811-9dad-11d1-80b4-00c04fd430c8';

const UUID_FORM = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const CVR_FORM = /^[1-9]\d{7}$/;
const CVR_WEIGHTS = [2, 7, 6, 5, 4, 3, 2, 1];
const CPR_FORM = /^(0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01])(0[1-9]|1[0-2])\d{2}-?\d{4}$/;

/** True for eight digits whose weighted sum (2 7 6 5 4 3 2 1) is divisible by eleven. */
export function isCvr(text: string): boolean {
  if (!CVR_FORM.test(text)) return false;
  return CVR_WEIGHTS.reduce((sum, weight, index) => sum + weight * (text.charCodeAt(index) - 48), 0) % 11 === 0;
}

/**
 * A CPR number as ten digits, read with or without hyphen; day 01-31 or 61-91 (replacement), month 01-12.
 * Undefined for anything else. Modulus 11 is never asked: numbers without it have been given since 2007.
 */
export function normalizeCpr(text: string): string | undefined {
  if (!CPR_FORM.test(text)) return undefined;
  return text.length === 11 ? text.slice(0, 6) + text.slice(7) : text;
}

/** The form in which a CPR number may be shown: `DDMMYY-****`. Anything shorter than its birth date is hidden whole. */
export function maskCpr(cpr: string): string {
  return /^\d{6}/.test(cpr) ? `${cpr.slice(0, 6)}-****` : '******-****';
}

/** True for ten digits: production-unit numbers carry no check digit. */
export function isPNumber(text: string): boolean {
  return /^\d{10}$/.test(text);
}

/** True for a full KLE subject, `dd.dd.dd`. */
export function isKle(text: string): boolean {
  return /^\d{2}\.\d{2}\.\d{2}$/.test(text);
}

/** True for an action facet: a capital letter and two digits, `G01`. */
export function isFacet(text: string): boolean {
  return /^[A-Z]\d{2}$/.test(text);
}

/** The main group, group and subject of a KLE subject: '32.18.04' gives ['32', '32.18', '32.18.04']. */
export function klePath(kle: string): string[] {
  const segments = kle.split('.');
  return segments.map((_, index) => segments.slice(0, index + 1).join('.'));
}

/** True for the text form of a UUID of any version (RFC 9562), in either case. */
export function isUuid(text: string): boolean {
  return text.length === 36 && UUID_FORM.test(text);
}

const bytesOf = (uuid: string): Buffer => Buffer.from(uuid.replaceAll('-', ''), 'hex');
/** Every event from outside gets its id in this namespace. */
const URL_NAMESPACE_BYTES = bytesOf(URL_NAMESPACE);

/** The name-based UUID of RFC 9562 (version 5, SHA-1). Never of a CPR number: see uuidFromHmac. */
export function uuidV5(namespace: string, name: string): string {
  const length = Buffer.byteLength(name);
  const named = Buffer.allocUnsafe(16 + length);
  named.set(namespace === URL_NAMESPACE ? URL_NAMESPACE_BYTES : bytesOf(namespace));
  named.write(name, 16, length, 'utf8');
  return formatUuid(sha1(named), '5');
}

/** In one call where Node has it (20.12 on): an object for each hash costs three times as much, and every event needs one. */
const sha1: (bytes: Buffer) => string =
  typeof crypto.hash === 'function'
    ? (bytes) => crypto.hash('sha1', bytes, 'hex')
    : (bytes) => crypto.createHash('sha1').update(bytes).digest('hex');

/**
 * The first 128 bits of HMAC-SHA-256 as a UUID of version 8. For ids made from a CPR number: all CPR numbers
 * can be enumerated in minutes, so nothing that is hashed without a key hides them.
 */
export function uuidFromHmac(key: Buffer, text: string): string {
  return formatUuid(crypto.createHmac('sha256', key).update(text).digest('hex'), '8');
}

/** The first 128 bits of a digest in hex, but for the version (RFC 9562, 5.5 and 5.8) and the two bits of the variant. */
function formatUuid(hex: string, version: '5' | '8'): string {
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${version}${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
