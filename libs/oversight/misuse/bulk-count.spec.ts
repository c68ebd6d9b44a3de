import fc from 'fast-check';
import { BulkCount, type BulkView, type CountedView } from './bulk-count.js';

const LIMIT = 3;
const WITHIN = 20;
const DAY = 50;
const limits = [
  { authority: 'a', repeated: { count: 2, within: 'PT1H' }, bulk: { count: LIMIT, within: 'PT1H' } },
  { authority: 'b', repeated: { count: 2, within: 'PT1H' }, bulk: { count: LIMIT, within: 'PT1H' } },
];
const moment = (tick: number): string => String(tick + 1_000).padStart(6, '0');

const views = fc
  .array(
    fc.record({
      user: fc.constantFrom('u', 'v'),
      authority: fc.constantFrom('a', 'b'),
      parties: fc.uniqueArray(fc.constantFrom('1', '2', '3', '4', '5'), { minLength: 1, maxLength: 4 }),
      step: fc.integer({ min: 0, max: 12 }),
    }),
    { maxLength: 40 },
  )
  .map((drawnViews) => {
    let tick = 0;
    return drawnViews.map(({ step, ...view }, position): CountedView => {
      tick += step;
      return { ...view, position, at: moment(tick), since: moment(tick - WITHIN), day: String(Math.floor(tick / DAY)) };
    });
  });

/** All that came before is looked at for each view anew. */
function plainly(all: readonly CountedView[]): number[] {
  return all
    .filter((view) => {
      const within = all.filter(
        ({ user, authority, at, position }) =>
          user === view.user && authority === view.authority && position <= view.position && at > view.since,
      );
      return new Set(within.flatMap(({ parties }) => parties)).size >= LIMIT;
    })
    .map(({ position }) => position);
}

const positionsOf = (found: readonly BulkView[]): number[] => found.map(({ position }) => position);

describe('the count of parties looked up', () => {
  it('finds bulk where all look-ups of the period name as many parties as the limit', () => {
    let bulk = 0;
    fc.assert(
      fc.property(views, (all) => {
        const expected = plainly(all);
        bulk += expected.length;
        expect(positionsOf(new BulkCount(limits).count(all))).toEqual(expected);
      }),
      { numRuns: 300 },
    );
    expect(bulk).toBeGreaterThan(300);
  });

  it('goes on from the newest look-up of each party as from all of them, as many parties as the limit', () => {
    fc.assert(
      fc.property(views, fc.nat(40), (all, cut) => {
        const [before, after] = [all.slice(0, cut), all.slice(cut)];
        const whole = new BulkCount(limits);
        whole.count(before);
        const resumed = new BulkCount(limits);
        resumed.count(newestOfEach(before));
        const begins = (found: readonly BulkView[]) =>
          found.map(({ position, parties }) => [position, parties.length > 0]);
        expect(begins(resumed.count(after))).toEqual(begins(whole.count(after)));
      }),
      { numRuns: 300 },
    );
  });

  it('names the parties where it begins, and again on another day', () => {
    const view = (position: number, party: string, day: string): CountedView => ({
      ...{ position, authority: 'a', user: 'u', parties: [party], day },
      at: moment(position),
      since: moment(position - WITHIN),
    });
    const all = [view(1, '1', 'x'), view(2, '2', 'x'), view(3, '3', 'x'), view(4, '4', 'x'), view(5, '4', 'y')];
    expect(new BulkCount(limits).count(all)).toEqual([
      { position: 3, parties: ['1', '2', '3'] },
      { position: 4, parties: [] },
      { position: 5, parties: ['2', '3', '4'] },
    ]);
  });
});

/** As the register keeps them: one look-up of each user and party, the latest. */
function newestOfEach(before: readonly CountedView[]): CountedView[] {
  const newest: CountedView[] = [];
  const left = new Map<string, Set<string>>();
  for (const view of before.toReversed()) {
    const key = `${view.authority} ${view.user}`;
    const seen = left.get(key) ?? new Set();
    left.set(key, seen);
    for (const party of view.parties.filter((each) => !seen.has(each))) {
      if (seen.size < LIMIT) newest.unshift({ ...view, parties: [party] });
      seen.add(party);
    }
  }
  return newest;
}
