import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { createReconciliation } from '#reconciliation';
import { openHouse, type House } from '../support/house.js';
import { scopeOf } from '../support/asking.js';
import { drawn, runs } from '../support/chance.js';
import { wholeReport } from '../support/whole-report.js';
import { authorities } from './authorities.js';

/** What either side has of a case; null: it has none. */
type State = { readonly title: string; readonly facet: string | null; readonly progress: string | null } | null;
interface Held {
  readonly ours: State;
  readonly theirs: State;
  /** Ours came to be so by a later change and not by the founding event. */
  readonly isChanged: boolean;
}

const state = fc.option(
  fc.record({
    title: fc.constantFrom('A', 'B'),
    facet: fc.option(fc.constantFrom('G01', 'A53')),
    progress: fc.option(fc.constantFrom('informed', 'closed')),
  }),
);
const world = fc.record({
  held: fc.array(fc.record({ ours: state, theirs: state, isChanged: fc.boolean() }), { minLength: 1, maxLength: 12 }),
  /** In which order the snapshot's events come, which of them twice, and in how large batches. */
  order: fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
  batch: fc.integer({ min: 1, max: 9 }),
});
const nextAuthority = authorities(48_000_000);
/** Each event is registered after the one before it, so that it is clear who says what last. */
const BEGUN = Date.parse('2026-02-01T08:00:00Z');
let count = 0;
const SOURCE = 'urn:overblik:source:ky';

describe('a reconciliation', () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse();
  });
  afterAll(() => house.close());

  it(
    'is the difference of two sets and of their fields, whatever the order of arrival and however often',
    async () => {
      await fc.assert(
        fc.asyncProperty(world, async ({ held, order, batch }) => {
          const authority = nextAuthority();
          const cases = held.map((each, index) => ({ ...each, id: randomUUID(), number: String(index) }));
          const system = `source/${randomUUID()}`;
          const event = (type: string, subject: string, data: object, over: object = {}) => ({
            ...{ specversion: '1.0', id: randomUUID(), source: SOURCE, authority, subject, data },
            ...{ type: `dk.overblik.${type}.v1`, time: new Date(BEGUN + count++).toISOString(), ...over },
          });
          const send = async (events: readonly object[]) => {
            for (let from = 0; from < events.length; from += batch)
              for (const { status } of await house.publish(events.slice(from, from + batch)))
                expect(status).not.toBe('quarantined');
          };
          await send(
            cases.flatMap(({ ours, isChanged, id, number }) => foundingOf(event, id, number, ours, isChanged)),
          );
          const mark = (what: string) =>
            event(`source.snapshot-${what}`, system, { snapshotId: 's', counts: { case: cases.length } });
          const told = cases.flatMap(({ theirs, id, number }) =>
            theirs === null
              ? []
              : [event('case.registered', `case/${id}`, dataOf(number, theirs), { snapshotid: 's' })],
          );
          const some = order.next().value ?? 0;
          const all = [...told, ...told.slice(0, Math.floor(some * told.length)), mark('completed')]
            .map((each) => [order.next().value ?? 0, each] as const)
            .sort(([a], [b]) => a - b)
            .map(([, each]) => each);
          await send([mark('started'), ...all]);
          await house.settle();
          const { pool, vault, eventStore: store } = house.stores;
          const reconciling = createReconciliation({ pool, store, vault, queries: house.queries });
          const found = await wholeReport(await reconciling.reconciliation(SOURCE, null, scopeOf({ authority })));
          expect(found).not.toBeNull();
          const missing = (here: 'ours' | 'theirs', there: 'ours' | 'theirs') =>
            cases
              .filter((each) => each[here] === null && each[there] !== null)
              .map(({ id }) => id)
              .sort();
          expect(found?.missingHere).toEqual(missing('ours', 'theirs'));
          expect(found?.missingThere).toEqual(missing('theirs', 'ours'));
          const different = found?.different.map(({ objectId, path, legacy, successor }) => [
            objectId,
            path,
            legacy,
            successor,
          ]);
          expect(different?.map(String).sort()).toEqual(cases.flatMap(differencesOf).map(String).sort());
        }),
        drawn(20),
      );
    },
    300_000 + runs * 10_000,
  );
});

const dataOf = (caseNumber: string, { title, facet, progress }: NonNullable<State>): object => ({
  ...{ caseNumber, title, kle: '32.18.04', sensitivity: 'confidential', openedOn: '2026-01-01', parties: [] },
  ...(facet === null ? {} : { facet }),
  ...(progress === null ? {} : { progress }),
});

function foundingOf(
  event: (type: string, subject: string, data: object) => object,
  id: string,
  number: string,
  ours: State,
  isChanged: boolean,
): object[] {
  const subject = `case/${id}`;
  if (ours === null) return [];
  if (!isChanged) return [event('case.registered', subject, dataOf(number, ours))];
  const { title, facet, progress } = ours;
  return [
    event('case.registered', subject, dataOf(number, { title: 'Før', facet, progress: null })),
    event('case.attributes-changed', subject, { title }),
    ...(progress === null ? [] : [event('case.progress-changed', subject, { progress })]),
  ];
}

/** Told in so many words: left out, a facet is none, and the progress whatever it is. */
function differencesOf({ id, ours, theirs }: Held & { readonly id: string }): unknown[][] {
  if (ours === null || theirs === null) return [];
  const differences: unknown[][] = [];
  if (ours.title !== theirs.title) differences.push([id, '/title', ours.title, theirs.title]);
  if (ours.facet !== theirs.facet) differences.push([id, '/facet', ours.facet, theirs.facet]);
  if (theirs.progress !== null && ours.progress !== theirs.progress)
    differences.push([id, '/progress', ours.progress, theirs.progress]);
  return differences;
}
