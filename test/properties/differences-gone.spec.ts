import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { instantFromDate } from '#contracts';
import { operationEvent } from '#intake';
import { createParallelRuns, type FieldDifferenceView } from '#reconciliation';
import { scopeOf } from '../support/asking.js';
import { drawn, runs } from '../support/chance.js';
import { openHouse, type House } from '../support/house.js';
import { authorities } from './authorities.js';

const LEGACY = 'urn:overblik:source:kmd-sag';
const SUCCESSOR = 'urn:overblik:source:sbsys';
const PAGE = { first: 200, after: null };
const NUMBERS = ['26-1', '26-2'];
const nextAuthority = authorities(47_000_000);
const BEGUN = Date.parse('2026-02-01T08:00:00Z');

interface Said {
  readonly type: string;
  readonly data: object;
}
const registered = (caseNumber: string): Said => ({
  type: 'registered',
  data: {
    ...{ caseNumber, title: 'A', kle: '32.18.04', sensitivity: 'confidential' },
    ...{ openedOn: '2026-01-01', parties: [] },
  },
});
const said = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom('A', 'B').map((title): Said => ({ type: 'attributes-changed', data: { title } })),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(...NUMBERS)
      .map((caseNumber): Said => ({ type: 'attributes-changed', data: { caseNumber } })),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom('G01', 'A53')
      .map((facet): Said => ({ type: 'reclassified', data: { kle: '32.18.04', facet } })),
  },
  { weight: 1, arbitrary: fc.constantFrom(...NUMBERS).map(registered) },
  { weight: 1, arbitrary: fc.constant<Said>({ type: 'removed', data: { reason: 'Flyttet' } }) },
);
/** What is said of one of the cases, registered later than what was said before it, or not. */
const telling = fc.record({ of: fc.nat(NUMBERS.length * 2 - 1), minute: fc.nat(60), said });

describe('the differences that are gone', () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse();
  });
  afterAll(() => house.close());

  it(
    'are with those that stand what was reported after each event, from then to the next, whatever was told in whatever order',
    async () => {
      let reported = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(telling, { minLength: 4, maxLength: 14 }), async (tellings) => {
          const authority = nextAuthority();
          const { pool, eventStore: store, vault } = house.stores;
          const act = { actId: randomUUID(), key: 'parallelRun', value: `${LEGACY}=${SUCCESSOR}`, by: 'test' };
          await store.append(operationEvent('operation.setting-changed', authority, act, instantFromDate(new Date())));
          const cases = NUMBERS.flatMap((caseNumber) =>
            [LEGACY, SUCCESSOR].map((source) => ({ id: randomUUID(), source, caseNumber })),
          );
          const events = [
            ...cases.map((each) => ({ ...each, minute: 0, ...registered(each.caseNumber) })),
            ...tellings.flatMap(({ of, minute, said: told }) =>
              cases.slice(of, of + 1).map((each) => ({ ...each, minute, ...told })),
            ),
          ];
          const parallel = createParallelRuns({ pool, store, vault, queries: house.queries });
          const ask = async (which: 'STANDING' | 'ALL'): Promise<FieldDifferenceView[]> => {
            const scope = { ...scopeOf({ authority }), auditor: true };
            const found = await parallel.parallelRun({ legacy: LEGACY, successor: SUCCESSOR }, which, PAGE, scope);
            return found.edges.map(({ node }) => node);
          };
          const shown = (differences: readonly FieldDifferenceView[]): string[] =>
            differences
              .map(({ id, caseNumber, legacy, successor }) =>
                JSON.stringify([id.split('~').slice(0, 3), caseNumber, legacy, successor]),
              )
              .sort();
          const seen: { at: string; shown: string[] }[] = [];
          for (const { id, source, type, minute, data } of events) {
            const [receipt] = await house.publish([
              {
                ...{ specversion: '1.0', id: randomUUID(), source, authority, data, subject: `case/${id}` },
                ...{ type: `dk.overblik.case.${type}.v1`, time: new Date(BEGUN + minute * 60_000).toISOString() },
              },
            ]);
            expect(receipt?.status).toBe('accepted');
            await house.settle();
            const position = Number(receipt?.position);
            const at = (await house.recordedTimes(position - 1)).get(position) ?? '';
            seen.push({ at, shown: shown(await ask('STANDING')) });
          }
          const all = await ask('ALL');
          reported += all.filter(({ until }) => until !== null).length;
          for (const { at, shown: then } of seen)
            expect([
              at,
              shown(all.filter(({ since, until }) => since <= at && (until === null || at < until))),
            ]).toEqual([at, then]);
        }),
        drawn(12),
      );
      // Where nothing ever went the property would say nothing.
      expect(reported).toBeGreaterThan(5);
    },
    60_000 * Math.max(5, runs / 4),
  );
});
