import { createHistory } from '#case-history';
import { openDeletion, type Deletion } from '#deletion';
import { openHouse, scopeOf, type House } from '../../support/house.js';
import { tablesOf, wordsLost } from '../../support/tables.js';
import {
  AUTHORITY,
  CASE,
  CPR,
  NAME,
  NOTE,
  NOTE_TEXT,
  OTHER_CASE,
  PERSON,
  TITLE,
  caseOf,
  event,
  story,
} from './told.js';

const viewer = { authority: AUTHORITY };
const scope = scopeOf({ authority: AUTHORITY });
const page = { first: 50, after: null };
const plan = { lists: [], freshness: false, relations: false, histories: false };

describe('an erasure', () => {
  let house: House;
  let deletion: Deletion;
  beforeEach(async () => {
    house = await openHouse();
    deletion = openDeletion(house.stores);
    for (const receipt of await house.publish(story)) expect(receipt.status).toBe('accepted');
    await house.settle();
  });
  afterEach(() => house.close());

  const erase = async (family: string, objectId: string): Promise<void> => {
    await deletion.eraser.erase({ authority: AUTHORITY, family, objectId }, 'Sag 24/1177', 'dpo-1');
    await house.settle();
  };
  const partyId = async (): Promise<string> => {
    const found = await house.queries.party({ cpr: CPR }, scope, { asOf: null, asKnownAt: null }, plan);
    return String(found?.node['id']);
  };
  /** When the last of what is stored was recorded. */
  const lastTime = async (): Promise<string> => [...(await house.recordedTimes()).values()].at(-1) ?? '';
  const history = () => {
    const { pool, eventStore: store, vault } = house.stores;
    return createHistory({ pool, store, vault, queries: house.queries });
  };
  /** Every text of every table that queries read, and of the vocabulary. */
  const everyRow = async (): Promise<string> => {
    const { rows } = await house.stores.pool.query<{ name: string }>(
      `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
        where table_schema in ('overview', 'overview_data') and table_type = 'BASE TABLE'`,
    );
    const texts: string[] = [];
    for (const { name } of rows) {
      const found = await house.stores.pool.query<{ text: string | null }>(
        `select string_agg(t::text, ' ') as text from ${name} t`,
      );
      texts.push(found.rows[0]?.text ?? '');
    }
    return texts.join('\n').toLowerCase();
  };

  it('of a case leaves nothing of it in any view, search or table, at no moment', async () => {
    expect(await everyRow()).toContain(TITLE.toLowerCase());
    const before = await lastTime();
    await erase('case', CASE);
    expect(await house.case(CASE, viewer)).toBeNull();
    expect(await house.case(CASE, viewer, { asKnownAt: before })).toBeNull();
    expect((await house.queries.searchCases({ text: TITLE }, null, page, scope)).totalCount).toBe(0);
    expect(await everyRow()).not.toContain(TITLE.toLowerCase());
    expect(await house.case(OTHER_CASE, viewer)).not.toBeNull();
    expect(await wordsLost(house.stores.pool)).toEqual([]);
  });

  it('of a note leaves its case', async () => {
    await erase('journal-note', NOTE);
    expect(await house.case(CASE, viewer)).toMatchObject({ journalNotes: { totalCount: 0 } });
    expect(await everyRow()).not.toContain(NOTE_TEXT.toLowerCase());
  });

  it('of a person leaves his cases without his name and number', async () => {
    expect(await house.case(CASE, viewer)).toMatchObject({ parties: [expect.anything()] });
    const id = await partyId();
    const before = await lastTime();
    await erase('party', id);
    expect(await house.party({ cpr: CPR }, viewer)).toBeNull();
    expect(await house.party({ id }, viewer)).toBeNull();
    expect(await house.party({ id }, viewer, { asKnownAt: before })).toBeNull();
    expect(await house.case(CASE, viewer)).toMatchObject({ title: TITLE, parties: [] });
    expect((await house.queries.searchParties(NAME, page, scope)).totalCount).toBe(0);
    for (const told of [NAME.toLowerCase(), 'karlagunda', CPR, 'raevehoejvaenget', 'rævehøjvænget'])
      expect([told, (await everyRow()).includes(told)]).toEqual([told, false]);
  });

  it('is told of in the history: when, on what basis, by whom', async () => {
    const id = await partyId();
    const before = await lastTime();
    await erase('case', CASE);
    await erase('party', id);
    const ofCase = await history().ofCase(CASE, null, page, scope);
    expect(ofCase.edges.map(({ node }) => [node.erased, node.erasure?.basis, node.erasure?.by])).toEqual([
      [true, 'Sag 24/1177', 'dpo-1'],
      [false, undefined, undefined],
    ]);
    const ofParty = await history().ofParty(id, null, page, scope);
    expect(ofParty.edges.map(({ node }) => [node.type, node.erased, node.erasure?.basis])).toEqual([
      ['dk.overblik.party.registered.v1', true, 'Sag 24/1177'],
      ['dk.overblik.party.address-changed.v1', true, 'Sag 24/1177'],
      ['dk.overblik.erasure.party-erased.v1', false, undefined],
    ]);
    expect(JSON.stringify(ofParty)).not.toMatch(/Karla|6101/);
    const early = await history().ofParty(id, before, page, scope);
    expect(early.edges.map(({ node }) => node.erasure?.basis)).toContain('Sag 24/1177');
  });

  it('is followed by a new party where the number is named again', async () => {
    const id = await partyId();
    await erase('party', id);
    const again = caseOf('f0a3b0a6-7c0f-4c3e-9f5e-1c1f0d3f5a15', 'En ny sag');
    expect(await house.publish([again])).toMatchObject([{ status: 'accepted' }]);
    await house.settle();
    const found = await house.party({ cpr: CPR }, viewer);
    expect(found).toMatchObject({ name: NAME, cases: { totalCount: 1 } });
    expect(found?.['id']).not.toBe(id);
    expect(await house.case(CASE, viewer)).toMatchObject({ parties: [] });
    expect(await house.party({ id }, viewer)).toBeNull();
    await erase('party', await partyId());
    expect(await house.party({ cpr: CPR }, viewer)).toBeNull();
    await house.publish([caseOf('f0a3b0a6-7c0f-4c3e-9f5e-1c1f0d3f5a16', 'En tredje sag')]);
    await house.settle();
    expect(await house.party({ cpr: CPR }, viewer)).toMatchObject({ cases: { totalCount: 1 } });
  });

  it('lets nothing of the object in again, and tells an exact repeat by its receipt', async () => {
    await erase('case', CASE);
    await erase('party', await partyId());
    const receipts = await house.publish([
      story[0],
      event('case.progress-changed', CASE, { data: { progress: 'informed' } }),
      story[3],
      event('party.name-changed', PERSON, { data: { name: NAME } }),
    ]);
    expect(receipts).toMatchObject([
      { status: 'duplicate', position: expect.any(String) as string },
      { status: 'quarantined', problem: { rule: 'purged-object' } },
      { status: 'duplicate' },
      { status: 'quarantined', problem: { rule: 'purged-object' } },
    ]);
    const shown = await house.intake.desk.show(receipts[1]?.quarantineId ?? '');
    expect(shown?.event).toBeUndefined();
  });

  it('of a person forgets him in the quarantine too, whosever event it was', async () => {
    const bad = caseOf('f0a3b0a6-7c0f-4c3e-9f5e-1c1f0d3f5a17', 'Uden KLE');
    const broken = { ...bad, data: { ...(bad['data'] as object), kle: 'ingen' } };
    const [refused] = await house.publish([broken]);
    const entry = refused?.quarantineId ?? '';
    expect((await house.intake.desk.show(entry))?.event).toEqual(broken);
    await erase('party', await partyId());
    expect((await house.intake.desk.show(entry))?.event).toBeUndefined();
  });

  it('shows the same after a rebuild', async () => {
    const id = await partyId();
    await erase('journal-note', NOTE);
    await erase('party', id);
    await erase('case', CASE);
    const before = await tablesOf(house.stores.pool);
    for (const { name } of await house.runner.positions()) await house.runner.rebuild(name);
    await house.settle();
    const after = await tablesOf(house.stores.pool);
    for (const table of ['case_current', 'case_words', 'note_current', 'party_current', 'mention', 'case_party'])
      expect([table, after[table]]).toEqual([table, before[table]]);
    expect(await house.case(OTHER_CASE, viewer)).toMatchObject({ parties: [] });
    const told = await history().ofParty(id, null, page, scope);
    expect(told.edges.map(({ node }) => node.erased)).toEqual([true, true, false]);
  });

  it('answers the same when it is asked for again, whoever asks', async () => {
    const target = { authority: AUTHORITY, family: 'case', objectId: CASE };
    const first = await deletion.eraser.erase(target, 'Sag 24/1177', 'dpo-1');
    const [again] = await Promise.all([deletion.eraser.erase(target, 'En anden', 'dpo-2')]);
    expect(again).toEqual(first);
  });

  it('is refused of what is not there, and without a basis', async () => {
    const target = { authority: AUTHORITY, family: 'case', objectId: PERSON };
    await expect(deletion.eraser.erase(target, 'x', 'y')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(
      deletion.eraser.erase({ ...target, objectId: CASE, authority: '29189714' }, 'x', 'y'),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(deletion.eraser.erase({ ...target, objectId: CASE }, ' ', 'y')).rejects.toMatchObject({
      code: 'BLANK_BASIS',
    });
  });
});
