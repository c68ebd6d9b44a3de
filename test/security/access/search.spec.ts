import type { PrivilegeGroup } from '#access';
import type { Instant } from '#contracts';
import { auditorOf, openHouse, scopeOf, type House } from '../../support/house.js';
import { authorities } from '../../properties/authorities.js';

/* What a search must not tell: hidden objects, protected names, and what was removed or purged. */

const SOURCE = 'urn:overblik:source:alfa';
const uuid = (family: number, n: number): string =>
  `00000000-0000-4000-8000-00000000${family}0${String(n).padStart(2, '0')}`;
const nextAuthority = authorities(60_000_000);
let house: House;
let authority: string;
let told: number;
beforeAll(async () => {
  house = await openHouse();
});
beforeEach(() => {
  authority = nextAuthority();
  told = 0;
});
afterAll(() => house.close());

async function tell(type: string, subject: string, data: object): Promise<void> {
  const n = ++told;
  const event = {
    specversion: '1.0',
    id: `e${n}`,
    source: SOURCE,
    type: `dk.overblik.${type}.v1`,
    subject: `${type.slice(0, type.indexOf('.'))}/${subject}`,
    time: new Date(Date.UTC(2024, 0, 1) + n * 60_000).toISOString(),
    authority,
    data,
  };
  const [receipt] = await house.publish([event]);
  expect(receipt).toMatchObject({ status: 'accepted' });
}

const ref = (value: string, name: string): object => ({ kind: 'person', identifier: { type: 'cpr', value }, name });
const caseData = (title: string, more: object = {}): object => ({
  caseNumber: `S-${told}`,
  title,
  kle: '32.18.04',
  sensitivity: 'confidential',
  openedOn: '2024-01-01',
  parties: [],
  ...more,
});
const noteData = (caseId: string, text: string): object => ({
  caseId,
  title: 'Notat',
  text,
  format: 'text',
  author: { kind: 'user', id: 'u1' },
  notedOn: '2024-01-01',
});
const documentData = (title: string, caseIds: readonly string[]): object => ({
  title,
  documentType: 'Brev',
  sensitivity: 'confidential',
  progress: 'final',
  cases: caseIds.map((caseId) => ({ caseId, link: 'filed' })),
});

async function search(text: string, groups?: readonly PrivilegeGroup[], first = 3, after: string | null = null) {
  await house.settle();
  const scope = scopeOf(groups === undefined ? { authority } : { authority, groups });
  const { edges, pageInfo, totalCount } = await house.queries.search(text, null, { first, after }, scope);
  return { edges: edges.map(({ cursor, node }) => ({ cursor, node })), pageInfo: { ...pageInfo }, totalCount };
}

it('tells nothing of hidden objects: with them and without, each page, total and cursor is the same', async () => {
  const groups = [{ ...auditorOf(authority), role: 'caseworker' as const, kle: ['32'], sensitivity: 1 as const }];
  for (let n = 0; n < 5; n++) {
    await tell('case.registered', uuid(1, n * 2), caseData(n % 2 === 0 ? 'Boligstøtte' : 'Boligstotte'));
    await tell('journal-note.recorded', uuid(3, n * 2), noteData(uuid(1, n * 2), 'Om boligstøtte'));
  }
  await tell('party.registered', uuid(4, 0), {
    kind: 'person',
    name: 'Boligstøtte Hansen',
    identifiers: [{ type: 'cpr', value: '6101800001' }],
  });
  const pages = async (): Promise<unknown[]> => {
    const found: unknown[] = [];
    for (let after: string | null = null; ;) {
      const page = await search('boligstøtte', groups, 3, after);
      found.push(page);
      after = page.pageInfo.endCursor;
      if (!page.pageInfo.hasNextPage) return found;
    }
  };
  const before = await pages();
  expect(before).toHaveLength(4);
  const secret = { kle: '27.18.02', parties: [{ role: 'primary', party: ref('6202790002', 'Boligstøtte Skjult') }] };
  for (let n = 0; n < 5; n++) {
    await tell(
      'case.registered',
      uuid(1, n * 2 + 1),
      caseData('Boligstøtte boligstøtte', n % 2 === 0 ? secret : { sensitivity: 'vip' }),
    );
    await tell('journal-note.recorded', uuid(3, n * 2 + 1), noteData(uuid(1, n * 2 + 1), 'Om boligstøtte'));
    await tell('document.registered', uuid(2, n), documentData('Boligstøtte', [uuid(1, n * 2 + 1)]));
  }
  expect(await pages()).toEqual(before);
  expect((await search('boligstøtte')).totalCount).toBe(11 + 15 + 1);
});

it('finds a protected name or address by no text, whoever asks, and shows it in no snippet', async () => {
  await tell('party.registered', uuid(4, 0), {
    kind: 'person',
    name: 'Hemmelig Hansen',
    identifiers: [{ type: 'cpr', value: '6101800001' }],
  });
  await tell('party.address-changed', uuid(4, 0), { lines: ['Skjulestedet 7'] });
  await tell(
    'case.registered',
    uuid(1, 0),
    caseData('Sag', { parties: [{ role: 'primary', party: ref('6101800001', 'Hemmelig Hansen') }] }),
  );
  expect((await search('hemmelig')).totalCount).toBe(2);
  await tell('party.protection-set', uuid(4, 0), { kind: 'nameAndAddress' });
  for (const text of ['hemmelig', 'hansen', 'hemmelig hansen', 'skjulestedet', 'hemmelg'])
    expect((await search(text)).totalCount).toBe(0);
  const byNumber = await search('610180-0001');
  expect(byNumber.edges.map(({ node }) => [node['kind'], node['title'], node['snippet']])).toEqual([
    ['PARTY', 'Navnet er beskyttet', null],
  ]);
  expect(JSON.stringify(await search('sag'))).not.toContain('Hemmelig');
});

