import { randomUUID } from 'node:crypto';
import { instantFromDate } from '#contracts';
import { caller } from './graphql-server.js';
import { dataOf, groupOf, LEGACY, openParallelRun, SUCCESSOR, type Report } from './parallel-run-house.js';
import { told } from './told-events.js';

const VIEW = `query ($legacy: ID!, $successor: ID!, $cpr: String!, $asOf: DateTime) {
  byLegacy: case(id: $legacy, asOf: $asOf) { id title documents { totalCount edges { node { cases { case { id } } } } } journalNotes { totalCount edges { node { case { id } } } } }
  bySuccessor: case(id: $successor, asOf: $asOf) { id documents { totalCount } journalNotes { totalCount } }
  party(key: { cpr: $cpr }, asOf: $asOf) {
    cases { totalCount edges { node { id } } } documents { totalCount edges { node { cases { case { id title } } } } }
    timeline(kinds: [CASE_OPENED, JOURNAL_NOTE]) { totalCount edges { node { kind case { id } } } } } }`;
const SEARCH = `query ($number: String!) { searchCases(filter: { caseNumber: $number }) { totalCount edges { node { id } } } }`;
const BY_TEXT = `query ($text: String!) { searchCases(filter: { text: $text }) { totalCount edges { node { id } } } }`;

