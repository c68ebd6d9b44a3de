import { createHistory, type History } from '#case-history';
import type { PrivilegeGroup } from '#access';
import { auditorOf, openHouse, scopeOf, type House, type View } from '../../support/house.js';

/* The histories of documents, notes, grants, payments and services, and what stands in no list any more. */

const authority = '29990018';
const source = 'urn:overblik:source:ydelse';
const id = (family: number, index: number): string =>
  `0b1ec700-0000-4000-8000-${String(family).padStart(6, '0')}${String(index).padStart(6, '0')}`;
const [openCase, hiddenCase, removedCase] = [id(1, 1), id(1, 2), id(1, 3)];
const left = { document: id(2, 3), note: id(3, 3), grant: id(4, 4), payment: id(5, 3), service: id(6, 2) };
const elsewhereToo = id(2, 4);
const purgedCase = id(1, 4);
const alone = { document: id(2, 5), note: id(3, 4), grant: id(4, 5), payment: id(5, 4), service: id(6, 3) };
const [elsewhereStill, onNothingKnown, onClassedStill] = [id(2, 6), id(2, 7), id(2, 8)];
const classedCase = id(1, 5);
const [document, hiddenDocument] = [id(2, 1), id(2, 2)];
const [note, correction] = [id(3, 1), id(3, 2)];
const [grant, removedGrant, purgedGrant] = [id(4, 1), id(4, 2), id(4, 3)];
const [payment, oncePaidForAnother] = [id(5, 1), id(5, 2)];
const service = id(6, 1);
const person = { kind: 'person', identifier: { type: 'cpr', value: '6101800001' }, name: 'Anna' };
/** Nobody but his grant, payment and service knows of him. */
const unregistered = { kind: 'person', identifier: { type: 'cpr', value: '6202790002' }, name: 'Bo' };

const caseworker: PrivilegeGroup = { ...auditorOf(authority), role: 'caseworker', kle: ['32'], sensitivity: 2 };
const elsewhere: PrivilegeGroup = { ...caseworker, kle: ['55'] };

let house: House;
let history: History;
let told = 0;

const event = (type: string, subject: string, data: object): object => ({
  specversion: '1.0',
  id: `e${++told}`,
  source,
  type: `dk.overblik.${type}.v1`,
  subject: `${type.split('.')[0] ?? ''}/${subject}`,
  time: new Date(Date.UTC(2026, 0, 1, 8, told)).toISOString(),
  authority,
  data,
});
const ofCase = (caseId: string, kle: string): object =>
  event('case.registered', caseId, {
    caseNumber: kle,
    title: 'Sag',
    kle,
    sensitivity: 'confidential',
    openedOn: '2026-01-01',
    parties: [{ party: person, role: 'primary' }],
  });
const paper = (cases: readonly string[]): object => ({
  title: 'Brev',
  documentType: 'Brev',
  sensitivity: 'confidential',
  progress: 'final',
  cases: cases.map((caseId) => ({ caseId, link: 'filed' })),
});
const noteOn = (caseId: string): object => ({
  caseId,
  title: 'Notat',
  text: 'Ringede',
  format: 'text',
  author: { kind: 'user', id: 'u1' },
  notedOn: '2026-01-02',
});
const benefit = (name: string, kle: string): object => ({ id: name, name, kle, start: '2026-01-01' });
const grantOf = (benefits: readonly object[], party = person, caseId = openCase): object => ({
  grantNumber: 'B1',
  caseId,
  party,
  start: '2026-01-01',
  sensitivity: 'confidential',
  benefits,
});
const paymentOf = (benefitId: string, party = person, grantId = grant): object => ({
  party,
  period: { from: '2026-01-01', to: '2026-01-31' },
  gross: '100.00',
  dispositionDate: '2026-01-31',
  lines: [{ grantId, benefitId, from: '2026-01-01', to: '2026-01-31', amount: '100.00' }],
});

