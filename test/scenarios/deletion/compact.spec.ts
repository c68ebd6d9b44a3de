import { setTimeout as sleep } from 'node:timers/promises';
import { createAccessLog, type AccessEntry } from '#access';
import { compact, compactWhenDue, openDeletion, type Deletion } from '#deletion';
import { openTestDatabase } from '../../support/database.js';
import { openHouse, type House } from '../../support/house.js';
import { databaseFolder, filesWith } from './files.js';
import { AUTHORITY, CASE, CPR, NAME, NOTE_TEXT, OTHER_CASE, TITLE, event, karla, story } from './told.js';

const viewer = { authority: AUTHORITY };
const STREET = 'Rævehøjvænget';
const WORD = 'raevehoejvaenget';
const ERASED = [TITLE, NOTE_TEXT, NAME, CPR, STREET, WORD, 'karlagunda', 'vandskadeerstatningssagen'];

/** What a caseworker searched for. */
const search: AccessEntry = {
  at: '2026-05-01T10:00:00.000000Z',
  authority: AUTHORITY,
  user: 'bo',
  userName: null,
  unit: null,
  roles: ['caseworker'],
  grounds: [],
  action: 'SEARCH',
  operation: 'searchParties',
  purpose: 'sagsbehandling',
  parties: [],
  objects: [],
  searchText: `hvor bor ${NAME}`,
  hits: 0,
  asked: [],
  denied: null,
  asOf: null,
  asKnownAt: null,
  hopOrigin: null,
  transactionId: '9b2d8f6e-0000-4000-8000-000000000000',
  ip: null,
};