it('finds whom only a case names, and shows him in its snippet, right after searches that met nobody of the kind', async () => {
  await tell('case.registered', uuid(1, 0), caseData('Boligstøtte'));
  expect((await search('boligstøtte')).totalCount).toBe(1);
  await tell(
    'case.registered',
    uuid(1, 1),
    caseData('Sag', { parties: [{ role: 'primary', party: ref('6101800001', 'Skytte Holm') }] }),
  );
  const { edges } = await search('skytte');
  expect(edges.map(({ node }) => [node['kind'], node['title'], node['snippet']])).toEqual([
    ['PARTY', 'Skytte Holm', '<mark>Skytte</mark> Holm'],
    ['CASE', 'Sag', '<mark>Skytte</mark> Holm'],
  ]);
  await tell(
    'case.registered',
    uuid(1, 2),
    caseData('Holm', { parties: [{ role: 'primary', party: ref('6101800001', 'Skytte Holm') }] }),
  );
  const hidden = [{ ...auditorOf(authority), role: 'caseworker' as const, kle: ['27'], sensitivity: 3 as const }];
  expect((await search('skytte', hidden)).totalCount).toBe(0);
  expect((await search('boligstøtte')).totalCount).toBe(1);
});

it('shows a grant without benefits to nobody: no search, no list, no look-up and no past', async () => {
  const benefit = { id: 'b1', name: 'Boligstøtte', kle: '32.18.04', start: '2024-01-01' };
  const party = ref('6101800001', 'Anna Berg');
  const granted = (grantNumber: string, benefits: readonly object[]): object => ({
    grantNumber,
    caseId: uuid(1, 0),
    party,
    start: '2024-01-01',
    reason: 'Bevilget',
    sensitivity: 'confidential',
    benefits,
  });
  await tell('case.registered', uuid(1, 0), caseData('Sag', { parties: [{ role: 'primary', party }] }));
  await tell('grant.granted', uuid(5, 0), granted('Bev-0', []));
  await tell('grant.granted', uuid(5, 1), granted('Bev-1', [benefit]));
  expect((await search('bev')).edges.map(({ node }) => node['objectId'])).toEqual([uuid(5, 1)]);
  const scope = scopeOf({ authority });
  const grants = { kind: 'grants', key: 'grants', first: 5, after: null } as const;
  for (const asOf of [null, '2024-06-01T00:00:00.000000Z' as Instant]) {
    const moment = { asOf, asKnownAt: null };
    const listed = await house.queries.listOf('case', [uuid(1, 0)], grants, scope, moment);
    expect(listed.get(uuid(1, 0))?.edges.map(({ node }) => node.id)).toEqual([uuid(5, 1)]);
    const found = await house.queries.grantsByIds([uuid(5, 0), uuid(5, 1)], scope, moment);
    expect([...found.keys()]).toEqual([uuid(5, 1)]);
  }
  expect(await house.queries.toldObject(uuid(5, 0), scope)).toBeNull();
});

describe('what is no more', () => {
  const families: [string, string, () => Promise<void>][] = [
    ['case', uuid(1, 1), () => tell('case.registered', uuid(1, 1), caseData('Glemmes'))],
    ['document', uuid(2, 1), () => tell('document.registered', uuid(2, 1), documentData('Glemmes', []))],
    [
      'journal-note',
      uuid(3, 1),
      async () => {
        await tell('case.registered', uuid(1, 1), caseData('Sag'));
        await tell('journal-note.recorded', uuid(3, 1), noteData(uuid(1, 1), 'Dette glemmes'));
      },
    ],
  ];
  const remembered = async (word: string): Promise<number> => {
    await house.settle();
    const asked = 'select count(*)::int as n from overview.word_part where authority = $1 and word = $2';
    // The sweep comes after the page.
    for (let tries = 0; ; tries++) {
      const { rows } = await house.database.pool.query<{ n: number }>(asked, [authority, word]);
      const { rows: doubts } = await house.database.pool.query(
        'select from overview.doubted_word where authority = $1',
        [authority],
      );
      if (doubts.length === 0 || tries === 200) return rows[0]?.n ?? 0;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };

  it.each(families)('is found no more when a %s is removed, and its words are forgotten', async (family, id, make) => {
    await make();
    expect((await search('glemmes')).totalCount).toBe(1);
    await tell(`${family}.removed`, id, { reason: 'Fejl' });
    expect((await search('glemmes')).totalCount).toBe(0);
    expect(await remembered('glemmes')).toBe(0);
  });

  it.each(families)(
    'is found no more when a %s is purged, and its words are forgotten, its earlier ones too',
    async (family, id, make) => {
      await make();
      if (family === 'case') await tell('case.attributes-changed', id, { title: 'Andet' });
      if (family === 'document') await tell('document.registered', id, documentData('Andet', []));
      if (family === 'journal-note') await tell('journal-note.recorded', id, noteData(uuid(1, 1), 'Andet'));
      expect([(await search('andet')).totalCount, (await search('glemmes')).totalCount]).toEqual([1, 0]);
      await tell(`${family}.purged`, id, { basis: 'Frist' });
      expect((await search('andet')).totalCount).toBe(0);
      expect([await remembered('andet'), await remembered('glemmes')]).toEqual([0, 0]);
      const left = await house.database.pool.query('select from overview.note_words where authority = $1', [authority]);
      expect(left.rows).toEqual([]);
    },
  );
});