beforeAll(async () => {
  house = await openHouse();
  const { pool, eventStore: store, vault } = house.stores;
  history = createHistory({ pool, store, vault, queries: house.queries });
  const receipts = await house.publish([
    ofCase(openCase, '32.18.04'),
    ofCase(hiddenCase, '27.18.04'),
    event('document.registered', document, paper([openCase, hiddenCase])),
    event('document.attached', document, { caseId: hiddenCase }),
    event('document.registered', hiddenDocument, paper([hiddenCase])),
    event('journal-note.recorded', note, noteOn(openCase)),
    event('journal-note.corrected', correction, { ...noteOn(openCase), supersedes: note }),
    event('grant.granted', grant, grantOf([benefit('open', '32.24.12'), benefit('hidden', '27.24.12')], unregistered)),
    event('grant.benefit-ended', grant, { benefitId: 'hidden', end: '2026-06-30' }),
    event('grant.granted', removedGrant, grantOf([benefit('open', '32.24.12')])),
    event('grant.removed', removedGrant, { reason: 'Fejl' }),
    event('grant.granted', purgedGrant, grantOf([benefit('open', '32.24.12')])),
    event('grant.purged', purgedGrant, { basis: 'Arkivlov' }),
    event('payment.calculated', payment, paymentOf('open', unregistered)),
    event('payment.calculated', oncePaidForAnother, paymentOf('hidden')),
    event('payment.calculated', oncePaidForAnother, paymentOf('open')),
    event('service.started', service, { caseId: openCase, party: unregistered, kind: 'Støtte', kle: '32.24.12' }),
    ofCase(removedCase, '32.18.04'),
    event('document.registered', left.document, paper([removedCase])),
    event('document.registered', elsewhereToo, paper([removedCase, hiddenCase])),
    event('journal-note.recorded', left.note, noteOn(removedCase)),
    event('grant.granted', left.grant, grantOf([benefit('open', '32.24.12')], person, removedCase)),
    event('payment.calculated', left.payment, paymentOf('open', person, left.grant)),
    event('service.started', left.service, { caseId: removedCase, party: person, kind: 'Støtte', kle: '32.24.12' }),
    event('case.removed', removedCase, { reason: 'Fejl' }),
    ofCase(purgedCase, '32.18.04'),
    event('document.registered', alone.document, paper([purgedCase])),
    event('document.registered', elsewhereStill, paper([purgedCase, openCase])),
    ofCase(classedCase, '32.18.04'),
    event('case.visibility-restricted', classedCase, { viewClass: 'adoption' }),
    event('document.registered', onClassedStill, paper([purgedCase, classedCase])),
    event('document.registered', onNothingKnown, paper([id(1, 99)])),
    event('journal-note.recorded', alone.note, noteOn(purgedCase)),
    event('grant.granted', alone.grant, grantOf([benefit('open', '32.24.12')], person, purgedCase)),
    event('payment.calculated', alone.payment, paymentOf('open', person, alone.grant)),
    event('service.started', alone.service, { caseId: purgedCase, party: person, kind: 'Støtte', kle: '32.24.12' }),
    event('case.purged', purgedCase, { basis: 'Arkivlov' }),
  ]);
  expect(receipts.filter(({ status }) => status !== 'accepted')).toEqual([]);
  await house.settle();
});
afterAll(() => house.close());

async function seenBy(held: PrivilegeGroup | readonly PrivilegeGroup[], objectId: string) {
  const groups = [held].flat();
  const page = await history.ofObject(objectId, null, { first: 50, after: null }, scopeOf({ authority, groups }));
  expect(page.totalCount).toBe(page.edges.length);
  return page.edges.map(({ node }) => node);
}
const typesOf = async (group: Parameters<typeof seenBy>[0], objectId: string): Promise<string[]> =>
  (await seenBy(group, objectId)).map(({ type }) => type.replace(/^dk\.overblik\.|\.v1$/g, ''));

