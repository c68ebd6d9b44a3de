import { randomUUID } from 'node:crypto';
import { openHouse, type House } from '../../support/house.js';
import { caller, startGraphqlServer, type GraphqlServer } from './graphql-server.js';
import { AUTHORITY, told } from './told-events.js';

const QUESTION = `query ($source: ID!, $snapshot: ID) { reconciliation(source: $source, snapshotId: $snapshot) {
  missingHere missingThere different { objectId path } } }`;

interface Reconciled {
  readonly different: readonly { readonly objectId: string; readonly path: string }[];
}

describe('the snapshot of a source of benefits', () => {
  const source = `urn:overblik:source:${randomUUID()}`;
  const system = `source/${randomUUID()}`;
  let house: House;
  let server: GraphqlServer;
  beforeAll(async () => {
    house = await openHouse();
    const whole = { kle: null, sensitivity: null, units: null, sources: null, viewClasses: [], grounds: [] };
    const auditor = caller('ida', { role: 'auditor', authority: AUTHORITY, ...whole });
    server = await startGraphqlServer({ stores: house.stores, callers: { auditor } });
  });
  afterAll(async () => {
    await server.close();
    await house.close();
  });

  const mark = (what: 'started' | 'completed', snapshotId: string) =>
    told(source, `source.snapshot-${what}`, system, {
      snapshotId,
      counts: { grant: 1, payment: 1, service: 1, unit: 1 },
    });
  const send = async (...events: object[]) => {
    const receipts = await house.publish(events);
    await house.settle();
    return receipts.map(({ status, position }) => (status === 'accepted' && position === undefined ? 'same' : status));
  };
  const ask = async (snapshot: string): Promise<Reconciled | null> => {
    const { body } = await server.ask(QUESTION, { token: 'auditor', variables: { source, snapshot } });
    return (body.data?.['reconciliation'] ?? null) as Reconciled | null;
  };

  it('compares grants, payments, services and units', async () => {
    const [lies, grant, payment, service, unit, gone] = Array.from({ length: 6 }, () => randomUUID());
    const party = { kind: 'person', identifier: { type: 'cpr', value: '6101800083' } };
    const benefits = [{ id: 'b', name: 'Støtte', kle: '32.24.12', start: '2026-03-01', end: '2026-12-31' }];
    const granted = {
      grantNumber: 'B1',
      caseId: lies,
      party,
      start: '2026-03-01',
      sensitivity: 'confidential',
      benefits,
    };
    const period = { from: '2026-03-01', to: '2026-03-31' };
    const calculated = (amount: string) => ({
      ...{ party, period, gross: amount, dispositionDate: '2026-03-31' },
      lines: [{ grantId: grant, benefitId: 'b', ...period, amount }],
    });
    const all = (over: object, amount: string) => [
      told(source, 'grant.granted', `grant/${grant}`, granted, { ...over }),
      told(source, 'payment.calculated', `payment/${payment}`, calculated(amount), { ...over }),
      told(
        source,
        'service.started',
        `service/${service}`,
        { caseId: lies, party, kind: 'Hjælp', kle: '27.36.04' },
        { ...over },
      ),
      told(source, 'unit.registered', `unit/${unit}`, { name: 'Team' }, { ...over }),
    ];
    await send(
      ...all({}, '10.00'),
      told(source, 'unit.registered', `unit/${gone}`, { name: 'Nedlagt' }),
      mark('started', 's'),
    );
    expect(await send(...all({ snapshotid: 's' }, '10.00'))).toEqual(['same', 'same', 'same', 'same']);
    await send(mark('completed', 's'), mark('started', 't'));
    expect(await send(...all({ snapshotid: 't' }, '12.50'))).toEqual(['same', 'accepted', 'same', 'same']);
    await send(mark('completed', 't'));
    expect(await ask('s')).toMatchObject({ missingHere: [], missingThere: [gone], different: [] });
    expect((await ask('t'))?.different.map(({ objectId, path }) => [objectId, path])).toEqual([
      [payment, '/gross'],
      [payment, '/lines'],
    ]);
  });
});
