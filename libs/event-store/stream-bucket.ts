/**
 * The bucket of a stream: FNV-1a over its UTF-8 bytes, folded to 0–255. It is stored, so it may never change;
 * PostgreSQL's own hash functions may, between major versions.
 */
export function bucketOf(stream: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < stream.length; at++) {
    const unit = stream.charCodeAt(at);
    // Up to there a unit is its own byte; stream names of ours have no others.
    if (unit > 0x7f) return folded(Buffer.from(stream).reduce(mixed, 0x811c9dc5));
    hash = mixed(hash, unit);
  }
  return folded(hash);
}

function mixed(hash: number, byte: number): number {
  return Math.imul(hash ^ byte, 0x01000193);
}

function folded(hash: number): number {
  return (hash ^ (hash >>> 8) ^ (hash >>> 16) ^ (hash >>> 24)) & 0xff;
}
