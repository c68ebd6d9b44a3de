import { randomUUID } from 'node:crypto';
import type { PrivilegeGroup, Role } from '#access';
import { openHouse, type House } from '../../support/house.js';
import { caller, startGraphqlServer, type GraphqlServer } from './graphql-server.js';
import { AUTHORITY, caseData, snapshotTellings, told } from './told-events.js';

const group = (role: Role, over: Partial<PrivilegeGroup> = {}): PrivilegeGroup => ({
  ...{ role, authority: AUTHORITY, kle: null, sensitivity: null, units: null, sources: null },
  ...{ viewClasses: [], grounds: [], ...over },
});
const QUESTION = `query ($source: ID!, $snapshot: ID) { reconciliation(source: $source, snapshotId: $snapshot) {
  source snapshotId completedAt counts { family announced named } missingHere missingThere different { id caseNumber objectId path legacy successor since verdict note } } }`;

interface Difference {
  readonly id: string;
  readonly objectId: string;
  readonly path: string;
  readonly legacy: unknown;
  readonly successor: unknown;
  readonly caseNumber: string | null;
}
interface Reconciled {
  readonly snapshotId: string;
  readonly completedAt: string | null;
  readonly counts: readonly object[];
  readonly missingHere: readonly string[];
  readonly missingThere: readonly string[];
  readonly different: readonly Difference[];
}

