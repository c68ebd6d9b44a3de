/** First byte of what stands in the place of forgotten data; what is stored begins with another one. */
const FORGOTTEN = 0;
const LENGTH = 33;

/**
 * Whether only the hash of an event's data is left: of an entry of the access log whose time is over (ADR 0038). The hash is
 * what was sealed of the data, so the seal still holds, and nothing can be put in its place.
 */
export const isForgotten = (data: Buffer): boolean => data.length === LENGTH && data[0] === FORGOTTEN;

/** SQL of the same. */
export const isForgottenSql = (data: string): string =>
  `(length(${data}) = ${LENGTH} and get_byte(${data}, 0) = ${FORGOTTEN})`;

/** SQL of what takes the place of `data`. */
export const forgottenSql = (data: string): string => `'\\x00'::bytea || sha256(${data})`;

/** SQL of the hash that was sealed of `data`, forgotten or not. */
export const sealedHashSql = (data: string): string =>
  `case when ${isForgottenSql(data)} then substr(${data}, 2) else sha256(${data}) end`;