describe('the history of an object', () => {
  it('is told of what the caller sees today, and of a note that was corrected', async () => {
    expect(await typesOf(caseworker, note)).toEqual(['journal-note.recorded']);
    expect(await typesOf(caseworker, correction)).toEqual(['journal-note.corrected']);
    expect(await typesOf(caseworker, payment)).toEqual(['payment.calculated']);
    expect(await typesOf(caseworker, service)).toEqual(['service.started']);
    const [first] = await seenBy(caseworker, service);
    expect(first).toMatchObject({ data: { party: { name: 'Bo', identifier: { value: '620279-****' } } } });
    expect(first?.changed).toContainEqual({ path: '/case/id', before: null, after: openCase });
  });

  it('leaves out the cases and benefits that the caller may not see', async () => {
    const [registered, ...others] = await seenBy(caseworker, document);
    expect([registered?.data, others]).toMatchObject([{ cases: [{ caseId: openCase }] }, []]);
    expect(JSON.stringify(registered)).not.toContain(hiddenCase);
    expect(await typesOf(caseworker, grant)).toEqual(['grant.granted']);
    expect(JSON.stringify(await seenBy(caseworker, grant))).not.toContain('hidden');
    const auditor = auditorOf(authority);
    expect(await typesOf(auditor, document)).toEqual(['document.registered', 'document.attached']);
    expect(await typesOf(auditor, grant)).toEqual(['grant.granted', 'grant.benefit-ended']);
  });

  it('is empty for who may not see the object, and for a payment that once was for a hidden benefit', async () => {
    for (const each of [document, note, grant, payment, service]) expect(await typesOf(elsewhere, each)).toEqual([]);
    expect(await typesOf(caseworker, hiddenDocument)).toEqual([]);
    expect(await typesOf(caseworker, oncePaidForAnother)).toEqual([]);
    expect(await typesOf(auditorOf(authority), oncePaidForAnother)).toHaveLength(2);
    expect(await typesOf(auditorOf(authority), id(9, 9))).toEqual([]);
  });

  it('of what was removed or purged is told to auditors alone', async () => {
    for (const gone of [removedGrant, purgedGrant]) expect(await typesOf(caseworker, gone)).toEqual([]);
    expect(await typesOf(auditorOf(authority), removedGrant)).toEqual(['grant.granted', 'grant.removed']);
    const erased = await seenBy(auditorOf(authority), purgedGrant);
    expect(erased.map(({ type }) => type)).toContain('dk.overblik.grant.purged.v1');
    expect(JSON.stringify(erased)).not.toContain('32.24.12');
    expect(await typesOf({ ...elsewhere, role: 'auditor' }, removedGrant)).toEqual([]);
  });

  it('of what was removed is told by an auditor’s right alone, whatever other rights the token has', async () => {
    const both: PrivilegeGroup[] = [{ ...elsewhere, role: 'auditor' }, caseworker];
    expect(await typesOf(both, grant)).toEqual(['grant.granted']);
    for (const gone of [removedGrant, ...Object.values(left)]) expect(await typesOf(both, gone)).toEqual([]);
    const ofRemoved = async (groups: PrivilegeGroup[]): Promise<number> =>
      (await history.ofCase(removedCase, null, { first: 50, after: null }, scopeOf({ authority, groups }))).totalCount;
    expect(await ofRemoved(both)).toBe(0);
    expect(await ofRemoved([{ ...caseworker, role: 'auditor' }])).toBe(2);
  });
});

describe('the history of what lay on a case that was removed', () => {
  const auditor = auditorOf(authority);

  it.each(Object.entries(left))('is told to an auditor as it last was, of a %s', async (_, objectId) => {
    expect(await typesOf(auditor, objectId)).toHaveLength(1);
    expect(await typesOf({ ...caseworker, role: 'auditor' }, objectId)).toHaveLength(1);
    expect(await typesOf({ ...elsewhere, role: 'auditor' }, objectId)).toEqual([]);
    expect(await typesOf(caseworker, objectId)).toEqual([]);
  });

  it('names the case to who may read of it', async () => {
    const [registered] = await seenBy(auditor, left.document);
    expect(registered?.data).toMatchObject({ cases: [{ caseId: removedCase }] });
  });

  it('is judged by the case on which a document still lies', async () => {
    expect(await typesOf({ ...caseworker, role: 'auditor' }, elsewhereToo)).toEqual([]);
    expect(await typesOf(auditor, elsewhereToo)).toEqual(['document.registered']);
  });
});

