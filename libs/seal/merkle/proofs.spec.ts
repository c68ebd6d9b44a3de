import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { Frontier } from './frontier.js';
import { leafHash } from './hashing.js';
import { consistencyPath, inclusionPath, isConsistent, rootFromInclusion, type RangeRoot } from './proofs.js';

/*
 * The slow twin: the recursive definitions of RFC 6962, 2.1 to 2.1.2, word for word over the leaves themselves. It shares
 * nothing with the product.
 */
const sha256 = (...parts: Buffer[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();
const ZERO = Buffer.of(0);
const ONE = Buffer.of(1);
const largestPowerBelow = (n: number): number => (n <= 2 ? 1 : 2 * largestPowerBelow(Math.ceil(n / 2)));

function treeHash(d: readonly Buffer[]): Buffer {
  const [only] = d;
  if (only === undefined) return sha256(Buffer.alloc(0));
  if (d.length === 1) return sha256(ZERO, only);
  const k = largestPowerBelow(d.length);
  return sha256(ONE, treeHash(d.slice(0, k)), treeHash(d.slice(k)));
}

function slowPath(m: number, d: readonly Buffer[]): Buffer[] {
  if (d.length === 1) return [];
  const k = largestPowerBelow(d.length);
  return m < k
    ? [...slowPath(m, d.slice(0, k)), treeHash(d.slice(k))]
    : [...slowPath(m - k, d.slice(k)), treeHash(d.slice(0, k))];
}

function slowProof(m: number, d: readonly Buffer[], isWhole = true): Buffer[] {
  if (m === d.length) return isWhole ? [] : [treeHash(d)];
  const k = largestPowerBelow(d.length);
  return m <= k
    ? [...slowProof(m, d.slice(0, k), isWhole), treeHash(d.slice(k))]
    : [...slowProof(m - k, d.slice(k), false), treeHash(d.slice(0, k))];
}

const hexes = (hashes: readonly Buffer[]): string => hashes.map((hash) => hash.toString('hex')).join(' ');
const numbered = (size: number): Buffer[] => Array.from({ length: size }, (_, n) => Buffer.from(`leaf ${n}`));
const rootsOver =
  (d: readonly Buffer[]): RangeRoot =>
  (start, end) =>
    treeHash(d.slice(start, end));
const flipped = (hash: Buffer, bit: number): Buffer => {
  const other = Buffer.from(hash);
  other[bit >> 3] = (other[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return other;
};

describe('the tree and its proofs', () => {
  it('are those of the slow twin at every size up to 70, for every leaf and every earlier tree', () => {
    const frontier = new Frontier();
    for (let size = 0; size <= 70; size++) {
      const d = numbered(size);
      const root = treeHash(d);
      expect(hexes([frontier.root(), Frontier.of(size, frontier.bytes()).root()])).toBe(hexes([root, root]));
      for (let n = 0; n < size; n++) {
        const path = inclusionPath(n, size, rootsOver(d));
        expect(hexes(path)).toBe(hexes(slowPath(n, d)));
        expect(rootFromInclusion(leafHash(Buffer.from(`leaf ${n}`)), n, size, path)?.equals(root)).toBe(true);
        const proof = consistencyPath(n + 1, size, rootsOver(d));
        expect(hexes(proof)).toBe(hexes(slowProof(n + 1, d)));
        expect(isConsistent(n + 1, treeHash(d.slice(0, n + 1)), size, root, proof)).toBe(true);
      }
      frontier.append(leafHash(Buffer.from(`leaf ${size}`)));
    }
  }, 60_000);

  it('are those of the slow twin over any leaves', () => {
    const leaves = fc.array(fc.uint8Array({ maxLength: 40 }), { minLength: 1, maxLength: 600 });
    fc.assert(
      fc.property(leaves, fc.nat(), fc.nat(), (texts, one, other) => {
        const d = texts.map((text) => Buffer.from(text));
        const frontier = new Frontier();
        for (const leaf of d) frontier.append(leafHash(leaf));
        expect(hexes([frontier.root()])).toBe(hexes([treeHash(d)]));
        const index = one % d.length;
        expect(hexes(inclusionPath(index, d.length, rootsOver(d)))).toBe(hexes(slowPath(index, d)));
        const first = (other % d.length) + 1;
        expect(hexes(consistencyPath(first, d.length, rootsOver(d)))).toBe(hexes(slowProof(first, d)));
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  it('lead nowhere when a bit, a hash, the place or the size is another', () => {
    const d = numbered(40);
    const root = treeHash(d);
    for (let n = 0; n < 40; n++) {
      const leaf = leafHash(Buffer.from(`leaf ${n}`));
      const path = slowPath(n, d);
      const leads = (...[of, index, size, by]: Parameters<typeof rootFromInclusion>): boolean =>
        rootFromInclusion(of, index, size, by)?.equals(root) === true;
      expect(leads(leaf, n, 40, path)).toBe(true);
      for (let bit = 0; bit < 256; bit += 51) {
        expect(leads(flipped(leaf, bit), n, 40, path)).toBe(false);
        for (let at = 0; at < path.length; at++) {
          const bent = path.map((hash, index) => (index === at ? flipped(hash, bit) : hash));
          expect(leads(leaf, n, 40, bent)).toBe(false);
        }
      }
      expect(leads(leaf, n, 40, path.slice(1))).toBe(false);
      expect(leads(leaf, n, 40, path.slice(0, -1))).toBe(false);
      expect(leads(leaf, n, 40, [...path, root])).toBe(false);
      for (let wrong = -1; wrong <= 40; wrong++) if (wrong !== n) expect(leads(leaf, wrong, 40, path)).toBe(false);
      for (const size of [0, 1, n, 80, 20, 0.5, Number.NaN, 2 ** 53]) expect(leads(leaf, n, size, path)).toBe(false);
    }
  });

  it('of consistency hold for no other trees', () => {
    const d = numbered(40);
    const root = treeHash(d);
    for (let first = 1; first < 40; first++) {
      const old = treeHash(d.slice(0, first));
      const proof = slowProof(first, d);
      expect(isConsistent(first, old, 40, root, proof)).toBe(true);
      expect(isConsistent(first, flipped(old, first), 40, root, proof)).toBe(false);
      expect(isConsistent(first, old, 40, flipped(root, first), proof)).toBe(false);
      expect(isConsistent(first, root, 40, old, proof)).toBe(false);
      expect(isConsistent(first, old, 40, root, proof.slice(1))).toBe(false);
      expect(isConsistent(first, old, 40, root, proof.slice(0, -1))).toBe(false);
      expect(isConsistent(first, old, 40, root, [...proof, root])).toBe(false);
      for (let other = 0; other <= 41; other++) {
        if (other !== first) expect(isConsistent(other, old, 40, root, proof)).toBe(false);
      }
      for (let at = 0; at < proof.length; at++) {
        const bent = proof.map((hash, index) => (index === at ? flipped(hash, at * 7) : hash));
        expect(isConsistent(first, old, 40, root, bent)).toBe(false);
      }
    }
    expect(isConsistent(40, root, 40, root, [])).toBe(true);
    expect(isConsistent(40, root, 40, root, [root])).toBe(false);
  });
});
