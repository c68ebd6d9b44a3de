/** Which sequence numbers were received, as ascending ranges without overlap or touch, in decimal text (they exceed a double). */
export type SequenceRanges = readonly (readonly [from: string, to: string])[];

/** The ranges with one more number. */
export function withSequence(ranges: SequenceRanges, sequence: string): SequenceRanges {
  const value = BigInt(sequence);
  const last = ranges.at(-1);
  // Nearly always the number after the last one.
  if (last !== undefined && value === BigInt(last[1]) + 1n)
    return [...ranges.slice(0, -1), [last[0], value.toString()]];
  return withRange(ranges, sequence, sequence);
}

/** The ranges with all numbers from one to another, both of them too. */
export function withRange(ranges: SequenceRanges, first: string, last: string): SequenceRanges {
  const joined: [bigint, bigint][] = [];
  for (const [from, to] of [
    ...ranges.map(([a, b]): [bigint, bigint] => [BigInt(a), BigInt(b)]),
    [BigInt(first), BigInt(last)] as [bigint, bigint],
  ].sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0))) {
    const previous = joined.at(-1);
    if (previous !== undefined && from <= previous[1] + 1n) previous[1] = to > previous[1] ? to : previous[1];
    else joined.push([from, to]);
  }
  return joined.map(([from, to]) => [from.toString(), to.toString()]);
}

const MOST = 2_147_483_647n;

/** How many are missing between the first received and the highest received or announced; capped at a GraphQL Int. */
export function missingIn(ranges: SequenceRanges, announced: string | null): number {
  const first = ranges[0];
  const last = ranges.at(-1);
  if (first === undefined || last === undefined) return 0;
  const highest = announced !== null && BigInt(announced) > BigInt(last[1]) ? BigInt(announced) : BigInt(last[1]);
  const received = ranges.reduce((sum, [from, to]) => sum + BigInt(to) - BigInt(from) + 1n, 0n);
  const missing = highest - BigInt(first[0]) + 1n - received;
  return Number(missing > MOST ? MOST : missing);
}