describe('the history of what lay only on a case that was purged', () => {
  it.each(Object.entries(alone))('is told to an auditor whom nothing restricts, of a %s', async (_, objectId) => {
    const [told, ...others] = await seenBy(auditorOf(authority), objectId);
    expect([told?.erased, others]).toEqual([false, []]);
    // By what the case was judged nobody knows any more, so who is restricted at all is told nothing.
    const restrictions = [{ kle: ['32'] }, { sensitivity: 2 as const }, { sources: [source] }, { units: ['U1'] }];
    for (const restricted of restrictions)
      expect(await typesOf({ ...auditorOf(authority), ...restricted }, objectId)).toEqual([]);
    expect(await typesOf({ ...caseworker, kle: ['*'], sensitivity: 3 }, objectId)).toEqual([]);
  });

  it('tells what the grant gave', async () => {
    const [granted] = await seenBy(auditorOf(authority), alone.grant);
    expect(granted?.data).toMatchObject({ caseId: purgedCase, benefits: [{ id: 'open' }] });
  });

  it('is judged by the case on which a document still lies, and of one that lay on none that is known not told', async () => {
    expect(await typesOf(caseworker, elsewhereStill)).toEqual(['document.registered']);
    expect(await typesOf({ ...elsewhere, role: 'auditor' }, elsewhereStill)).toEqual([]);
    for (const hidden of [onClassedStill, onNothingKnown])
      expect(await typesOf(auditorOf(authority), hidden)).toEqual([]);
  });
});

describe('a party that no register knows', () => {
  const asked = (groups: readonly PrivilegeGroup[], moment = {}): Promise<View | null> =>
    house.party({ cpr: '6202790002' }, { authority, groups }, moment);

  it('is there for who may see what is given to him, and for nobody else', async () => {
    expect(await asked([caseworker])).toMatchObject({
      name: 'Bo',
      grants: { totalCount: 1, nodes: [{ benefits: [{ id: 'open' }] }] },
      payments: { totalCount: 1 },
      services: { totalCount: 1 },
    });
    expect(await asked([elsewhere])).toBeNull();
    const found = await house.queries.searchParties(
      'Bo',
      { first: 5, after: null },
      scopeOf({ authority, groups: [caseworker] }),
    );
    expect(found.totalCount).toBe(1);
    const hidden = await house.queries.searchParties(
      'Bo',
      { first: 5, after: null },
      scopeOf({ authority, groups: [elsewhere] }),
    );
    expect(hidden.totalCount).toBe(0);
  });

  it('is not there twice over: rights of two groups are never put together', async () => {
    // One sees the case but not the benefit's subject, the other the subject but no case.
    const ofCases = { ...caseworker, kle: ['32.18'] };
    const ofSubjects = { ...caseworker, kle: ['32.24'] };
    expect(await asked([ofCases, ofSubjects])).toBeNull();
    expect(await asked([{ ...caseworker, kle: ['32.18', '32.24'] }])).not.toBeNull();
  });

  it('tells the freshness of the sources of what is given to him', async () => {
    const plan = { lists: [], freshness: true, relations: false, histories: false };
    const now = { asOf: null, asKnownAt: null };
    const scope = scopeOf({ authority, groups: [caseworker] });
    const found = await house.queries.party({ cpr: '6202790002' }, scope, now, plan);
    expect(found?.node['freshness']).toMatchObject([{ source, state: 'UNKNOWN' }]);
  });
});