describe('the snapshot of a source', () => {
  let house: House;
  let server: GraphqlServer;
  let source: string;
  let system: string;
  const ids = (count: number): string[] => Array.from({ length: count }, () => randomUUID());

  beforeAll(async () => {
    house = await openHouse();
    const callers = {
      auditor: caller('ida', group('auditor')),
      operator: caller('ole', group('operator')),
      'auditor-of-32': caller('kim', group('auditor', { kle: ['32'] })),
      caseworker: caller('bo', group('caseworker', { kle: ['*'], sensitivity: 3 })),
    };
    server = await startGraphqlServer({ stores: house.stores, callers });
  });
  beforeEach(() => {
    source = `urn:overblik:source:${randomUUID()}`;
    system = `source/${randomUUID()}`;
  });
  afterAll(async () => {
    await server.close();
    await house.close();
  });

  const { registered, started, completed } = snapshotTellings(() => ({ source, system }));
  const send = async (...events: object[]) => {
    const receipts = await house.publish(events);
    await house.settle();
    return receipts.map(({ status, position }) => (status === 'accepted' && position === undefined ? 'same' : status));
  };
  const ask = async (token = 'auditor', snapshot?: string): Promise<Reconciled | null> => {
    const { body } = await server.ask(QUESTION, { token, variables: { source, snapshot: snapshot ?? null } });
    expect(body.errors).toBeUndefined();
    return (body.data?.['reconciliation'] ?? null) as Reconciled | null;
  };
  const fields = (reconciled: Reconciled | null) =>
    reconciled?.different.map(({ objectId, path, legacy, successor }) => [objectId, path, legacy, successor]);

  it('tells what we miss, what it misses and what differs, of all that came in one batch', async () => {
    const [same = '', other = '', fresh = '', ours = ''] = ids(4);
    const before = [registered(same, caseData('1')), registered(other, caseData('2')), registered(ours, caseData('3'))];
    const receipts = await send(
      ...before,
      started('s1'),
      registered(same, caseData('1'), { snapshotid: 's1' }),
      registered(other, caseData('2', { title: 'Barsel' }), { snapshotid: 's1' }),
      registered(fresh, caseData('4'), { snapshotid: 's1' }),
      completed('s1'),
    );
    expect(receipts.indexOf('same')).toBe(4);
    expect(receipts.filter((receipt) => receipt === 'accepted')).toHaveLength(7);
    const reconciled = await ask();
    expect(reconciled).toMatchObject({ snapshotId: 's1', missingHere: [fresh], missingThere: [ours] });
    expect(fields(reconciled)).toEqual([[other, '/title', 'Sygedagpenge', 'Barsel']]);
    expect(await ask('operator')).toEqual(reconciled);
  });

  it('is null where there is none, and the newest completed one where none is named', async () => {
    const [id = ''] = ids(1);
    expect(await ask()).toBeNull();
    await send(
      registered(id, caseData('1')),
      started('a'),
      registered(id, caseData('1'), { snapshotid: 'a' }),
      completed('a'),
    );
    await send(started('b'), registered(id, caseData('1', { title: 'Barsel' }), { snapshotid: 'b' }));
    expect(await ask()).toMatchObject({ snapshotId: 'a', different: [] });
    expect(await ask('auditor', 'b')).toMatchObject({ snapshotId: 'b', completedAt: null, missingThere: [] });
    await send(completed('b'));
    expect(await ask()).toMatchObject({ snapshotId: 'b', different: [{ path: '/title' }] });
    expect(await ask('auditor', 'c')).toBeNull();
  });

  it('keeps what it told when the objects go on', async () => {
    const [id = '', later = ''] = ids(2);
    await send(registered(id, caseData('1')), started('s'));
    await send(
      registered(id, caseData('1', { title: 'Barsel' }), { snapshotid: 's' }),
      registered(later, caseData('2')),
      completed('s'),
    );
    const then = await ask();
    await send(told(source, 'case.attributes-changed', `case/${id}`, { title: 'Noget tredje' }));
    expect(await ask()).toEqual(then);
    // What came while the snapshot was under way, the source had no reason to name.
    expect(then?.missingThere).toEqual([]);
  });

  it('may be sent in any order and twice, with marks that come late', async () => {
    const [same = '', other = ''] = ids(2);
    await send(registered(same, caseData('1')), registered(other, caseData('2')));
    const events = [
      completed('s'),
      registered(other, caseData('2', { title: 'Barsel' }), { snapshotid: 's' }),
      started('s'),
      registered(same, caseData('1'), { snapshotid: 's' }),
    ];
    await send(...events);
    const once = await ask();
    expect(fields(once)).toEqual([[other, '/title', 'Sygedagpenge', 'Barsel']]);
    expect(once?.missingThere).toEqual([]);
    expect(await send(...events)).toEqual(['duplicate', 'duplicate', 'duplicate', 'same']);
    expect(await ask()).toEqual(once);
  });

  it('names an object also by an event that we knew, or refused', async () => {
    const [known = '', refused = ''] = ids(2);
    const first = registered(known, caseData('1'));
    await send(first, registered(refused, caseData('2')), started('s'));
    const sent = await send(
      { ...first, snapshotid: 's' },
      registered(refused, { title: 'alene' }, { snapshotid: 's' }),
      completed('s'),
    );
    expect(sent).toEqual(['duplicate', 'quarantined', 'accepted']);
    expect(await ask()).toMatchObject({ missingHere: [], missingThere: [], different: [] });
  });

  it('brings back what was removed here, and leaves what was purged', async () => {
    const [removed = '', purged = ''] = ids(2);
    await send(registered(removed, caseData('1')), registered(purged, caseData('2')));
    await send(
      told(source, 'case.removed', `case/${removed}`, { reason: 'fejl' }),
      told(source, 'case.purged', `case/${purged}`, { basis: 'frist' }),
      started('s'),
    );
    const sent = await send(
      registered(removed, caseData('1'), { snapshotid: 's' }),
      registered(purged, caseData('2'), { snapshotid: 's' }),
      completed('s'),
    );
    expect(sent).toEqual(['accepted', 'quarantined', 'accepted']);
    expect(await ask()).toMatchObject({ missingHere: [removed], missingThere: [], different: [] });
  });

  it('forgets what differed with the object', async () => {
    const [id = ''] = ids(1);
    await send(registered(id, caseData('1')), started('s'));
    await send(registered(id, caseData('1', { title: 'Barsel' }), { snapshotid: 's' }), completed('s'));
    expect((await ask())?.different).toHaveLength(1);
    await send(told(source, 'case.purged', `case/${id}`, { basis: 'frist' }));
    expect((await ask())?.different).toEqual([]);
    const { rows } = await house.stores.pool.query('select * from overview.snapshot_finding');
    expect(JSON.stringify(rows)).not.toContain('Barsel');
  });

  it('sees another name of a party, which lies in that party’s own stream', async () => {
    const [id = ''] = ids(1);
    await send(registered(id, caseData('1', {}, '6101800071', 'Karla Eksempel')), started('s'));
    const sent = await send(
      registered(id, caseData('1', {}, '6101800071', 'Karla Eksempel'), { snapshotid: 's' }),
      registered(id, caseData('1', {}, '6101800071', 'Karla Nynavn'), { snapshotid: 's' }),
      completed('s'),
    );
    expect(sent).toEqual(['same', 'accepted', 'accepted']);
    const reconciled = await ask();
    expect(reconciled?.different.map(({ legacy, successor }) => [legacy, successor])).toEqual([
      ['Karla Eksempel', 'Karla Nynavn'],
    ]);
  });

  it('compares documents, notes and parties too, each with its own kind', async () => {
    const [lies = '', document = '', note = '', person = '', gone = ''] = ids(5);
    const doc = {
      title: 'Brev',
      documentType: 'brev',
      sensitivity: 'confidential',
      progress: 'final',
      cases: [{ caseId: lies, link: 'filed' }],
    };
    const noted = {
      caseId: lies,
      title: 'Opkald',
      text: 'Talt',
      format: 'text',
      author: { kind: 'user', id: 'a' },
      notedOn: '2026-02-01',
    };
    const party = (name: string, value: string) => ({ kind: 'person', identifiers: [{ type: 'cpr', value }], name });
    const all = (over: object, name: string) => [
      registered(lies, caseData('1'), over),
      told(source, 'document.registered', `document/${document}`, doc, { ...over }),
      told(source, 'journal-note.recorded', `journal-note/${note}`, noted, { ...over }),
      told(source, 'party.registered', `party/${person}`, party(name, '6101800081'), { ...over }),
    ];
    const counts = { case: 1, document: 1, 'journal-note': 1, party: 1 };
    await send(
      ...all({}, 'Karla'),
      told(source, 'party.registered', `party/${gone}`, party('Bo', '6101800082')),
      started('s', counts),
    );
    expect(await send(...all({ snapshotid: 's' }, 'Karla'))).toEqual(['same', 'same', 'same', 'same']);
    await send(completed('s', counts), started('t', counts));
    const differing = all({ snapshotid: 't' }, 'Karla Ny');
    expect(await send(...differing, completed('t', counts))).toEqual(['same', 'same', 'same', 'accepted', 'accepted']);
    expect(await ask('auditor', 's')).toMatchObject({ missingHere: [], missingThere: [gone], different: [] });
    expect(fields(await ask('auditor', 't'))).toEqual([[person, '/name', 'Karla', 'Karla Ny']]);
  });

  it('masks numbers and hides protected names in what differs', async () => {
    const [person = ''] = ids(1);
    const party = (name: string, value: string) => ({ kind: 'person', identifiers: [{ type: 'cpr', value }], name });
    await send(
      told(source, 'party.registered', `party/${person}`, party('Karla Hemmelig', '6101800091')),
      told(source, 'party.protection-set', `party/${person}`, { kind: 'nameAndAddress' }),
      started('s', { party: 1 }),
    );
    await send(
      told(source, 'party.registered', `party/${person}`, party('Karla Nyhemmelig', '6101800092'), { snapshotid: 's' }),
      completed('s', { party: 1 }),
    );
    const reconciled = await ask();
    expect(reconciled?.different.map(({ path }) => path)).toEqual(['/identifiers', '/knownIdentifiers', '/name']);
    const text = JSON.stringify(reconciled);
    expect(text).toContain('610180-****');
    expect(text).not.toMatch(/emmelig|180009/);
  });

  it('is told to whoever is restricted as far as he sees the cases', async () => {
    const [seen = '', hidden = '', fresh = ''] = ids(3);
    const road = { kle: '05.01.00' };
    await send(registered(seen, caseData('1')), registered(hidden, caseData('2', road)), started('s'));
    await send(
      registered(seen, caseData('1', { title: 'Barsel' }), { snapshotid: 's' }),
      registered(hidden, caseData('2', { ...road, title: 'Vej' }), { snapshotid: 's' }),
      registered(fresh, caseData('3', road), { snapshotid: 's' }),
      completed('s'),
    );
    const restricted = await ask('auditor-of-32');
    expect(fields(restricted)).toEqual([[seen, '/title', 'Sygedagpenge', 'Barsel']]);
    expect(restricted?.missingHere).toEqual([]);
    expect(restricted?.counts).toEqual([]);
    const { body } = await server.ask(QUESTION, { token: 'caseworker', variables: { source } });
    expect(body.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it('leaves no hole in the numbers of a source where equal events were not stored', async () => {
    const [id = ''] = ids(1);
    const capabilities = { sequence: true, notes: false, hop: false, snapshots: true };
    const numbered = (event: Record<string, unknown>, sequence: number) => ({ ...event, sequence: String(sequence) });
    await send(
      numbered(told(source, 'source.registered', system, { name: 'KY', capabilities, expectedInterval: 'PT1H' }), 1),
      numbered(registered(id, caseData('1')), 2),
      numbered(started('s'), 3),
      numbered(registered(id, caseData('1'), { snapshotid: 's' }), 4),
      numbered(completed('s'), 5),
    );
    const mine = (await house.queries.sources({ authority: AUTHORITY })).find((each) => each.source === source);
    expect(mine).toMatchObject({ freshness: { state: 'CURRENT', missing: 0 }, gaps: [], events: 4 });
  });

  it('is one entry of the access log that names what was shown', async () => {
    const [id = ''] = ids(1);
    await send(registered(id, caseData('1')), started('s'));
    await send(registered(id, caseData('1', { title: 'Barsel' }), { snapshotid: 's' }), completed('s'));
    const before = await house.stores.accessLogStore.head();
    await ask();
    const { events } = await house.stores.accessLogStore.readAll(before, 10);
    expect(events.map(({ data }) => data.toString('utf8'))).toEqual([expect.stringContaining(id)]);
    expect(events[0]?.data.toString('utf8')).toMatch(/"action":"VIEW","operation":"reconciliation"/);
  });
});
