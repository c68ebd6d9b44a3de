/**
 * The bucket of a stream: FNV-1a over its UTF-8 bytes, folded to 0–255. It is stored, so it may never change;
 * PostgreSQL's own hash functions may, between major versions.
 */
export function bucketOf(stream: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(stream)) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash ^ (hash >>> 8) ^ (hash >>> 16) ^ (hash >>> 24)) & 0xff;
}
