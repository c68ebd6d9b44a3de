import { randomUUID } from 'node:crypto';
import type { PrivilegeGroup } from '#access';
import { createHistory, type History } from '#case-history';
import { operationEvent } from '#intake';
import { authorities } from '../../properties/authorities.js';
import { auditorOf, openHouse, scopeOf, type House } from '../../support/house.js';
import { createTeller, type Teller } from '../../support/teller.js';

/* A link is told to who sees both ends, in histories too. The caseworker sees 32; what is of 27 is hidden from him. */

const SOURCE = 'urn:overblik:source:alfa';
const OTHER = 'urn:overblik:source:beta';
const uuid = (n: number): string => `00000000-0000-4000-8000-0000000072${String(n).padStart(2, '0')}`;
const seen = uuid(1);
const alsoSeen = uuid(2);
const hidden = uuid(3);
const nextAuthority = authorities(22_000_000);
let house: House;
let history: History;
let teller: Teller;
beforeAll(async () => {
  house = await openHouse();
  const { pool, eventStore: store, vault } = house.stores;
  history = createHistory({ pool, store, vault, queries: house.queries });
});
beforeEach(async () => {
  teller = createTeller(house, nextAuthority(), SOURCE);
  await teller.tell('case.registered', alsoSeen, caseOf('32.18.04'));
  await teller.tell('case.registered', hidden, caseOf('27.18.04'));
});
afterAll(() => house.close());

const caseOf = (kle: string, more: object = {}): object => ({
  caseNumber: 'S-1',
  title: 'Sag',
  kle,
  sensitivity: 'confidential',
  openedOn: '2024-01-01',
  parties: [],
  ...more,
});
const documentOn = (caseId: string): object => ({
  title: 'Brev',
  documentType: 'Brev',
  sensitivity: 'confidential',
  progress: 'final',
  cases: [{ caseId, link: 'filed' }],
});
const noteOn = (caseId: string, text: string): object => ({
  caseId,
  title: 'Notat',
  text,
  format: 'text',
  author: { kind: 'user', id: 'u1' },
  notedOn: '2024-01-01',
});
const scope = (role: PrivilegeGroup['role'] = 'caseworker', kle: readonly string[] = ['32']) =>
  scopeOf({ authority: teller.authority, groups: [{ ...auditorOf(teller.authority), role, kle }] });
const page = { first: 50, after: null };

async function entries(
  of: 'ofCase' | 'ofObject',
  id: string,
  who = scope(),
): Promise<{ types: string[]; text: string }> {
  const { edges, totalCount } = await history[of](id, null, page, who);
  expect(totalCount).toBe(edges.length);
  const types = edges.map(({ node }) => node.type.split('.').slice(-2, -1)[0] ?? '');
  return { types, text: JSON.stringify(edges) };
}

it('tells in the history of a case of no other case that is hidden', async () => {
  await teller.tell('case.registered', seen, caseOf('32.18.04', { parentCaseId: hidden }));
  await teller.tell('case.related', seen, { kind: 'other', caseId: hidden });
  await teller.tell('case.related', seen, { kind: 'precedent', caseId: alsoSeen });
  await teller.tell('case.unrelated', seen, { kind: 'other', caseId: hidden });
  await teller.tell('case.registered', seen, caseOf('32.18.04', { parentCaseId: alsoSeen }));
  const told = await entries('ofCase', seen);
  expect(told.types).toEqual(['registered', 'related', 'registered']);
  expect(told.text).not.toContain(hidden);
  expect(told.text.split(alsoSeen)).toHaveLength(3);
  const whole = await entries('ofCase', seen, scope('auditor', ['*']));
  expect(whole.types).toEqual(['registered', 'related', 'related', 'unrelated', 'registered']);
});

it('tells in the history of a document of no other document that is hidden', async () => {
  await teller.tell('case.registered', seen, caseOf('32.18.04'));
  const [document, open, closed] = [uuid(11), uuid(12), uuid(13)];
  await teller.tell('document.registered', document, documentOn(seen));
  await teller.tell('document.registered', open, documentOn(seen));
  await teller.tell('document.registered', closed, documentOn(hidden));
  await teller.tell('document.related', document, { kind: 'answers', documentId: open });
  await teller.tell('document.related', document, { kind: 'answers', documentId: closed });
  const told = await entries('ofObject', document);
  expect(told.types).toEqual(['registered', 'related']);
  expect(told.text).not.toContain(closed);
  expect((await entries('ofObject', document, scope('caseworker', ['*']))).types).toHaveLength(3);
});

it('tells in the history of a note of nothing that it said while it lay on a hidden case', async () => {
  const note = uuid(21);
  await teller.tell('journal-note.recorded', note, noteOn(hidden, 'Hemmeligt'));
  await teller.tell('journal-note.recorded', note, noteOn(alsoSeen, 'Åbent'));
  const told = await entries('ofObject', note);
  expect(told.types).toEqual(['recorded']);
  expect(told.text).not.toContain(hidden);
  expect(told.text).not.toContain('Hemmeligt');
});

it('tells an auditor of a removed note what lay on a case that was removed or purged', async () => {
  const note = uuid(22);
  await teller.tell('journal-note.recorded', note, noteOn(hidden, 'Først'));
  await teller.tell('journal-note.recorded', note, noteOn(alsoSeen, 'Siden'));
  await teller.tell('journal-note.removed', note, { reason: 'Fejl' });
  await teller.tell('case.purged', hidden, { basis: 'Frist' });
  await teller.tell('case.removed', alsoSeen, { reason: 'Fejl' });
  const told = await entries('ofObject', note, scope('auditor', ['*']));
  expect(told.types).toEqual(['recorded', 'recorded', 'removed']);
});

it('leads from the half of a pair that is hidden to no other, and tells of its history nothing', async () => {
  const [legacy, successor] = [uuid(31), uuid(32)];
  await teller.tell('case.registered', legacy, caseOf('27.18.04', { caseNumber: 'P' }));
  await teller.tell('case.registered', successor, caseOf('32.18.04', { caseNumber: 'P' }), { source: OTHER });
  const act = { actId: randomUUID(), key: 'parallelRun', value: `${SOURCE}=${OTHER}`, by: 'test' };
  const at = '2024-01-01T00:00:00.000000Z';
  await house.stores.eventStore.append(operationEvent('operation.setting-changed', teller.authority, act, at));
  await house.settle();
  const { authority } = teller;
  const viewer = { authority, groups: [{ ...auditorOf(authority), role: 'caseworker' as const, kle: ['32'] }] };
  expect((await house.case(successor, viewer))?.['id']).toBe(successor);
  expect(await house.case(legacy, viewer)).toBeNull();
  expect(await house.case(legacy, viewer, { asOf: '2080-01-01T00:00:00.000000Z' })).toBeNull();
  expect((await entries('ofCase', legacy)).types).toEqual([]);
  expect((await house.case(legacy, { authority }))?.['id']).toBe(successor);
});