describe('a parallel run', () => {
  let run: Awaited<ReturnType<typeof openParallelRun>>;

  beforeAll(async () => {
    run = await openParallelRun({
      caseworker: caller('bo', groupOf('caseworker')),
      'of-the-legacy': caller('kim', groupOf('caseworker', { sources: [LEGACY] })),
    });
  });
  beforeEach(() => run.set(`${LEGACY}=${SUCCESSOR}`));
  afterAll(() => run.close());

  const send = (...events: object[]): Promise<string> => run.send(...events);
  const report = (page?: object): Promise<Report> => run.report(page);
  const ask = (question: string, token: string, variables: object) =>
    run.server.ask(question, { token, variables: { ...variables } });
  /** A case that both tell of, with a document and a note at the legacy. */
  async function pair(legacyOver: object = {}, successorOver: object = {}) {
    const { events, ...ids } = run.pairEvents(legacyOver, successorOver);
    const lies = { cases: [{ caseId: ids.legacy, link: 'filed' }] };
    const document = { title: 'Brev', documentType: 'brev', sensitivity: 'confidential', progress: 'final', ...lies };
    const note = {
      caseId: ids.legacy,
      title: 'Opkald',
      text: 'Talt',
      format: 'text',
      author: { kind: 'user', id: 'a' },
      notedOn: '2026-02-01',
    };
    await send(
      ...events,
      told(LEGACY, 'document.registered', `document/${randomUUID()}`, document),
      told(LEGACY, 'journal-note.recorded', `journal-note/${randomUUID()}`, note),
    );
    return ids;
  }
  const ofCase = async (id: string) => (await report()).nodes.filter(({ objectId }) => objectId === id);

  for (const asOf of [null, 'now'])
    it(`shows a pair once, under the successor's id, with what lies on either half${asOf === null ? '' : ', as of a moment too'}`, async () => {
      const { legacy, successor, cpr } = await pair({}, { title: 'Barsel' });
      const moment = asOf === null ? null : instantFromDate(new Date());
      const variables = { legacy, successor, cpr, asOf: moment };
      const answer = dataOf(await ask(VIEW, 'caseworker', variables));
      const there = { case: { id: successor } };
      expect(answer).toEqual({
        byLegacy: {
          id: successor,
          title: 'Barsel',
          documents: { totalCount: 1, edges: [{ node: { cases: [there] } }] },
          journalNotes: { totalCount: 1, edges: [{ node: there }] },
        },
        bySuccessor: { id: successor, documents: { totalCount: 1 }, journalNotes: { totalCount: 1 } },
        party: {
          cases: { totalCount: 1, edges: [{ node: { id: successor } }] },
          documents: { totalCount: 1, edges: [{ node: { cases: [{ case: { id: successor, title: 'Barsel' } }] } }] },
          timeline: {
            totalCount: 2,
            edges: [{ node: { kind: 'JOURNAL_NOTE', ...there } }, { node: { kind: 'CASE_OPENED', ...there } }],
          },
        },
      });
    });

  it('is found once by a search, by the words of either half', async () => {
    const { successor, number } = await pair({ title: 'Rabarberkvarter' }, { title: 'Skovsneglevej' });
    const once = { totalCount: 1, edges: [{ node: { id: successor } }] };
    const search = async (question: string, variables: object) =>
      dataOf(await ask(question, 'caseworker', variables))['searchCases'];
    expect(await search(SEARCH, { number })).toEqual(once);
    expect(await search(BY_TEXT, { text: 'rabarberkvarter' })).toEqual(once);
    expect(await search(BY_TEXT, { text: 'skovsneglevej' })).toEqual(once);
  });

  it('shows the legacy’s half to whoever may not see the successor’s', async () => {
    const { legacy, successor, cpr } = await pair();
    const variables = { legacy, successor, cpr, asOf: null };
    const answer = dataOf(await ask(VIEW, 'of-the-legacy', variables)) as Record<string, unknown>;
    expect(answer).toMatchObject({
      byLegacy: { id: legacy },
      bySuccessor: null,
      party: { cases: { totalCount: 1, edges: [{ node: { id: legacy } }] } },
    });
  });

  it('begins with the setting and ends with it, from the next request', async () => {
    const { number } = await pair({ title: 'A' }, { title: 'B' });
    const count = async () =>
      (
        dataOf(await ask(SEARCH, 'caseworker', { number })) as unknown as {
          searchCases: { totalCount: number };
        }
      ).searchCases.totalCount;
    expect(await count()).toBe(1);
    await run.set('');
    expect(await count()).toBe(2);
    expect((await report()).totalCount).toBe(0);
    await run.set(`${LEGACY}=${SUCCESSOR}`);
    expect(await count()).toBe(1);
  });

  it('ends for a case when it is transferred', async () => {
    const { legacy, successor, cpr } = await pair({ title: 'A' }, { title: 'B' });
    expect(await ofCase(successor)).toHaveLength(1);
    await send(told(LEGACY, 'case.transferred', `case/${legacy}`, { toSource: SUCCESSOR }));
    expect(await ofCase(successor)).toEqual([]);
    const variables = { legacy, successor, cpr, asOf: null };
    const answer = dataOf(await ask(VIEW, 'caseworker', variables));
    expect(answer).toMatchObject({ byLegacy: { id: legacy }, party: { cases: { totalCount: 2 } } });
  });

  it('reports the fields that differ, parties as parties, and not what only tells the two apart', async () => {
    const { successor } = await pair({ progress: 'informed' }, { progress: 'informed', facet: 'G01', parties: [] });
    const differences = await ofCase(successor);
    expect(differences.map(({ path, legacy }) => [path, legacy])).toEqual([
      ['/facet', null],
      ['/parties', [{ role: 'PRIMARY', party: expect.any(String) as string }]],
    ]);
  });

  it('tells since when two values have stood against each other', async () => {
    const { legacy, successor } = await pair({ title: 'A' }, { title: 'B', facet: 'G01' });
    const first = await ofCase(successor);
    await send(told(LEGACY, 'case.attributes-changed', `case/${legacy}`, { title: 'C' }));
    const second = await ofCase(successor);
    const [facet, title] = second;
    expect(facet).toEqual(first[0]);
    expect([title?.legacy, (title?.since ?? '') > (first[1]?.since ?? '')]).toEqual(['C', true]);
    const times = [...(await run.house.recordedTimes()).values()];
    expect(times).toContain(title?.since);
  });

  it('keeps the operator’s verdict while the values stay, and forgets it when they have changed, also back', async () => {
    const { legacy, successor } = await pair({ title: 'A' }, { title: 'B' });
    const sign = async (verdict: string, note: string | null) =>
      run.signOff('operator', (await ofCase(successor))[0]?.id, verdict, note);
    expect(dataOf(await sign('ACCEPTED', null))['signOffDifference']).toMatchObject({
      verdict: 'ACCEPTED',
      note: null,
    });
    await sign('LEGACY_WRONG', 'Rettes ved Karla');
    expect(await ofCase(successor)).toMatchObject([{ verdict: 'LEGACY_WRONG', note: 'Rettes ved Karla' }]);
    await send(told(SUCCESSOR, 'case.progress-changed', `case/${successor}`, { progress: 'closed' }));
    expect((await ofCase(successor)).find(({ path }) => path === '/title')).toMatchObject({ verdict: 'LEGACY_WRONG' });
    await send(told(LEGACY, 'case.attributes-changed', `case/${legacy}`, { title: 'C' }));
    await send(told(LEGACY, 'case.attributes-changed', `case/${legacy}`, { title: 'A' }));
    expect((await ofCase(successor)).find(({ path }) => path === '/title')).toMatchObject({
      legacy: 'A',
      verdict: null,
      note: null,
    });
  });

  it('names in the log who signed off, and forgets the note with the case', async () => {
    const { successor } = await pair({ title: 'A' }, { title: 'B' });
    const id = (await ofCase(successor))[0]?.id;
    const before = await run.house.stores.eventStore.head();
    await run.signOff('operator', id, 'ACCEPTED', 'Karla Eksempel');
    const { events } = await run.house.stores.eventStore.readAll(before, 10);
    const open = async () =>
      (await run.house.stores.vault.open(events)).map(({ name, erased, data: said }) => [name, erased, said]);
    expect(await open()).toEqual([
      ['operation.difference-signed-off', false, expect.objectContaining({ by: 'ole', note: 'Karla Eksempel' })],
    ]);
    expect(events[0]?.data.toString('latin1')).not.toContain('Karla');
    await send(told(SUCCESSOR, 'case.purged', `case/${successor}`, { basis: 'frist' }));
    expect(await open()).toEqual([['operation.difference-signed-off', true, null]]);
  });

  it('is signed off by operators alone, and only what there is', async () => {
    const { legacy, successor } = await pair({ title: 'A' }, { title: 'B' });
    const code = async (id: string, token: string) =>
      (await run.signOff(token, id, 'ACCEPTED', null)).body.errors?.[0]?.extensions.code;
    const id = `${legacy}~${successor}~/title`;
    expect(await code(id, 'auditor')).toBe('FORBIDDEN');
    expect(await code(`${legacy}~${successor}~/kle`, 'operator')).toBe('NOT_FOUND');
    expect(await code(`${randomUUID()}~${successor}~/title`, 'operator')).toBe('NOT_FOUND');
    expect(await code('nothing', 'operator')).toBe('NOT_FOUND');
    expect(await code(id, 'operator')).toBeUndefined();
    const { body } = await run.ask('caseworker', {});
    expect(body.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it('pages through the differences, each once, with the count of all', async () => {
    for (let each = 0; each < 3; each++) await pair({ title: 'A', facet: 'G01' }, { title: 'B' });
    await run.expectPaged();
  });
});