describe('compacting', () => {
  let house: House;
  let deletion: Deletion;
  beforeEach(async () => {
    house = await openHouse();
    deletion = openDeletion(house.stores);
    await house.publish(story);
    await house.settle();
    // So much that PostgreSQL would keep statistics of it, were it let.
    const many = Array.from({ length: 300 }, (_, number) =>
      event('case.progress-changed', CASE, { id: `p${number}`, data: { progress: 'informed', statusText: TITLE } }),
    );
    await house.publish(many);
    await house.settle();
    await house.stores.pool.query('analyze');
  });
  afterEach(() => house.close());

  const eraseAll = async (): Promise<string> => {
    const { rows } = await house.stores.pool.query<{ id: string }>('select party_id as id from overview.party_current');
    const party = rows[0]?.id ?? '';
    const note = String(story[2]?.['subject']).slice('journal-note/'.length);
    for (const [family, objectId] of [
      ['case', CASE],
      ['journal-note', note],
      ['party', party],
    ] as const)
      await deletion.eraser.erase({ authority: AUTHORITY, family, objectId }, 'Sag 24/1177', 'dpo-1');
    await house.settle();
    return party;
  };

  it('leaves no byte of what was erased in any file of the database, while all goes on', async () => {
    const folder = await databaseFolder(house.stores.pool);
    const before = filesWith(folder, ERASED);
    for (const text of ERASED) expect([text, before.some((found) => found.startsWith(text))]).toEqual([text, true]);
    await eraseAll();
    const { tables } = await compact(house.stores);
    expect(tables).toBeGreaterThan(10);
    expect(filesWith(await databaseFolder(house.stores.pool), ERASED)).toEqual([]);
    expect(await house.case(OTHER_CASE, viewer)).toMatchObject({ title: 'Boligstøtte', parties: [] });
    await house.publish([event('case.progress-changed', OTHER_CASE, { data: { progress: 'closed' } })]);
    await house.settle();
    expect(await house.case(OTHER_CASE, viewer)).toMatchObject({ progress: 'CLOSED' });
  });

  it('leaves no byte of documents, grants, payments and services either', async () => {
    const ids = Object.fromEntries(
      ['document', 'grant', 'payment', 'service'].map((family, n) => [
        family,
        `f0a3b0a6-7c0f-4c3e-9f5e-1c1f0d3f5b0${n}`,
      ]),
    );
    const { document = '', grant = '', payment = '', service = '' } = ids;
    const words = [
      'Skimmelsvamprapporten',
      'B-4711-KVITTEN',
      'Tandgebisydelsen',
      'Fodplejefirmaet',
      'Fejludbetalingsordet',
    ];
    const [title, grantNumber, name, provider, reason] = words;
    const benefit = { id: 'b1', name, kle: '32.24.12', start: '2026-03-01' };
    const period = { from: '2026-03-01', to: '2026-03-31' };
    const receipts = await house.publish([
      event('document.registered', document, {
        data: {
          title,
          documentType: 'Rapport',
          sensitivity: 'notConfidential',
          progress: 'received',
          cases: [{ caseId: OTHER_CASE, link: 'filed' }],
        },
      }),
      event('grant.granted', grant, {
        data: {
          grantNumber,
          caseId: OTHER_CASE,
          party: karla,
          start: '2026-03-01',
          reason: name,
          sensitivity: 'notConfidential',
          benefits: [benefit],
        },
      }),
      event('payment.calculated', payment, {
        data: {
          party: karla,
          period,
          gross: '4711.00',
          dispositionDate: '2026-03-31',
          lines: [{ grantId: grant, benefitId: 'b1', ...period, amount: '4711.00' }],
        },
      }),
      event('payment.reversed', payment, { data: { amount: '4711.00', reason } }),
      event('service.started', service, {
        data: { caseId: OTHER_CASE, party: karla, kind: 'Fodpleje', kle: '32.24.12', provider },
      }),
    ]);
    expect(receipts.map(({ status }) => status)).toEqual(receipts.map(() => 'accepted'));
    await house.settle();
    const folder = await databaseFolder(house.stores.pool);
    for (const text of [title, grantNumber, name, provider]) expect(filesWith(folder, [String(text)])).not.toEqual([]);
    for (const [family, objectId] of Object.entries(ids))
      await deletion.eraser.erase({ authority: AUTHORITY, family, objectId }, 'Sag 24/1177', 'dpo-1');
    await house.settle();
    await compact(house.stores);
    expect(filesWith(await databaseFolder(house.stores.pool), words)).toEqual([]);
    expect(await house.case(OTHER_CASE, viewer)).toMatchObject({ title: 'Boligstøtte' });
  });

  it('would not be needed for statistics: of what was told none are kept', async () => {
    const { rows } = await house.stores.pool.query<{ values: string | null }>(
      `select string_agg(concat_ws(' ', most_common_vals::text, histogram_bounds::text, most_common_elems::text), ' ') as values
         from pg_stats where schemaname in ('overblik', 'overview', 'overview_data')`,
    );
    expect(rows[0]?.values).toContain(AUTHORITY);
    for (const text of ERASED) expect([text, rows[0]?.values?.includes(text)]).toEqual([text, false]);
  });

  it('waits for whoever could still see what was erased, in another database of the server too', async () => {
    const other = await openTestDatabase();
    const open = await other.pool.connect();
    await open.query('begin');
    await open.query('select pg_current_xact_id()');
    await eraseAll();
    let isDone = false;
    const compacting = compact(house.stores).then(() => (isDone = true));
    await sleep(500);
    expect(isDone).toBe(false);
    await open.query('commit');
    open.release();
    await compacting;
    expect(filesWith(await databaseFolder(house.stores.pool), ERASED)).toEqual([]);
    await other.close();
  });

  it('takes along the generation that is kept to go back to', async () => {
    await house.runner.rebuild('case-overview');
    await eraseAll();
    await compact(house.stores);
    expect((await house.runner.generations()).map(({ status }) => status)).not.toContain('kept');
    expect(filesWith(await databaseFolder(house.stores.pool), [TITLE])).toEqual([]);
  });

  it('happens by itself where something was erased since, and then not again that day', async () => {
    expect(await compactWhenDue(house.stores)).toBeNull();
    await eraseAll();
    expect(await compactWhenDue(house.stores)).not.toBeNull();
    expect(await compactWhenDue(house.stores)).toBeNull();
  });

  it('leaves of an access entry who looked, when and why, and not whom he searched for', async () => {
    const { accessLogStore, accessParts } = house.stores;
    const log = createAccessLog({ store: accessLogStore, seal: accessParts.seal });
    await log.record(search);
    await log.record({ ...search, action: 'DENIED', searchText: null, asked: [CPR] });
    await log.record({ ...search, searchText: 'en anden' });
    const parts = async () => {
      const { events } = await accessLogStore.readAll(0, 100);
      return Promise.all(
        events.map(async ({ eventId, data }) => {
          const entry = JSON.parse(data.toString('utf8')) as Parameters<typeof accessParts.open>[1];
          return { purpose: entry.purpose, user: entry.user, part: await accessParts.open(eventId, entry) };
        }),
      );
    };
    expect((await parts()).map(({ part }) => part?.searchText ?? part?.asked[0])).toEqual([
      search.searchText,
      CPR,
      'en anden',
    ]);
    await eraseAll();
    const left = await parts();
    expect(left.map(({ part }) => part?.searchText)).toEqual([undefined, undefined, 'en anden']);
    for (const { purpose, user } of left) expect([purpose, user]).toEqual(['sagsbehandling', 'bo']);
  });
});
