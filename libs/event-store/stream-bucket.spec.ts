import { bucketOf } from './stream-bucket.js';

describe('the bucket of a stream', () => {
  it('is what it was when it was stored', () => {
    expect(['', 'a', 'case-29189846-ø', 'party-29189846-7f0c'].map(bucketOf)).toEqual([197, 237, 231, 121]);
  });

  it('spreads streams evenly', () => {
    const counts = new Array<number>(256).fill(0);
    for (let n = 0; n < 25_600; n++) {
      const bucket = bucketOf(`case-29189846-${n}`);
      counts[bucket] = (counts[bucket] ?? 0) + 1;
    }
    expect(Math.min(...counts)).toBeGreaterThan(50);
    expect(Math.max(...counts)).toBeLessThan(150);
  });
});
