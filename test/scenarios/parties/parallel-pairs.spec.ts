import { randomUUID } from 'node:crypto';
import { instantFromDate, type Instant } from '#contracts';
import { operationEvent } from '#intake';
import { createParallelRuns, type FieldDifferenceView } from '#reconciliation';
import { openHouse, scopeOf, type House, type View } from '../../support/house.js';

const AUTHORITY = '29189846';
const LEGACY = 'urn:overblik:source:kmd-sag';
const SUCCESSOR = 'urn:overblik:source:sbsys';
/** After the cases of every pair began, and before anything else of them applies. */
const TOGETHER = '2026-06-01T00:00:00.000000Z';
const PAGE = { first: 200, after: null };
const viewer = { authority: AUTHORITY };
const scope = scopeOf(viewer);

interface Pair {
  readonly legacy: string;
  readonly successor: string;
  readonly cpr: string;
  /** When both had been recorded. */
  readonly known: Instant;
}

describe('a pair of a parallel run', () => {
  let house: House;
  let serial = 0;
  beforeAll(async () => {
    house = await openHouse();
    const act = { actId: randomUUID(), key: 'parallelRun', value: `${LEGACY}=${SUCCESSOR}`, by: 'test' };
    const now = instantFromDate(new Date());
    await house.stores.eventStore.append(operationEvent('operation.setting-changed', AUTHORITY, act, now));
  });
  afterAll(() => house.close());

  const event = (source: string, type: string, subject: string, data: object, over: object = {}): object => ({
    ...{ specversion: '1.0', id: randomUUID(), source, authority: AUTHORITY, time: new Date().toISOString() },
    ...{ type: `dk.overblik.${type}.v1`, subject, data, ...over },
  });
  async function tell(...events: readonly object[]): Promise<Instant> {
    const receipts = await house.publish(events);
    expect(receipts.map(({ status }) => status)).toEqual(events.map(() => 'accepted'));
    await house.settle();
    return (await house.recordedTimes()).get(Number(receipts.at(-1)?.position)) ?? '';
  }
  const ref = (value: string): object => ({ kind: 'person', identifier: { type: 'cpr', value } });
  const caseOf = (source: string, id: string, cpr: string, data: object, over: object = {}): object =>
    event(
      source,
      'case.registered',
      `case/${id}`,
      {
        ...{ title: 'Sag', kle: '32.18.04', sensitivity: 'confidential', openedOn: '2026-01-01' },
        ...{ parties: [{ role: 'primary', party: ref(cpr) }], ...data },
      },
      { effectivefrom: '2026-01-01T00:00:00Z', ...over },
    );
  async function pair(legacyHas: object = {}, successorHas: object = {}): Promise<Pair> {
    const [legacy, successor, number] = [randomUUID(), randomUUID(), `26-${++serial}`];
    const cpr = `61018${String(20_000 + serial)}`;
    const known = await tell(
      caseOf(LEGACY, legacy, cpr, { caseNumber: number, ...legacyHas }),
      caseOf(SUCCESSOR, successor, cpr, { caseNumber: number, ...successorHas }),
    );
    return { legacy, successor, cpr, known };
  }
  async function differences({ successor }: Pick<Pair, 'successor'>, at = new Date()): Promise<FieldDifferenceView[]> {
    const { pool, eventStore: store, vault } = house.stores;
    const runs = createParallelRuns({ pool, store, vault, queries: house.queries, clock: () => at });
    const { edges } = await runs.parallelRun({ legacy: LEGACY, successor: SUCCESSOR }, 'STANDING', PAGE, scope);
    return edges.map(({ node }) => node).filter(({ objectId }) => objectId === successor);
  }
  const listed = (view: View | null, list: string): unknown =>
    (view?.[list] as { nodes: { id: string; case: unknown }[] } | undefined)?.nodes.map(({ id, case: on }) => [id, on]);

  const grant = (source: string, id: string, caseId: string, cpr: string): object =>
    event(source, 'grant.granted', `grant/${id}`, {
      ...{ grantNumber: id.slice(0, 8), caseId, party: ref(cpr), start: '2026-01-01', sensitivity: 'confidential' },
      benefits: [{ id: 'b', name: 'Støtte', kle: '32.18.04', start: '2026-01-01' }],
    });

  const linesOf = (view: View | null): unknown =>
    (view?.['payments'] as { nodes: { id: string; lines: { case: unknown }[] }[] }).nodes.map(({ id, lines }) => [
      id,
      lines.map((line) => line.case),
    ]);

  for (const isPast of [false, true])
    it(`has under the successor’s case the grants that lie on either half, each once${isPast ? ', as of a moment too' : ''}`, async () => {
      const { legacy, successor, cpr } = await pair();
      const [one, other] = [randomUUID(), randomUUID()].sort() as [string, string];
      await tell(grant(LEGACY, one, legacy, cpr), grant(SUCCESSOR, other, successor, cpr));
      const moment = isPast ? { asOf: instantFromDate(new Date()) } : {};
      const both = [one, other].map((id) => [id, { id: successor }]);
      expect(listed(await house.case(legacy, viewer, moment), 'grants')).toEqual(both);
      expect(listed(await house.case(successor, viewer, moment), 'grants')).toEqual(both);
      expect(listed(await house.party({ cpr }, viewer, moment), 'grants')).toEqual(both);
    });

  for (const isPast of [false, true])
    it(`has under the successor’s case the payments and services of either half, each once${isPast ? ', as of a moment too' : ''}`, async () => {
      const { legacy, successor, cpr } = await pair();
      const ids = (): [string, string] => [randomUUID(), randomUUID()].sort() as [string, string];
      const [grants, payments, services] = [ids(), ids(), ids()];
      const payment = (source: string, id: string, paid: readonly string[]): object =>
        event(source, 'payment.calculated', `payment/${id}`, {
          ...{ party: ref(cpr), period: { from: '2026-01-01', to: '2026-01-31' }, gross: '100.00' },
          ...{ dispositionDate: '2026-01-31' },
          lines: paid.map((grantId) => ({
            ...{ grantId, benefitId: 'b', from: '2026-01-01', to: '2026-01-31', amount: '50.00' },
          })),
        });
      const service = (source: string, id: string, caseId: string): object => {
        const data = { caseId, party: ref(cpr), kind: 'Vejledning', kle: '32.18.04' };
        return event(source, 'service.started', `service/${id}`, data);
      };
      await tell(
        grant(LEGACY, grants[0], legacy, cpr),
        grant(SUCCESSOR, grants[1], successor, cpr),
        payment(LEGACY, payments[0], [grants[0]]),
        payment(SUCCESSOR, payments[1], grants),
        service(LEGACY, services[0], legacy),
        service(SUCCESSOR, services[1], successor),
      );
      const moment = isPast ? { asOf: instantFromDate(new Date()) } : {};
      for (const asked of [legacy, successor]) {
        const view = await house.case(asked, viewer, moment);
        expect(listed(view, 'services')).toEqual(services.map((id) => [id, { id: successor }]));
        expect(linesOf(view)).toEqual([
          [payments[0], [{ id: successor }]],
          [payments[1], [{ id: successor }, { id: successor }]],
        ]);
      }
    });

  it('is the successor’s case in a search over everything, by the words of the legacy’s half alone', async () => {
    const { successor } = await pair({ title: 'Kvartssten' }, { title: 'Granit' });
    const { edges, totalCount } = await house.queries.search('kvartssten', ['CASE'], PAGE, scope);
    expect([totalCount, edges.map(({ node }) => node)]).toEqual([
      1,
      [expect.objectContaining({ objectId: successor, title: 'Granit', case: { id: successor } })],
    ]);
  });

  it('was one while its numbers were the same, whatever they are now', async () => {
    const { legacy, successor, cpr, known } = await pair();
    await tell(event(LEGACY, 'case.attributes-changed', `case/${legacy}`, { caseNumber: `nu-${legacy}` }));
    const shown = async (moment: object): Promise<unknown> => [
      (await house.case(legacy, viewer, moment))?.['id'],
      ((await house.party({ cpr }, viewer, moment))?.['cases'] as { totalCount: number }).totalCount,
    ];
    expect(await shown({})).toEqual([legacy, 2]);
    expect(await shown({ asOf: TOGETHER })).toEqual([successor, 1]);
    expect(await shown({ asKnownAt: known })).toEqual([successor, 1]);
    expect(await shown({ asOf: instantFromDate(new Date()) })).toEqual([legacy, 2]);
  });

  it('was one before it was removed or transferred', async () => {
    for (const [type, data] of [
      ['case.removed', { reason: 'Flyttet' }],
      ['case.transferred', { toSource: SUCCESSOR }],
    ] as const) {
      const { legacy, successor } = await pair();
      await tell(event(LEGACY, type, `case/${legacy}`, data));
      expect((await house.case(legacy, viewer, { asOf: TOGETHER }))?.['id']).toBe(successor);
    }
  });

  it('differs from when it became one, and not from when two cases of other numbers were first told of', async () => {
    const { legacy, successor } = await pair({ caseNumber: `før-${serial}`, title: 'A' }, { title: 'B' });
    expect(await differences({ successor })).toEqual([]);
    const joined = await tell(
      event(LEGACY, 'case.attributes-changed', `case/${legacy}`, { caseNumber: `26-${serial}` }),
    );
    expect(await differences({ successor })).toMatchObject([{ path: '/title', since: joined }]);
  });

  it('differs from the day for which a change is dated', async () => {
    const { legacy, successor } = await pair();
    const later = { effectivefrom: '2090-01-01T00:00:00Z' };
    await tell(event(LEGACY, 'case.attributes-changed', `case/${legacy}`, { title: 'Nyt' }, later));
    expect(await differences({ successor })).toEqual([]);
    expect(await differences({ successor }, new Date('2089-12-31T23:59:59Z'))).toEqual([]);
    expect(await differences({ successor }, new Date('2090-01-01T00:00:01Z'))).toMatchObject([
      { path: '/title', legacy: 'Nyt', since: '2090-01-01T00:00:00.000000Z' },
    ]);
  });

  it('has the same parties once two numbers are known to be one person’s, though no case tells of it', async () => {
    const other = '6202800001';
    const { successor, cpr } = await pair({ parties: [{ role: 'primary', party: ref(other) }] });
    expect(await differences({ successor })).toMatchObject([{ path: '/parties' }]);
    const person = { kind: 'person', identifiers: [cpr, other].map((value) => ({ type: 'cpr', value })) };
    await tell(event(LEGACY, 'party.registered', `party/${randomUUID()}`, person));
    expect(await differences({ successor })).toEqual([]);
  });

  it('is not compared again while nothing is told of it, and is when something is', async () => {
    const [still, told] = [await pair({ title: 'A' }, { title: 'B' }), await pair({ title: 'A' }, { title: 'B' })];
    expect(await differences(still)).toHaveLength(1);
    const { pool } = house.stores;
    await pool.query('delete from overview.pair_difference where successor_id = any($1::uuid[])', [
      [still.successor, told.successor],
    ]);
    await tell(event(LEGACY, 'case.reclassified', `case/${told.legacy}`, { kle: '32.18.04', facet: 'G01' }));
    expect((await differences(told)).map(({ path }) => path)).toEqual(['/facet', '/title']);
    expect(await differences(still)).toEqual([]);
    await house.runner.rebuild('case-changes');
    expect(await differences(still)).toHaveLength(1);
  });

  it('leaves nothing in the table of differences once a half is purged', async () => {
    const { legacy, successor } = await pair({ title: 'A' }, { title: 'B' });
    expect(await differences({ successor })).toHaveLength(1);
    await tell(event(LEGACY, 'case.purged', `case/${legacy}`, { basis: 'frist' }));
    const { rows } = await house.stores.pool.query('select from overview.pair_difference where successor_id = $1', [
      successor,
    ]);
    expect(rows).toHaveLength(0);
  });
});
