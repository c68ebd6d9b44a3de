import fc from 'fast-check';
import type { CaseFilter, CaseOrder, ListPlan, Node, PartyKey } from '#read-models/queries';
import { momentOf, scopeOf } from '../support/asking.js';
import { drawn } from '../support/chance.js';
import { momentsOf } from './moments.js';
import { publishInMemory } from './publishing.js';
import type { Asked } from './views.js';
import { PERSON_NAMES } from './vocabulary.js';
import { worldsOf } from './worlds.js';

type Unpaged<L> = L extends ListPlan ? Omit<L, 'first' | 'after' | 'key'> : never;
type Look = (list: Unpaged<ListPlan>, first: number) => Promise<Node[]>;

const ALL = 200;
const cases = (orderBy: CaseOrder, filter: CaseFilter | null = null): Unpaged<ListPlan> => ({
  kind: 'cases',
  orderBy,
  filter,
});
const LISTS: readonly Unpaged<ListPlan>[] = [
  cases('NEWEST_OPENED'),
  cases('LATEST_EVENT'),
  cases('CASE_NUMBER'),
  { kind: 'documents' },
  { kind: 'journalNotes' },
  { kind: 'timeline', kinds: null, from: null, to: null },
];

/** The rows of a list, page by page; `totalCount` and the ends of each page are checked on the way. */
function lookOf(asked: Asked, authority: string, key: PartyKey, moment: ReturnType<typeof momentOf>): Look {
  return async (list, first) => {
    const rows: Node[] = [];
    for (let after: string | null = null; ;) {
      const plan = { lists: [{ ...list, key: 'l', first, after } as ListPlan], freshness: false, relations: false };
      const found = await asked.queries.party(key, scopeOf({ authority }), moment, { ...plan, histories: false });
      const page = found?.lists['l'];
      if (page === undefined) return rows;
      expect(page.pageInfo.hasPreviousPage).toBe(rows.length > 0);
      rows.push(...page.edges.map(({ node }) => node));
      expect(page.pageInfo.hasNextPage).toBe(rows.length < page.totalCount);
      if (!page.pageInfo.hasNextPage) {
        expect(rows).toHaveLength(page.totalCount);
        return rows;
      }
      after = page.pageInfo.endCursor;
    }
  };
}

const byText = (one: unknown, other: unknown): number =>
  (one as string) < (other as string) ? -1 : one === other ? 0 : 1;
const ids = (rows: readonly Node[]): string[] => rows.map(({ id }) => id);

describe('the lists of a party at another moment', () => {
  it('are the same page by page as at once, in the order asked for, and by every filter', async () => {
    let longest = 0;
    const holds = fc.asyncProperty(worldsOf({ isUnmerging: true }), async (world) => {
      const { authority, facts, asked } = await publishInMemory(world, world.arrivals[0]);
      const moment = momentOf(momentsOf(world, facts)[1] ?? {});
      const look = lookOf(asked, authority, { cpr: PERSON_NAMES[world.asOf % 3]?.value ?? '' }, moment);
      for (const list of LISTS) {
        const whole = await look(list, ALL);
        longest = Math.max(longest, whole.length);
        expect(ids(await look(list, 1))).toEqual(ids(whole));
        expect(ids(await look(list, 2))).toEqual(ids(whole));
      }
      const whole = await look(cases('NEWEST_OPENED'), ALL);
      const sortedBy = (field: string, falling: boolean): string[] =>
        ids(
          [...whole].sort(
            (a, b) => (falling ? byText(b[field], a[field]) : byText(a[field], b[field])) || byText(a.id, b.id),
          ),
        );
      expect(ids(whole)).toEqual(sortedBy('openedOn', true));
      expect(ids(await look(cases('LATEST_EVENT'), ALL))).toEqual(sortedBy('lastEventAt', true));
      expect(ids(await look(cases('CASE_NUMBER'), ALL))).toEqual(sortedBy('caseNumber', false));
      const chosen = async (filter: CaseFilter, holds: (node: Node) => boolean): Promise<void> =>
        expect(ids(await look(cases('NEWEST_OPENED', filter), ALL))).toEqual(ids(whole.filter(holds)));
      await chosen({ caseNumber: 'S1' }, ({ caseNumber }) => caseNumber === 'S1');
      await chosen({ kle: '32.*' }, ({ kle }) => (kle as string).startsWith('32.'));
      await chosen({ progress: ['DECIDED'] }, ({ progress }) => progress === 'DECIDED');
      await chosen({ openedTo: '2024-03-31' }, ({ openedOn }) => (openedOn as string) <= '2024-03-31');
      await chosen({ responsibleUnit: 'u1' }, ({ responsibleUnit }) => (responsibleUnit as Node | null)?.id === 'u1');
    });
    await fc.assert(holds, drawn(60));
    expect(longest).toBeGreaterThan(5);
  }, 600_000);
});
