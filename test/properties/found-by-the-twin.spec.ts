import type { Moment, View } from '../support/house.js';
import { tellInOneHouse } from '../support/teller.js';
import { authorities } from './authorities.js';

/* Faults that the twin found, each with the smallest example of it. */

const CPR = 'urn:overblik:source:cpr';
const ALFA = 'urn:overblik:source:alfa';
const ids = (family: number): string[] =>
  [1, 2, 3].map((index) => `00000000-0000-4000-8000-00000000${family}00${index}`);
const [caseId = '', otherCase = ''] = ids(1);
const [first = '', second = '', third = ''] = ids(4);
const [noteId = '', correction = ''] = ids(3);
const [grantId = ''] = ids(5);
const [paymentId = ''] = ids(6);
const NUMBER = '6101800001';
const NEW_NUMBER = '6202790002';

const telling = tellInOneHouse(authorities(30_000_000), ALFA);
const { tell, knownWhen } = telling;

const caseNow = (moment?: Moment): Promise<View | null> => telling.case(caseId, moment);
const partyNow = (moment?: Moment, cpr = NUMBER): Promise<View | null> => telling.party({ cpr }, moment);
const ref = (value: string, name?: string): object => ({
  kind: 'person',
  identifier: { type: 'cpr', value },
  ...(name === undefined ? {} : { name }),
});
const registration = (more: object = {}): object => ({
  caseNumber: 'S1',
  title: 'Sag',
  kle: '32.18.04',
  sensitivity: 'confidential',
  openedOn: '2024-01-01',
  parties: [],
  ...more,
});
const person = (numbers: readonly string[], more: object = {}): object => ({
  kind: 'person',
  identifiers: numbers.map((value) => ({ type: 'cpr', value })),
  ...more,
});
const note = (more: object = {}): object => ({
  caseId,
  title: 'Notat',
  text: 'Tekst',
  format: 'text',
  author: { kind: 'user', id: 'u1' },
  notedOn: '2024-01-01',
  ...more,
});

describe('the first founding event', () => {
  it('takes nothing away that was registered before it', async () => {
    const unit = { kind: 'unit', id: 'n1' };
    await tell('case.actor-assigned', caseId, { role: 'responsibleUnit', actor: unit });
    await tell('case.party-added', caseId, { party: ref(NUMBER), role: 'primary' });
    await tell('case.registered', caseId, registration());
    expect(await caseNow()).toMatchObject({ responsibleUnit: { id: 'n1' }, parties: [{ role: 'PRIMARY' }] });
    await tell('case.registered', caseId, registration());
    expect(await caseNow()).toMatchObject({ responsibleUnit: null, parties: [] });
  });
});

describe('a party of several sources', () => {
  it('has the name that was registered last, also where a source only repeats what it said', async () => {
    await tell('party.registered', first, person([NUMBER], { name: 'Anna' }));
    await tell('party.registered', second, person([NUMBER], { name: 'Bo' }), { source: 'urn:overblik:source:beta' });
    await tell('party.name-changed', first, { name: 'Anna' });
    expect(await partyNow()).toMatchObject({ name: 'Anna' });
  });

  it('keeps a name that another source leaves out of what it sends again', async () => {
    await tell('party.registered', first, person([NUMBER], { name: 'Anna' }));
    await tell('party.registered', second, person([NUMBER]), { source: CPR });
    await tell('party.registered', second, person([NUMBER]), { source: CPR });
    expect(await partyNow()).toMatchObject({ name: 'Anna' });
  });

  it('has a changed number ended, also where another source knew it before', async () => {
    await tell('party.registered', first, person([NUMBER]));
    await tell('party.registered', second, person([NUMBER]), { source: CPR });
    await tell(
      'party.identifier-changed',
      second,
      { old: { type: 'cpr', value: NUMBER }, new: { type: 'cpr', value: NEW_NUMBER }, reason: 'numberChange' },
      { source: CPR },
    );
    const { identifiers } = (await partyNow()) as { identifiers: { value: string; to: string | null }[] };
    expect(identifiers).toContainEqual(
      expect.objectContaining({ value: '610180-****', to: '2024-01-03T00:00:00.000000Z' }),
    );
    expect(identifiers).toContainEqual(expect.objectContaining({ value: '620279-****', to: null }));
  });

  it('shows no number, name or history of a source that removed it', async () => {
    await tell('party.registered', first, person([NUMBER, NEW_NUMBER], { name: 'Forkert' }));
    await tell('party.registered', second, person([NUMBER], { name: 'Anna' }), { source: CPR });
    await tell('party.removed', first, { reason: 'Fejl' });
    const view = await partyNow();
    expect(view).toMatchObject({
      name: 'Anna',
      identifiers: [{ value: '610180-****' }],
      nameHistory: [{ name: 'Anna' }],
    });
  });

  it('is one through a party into which both were merged, heard of or not', async () => {
    await tell('party.registered', first, person([NUMBER]));
    await tell('party.registered', second, person([NEW_NUMBER]));
    await tell('party.merged', first, { into: third });
    await tell('party.merged', second, { into: third });
    expect((await partyNow())?.['id']).toBe((await partyNow({}, NEW_NUMBER))?.['id']);
  });

  it('is no more related once one of its sources says so last', async () => {
    await tell('party.registered', first, person([NUMBER]));
    await tell('party.registered', second, person([NUMBER]), { source: CPR });
    await tell('party.relation-started', first, { kind: 'spouse', party: ref(NEW_NUMBER) });
    expect(await partyNow({}, NEW_NUMBER)).toMatchObject({ relations: [{ kind: 'SPOUSE' }] });
    await tell('party.relation-ended', second, { kind: 'spouse', party: ref(NEW_NUMBER) }, { source: CPR });
    expect(await partyNow()).toMatchObject({ relations: [] });
    expect(await partyNow({}, NEW_NUMBER)).toBeNull();
  });
});

describe('a protected person', () => {
  it('is hidden in the past too, on both axes', async () => {
    const known = await tell('party.registered', first, person([NUMBER], { name: 'Anna' }));
    await tell('party.address-changed', first, { lines: ['Vej 1'] });
    await tell('party.protection-set', first, { kind: 'nameAndAddress' });
    const hidden = {
      name: null,
      nameProtected: true,
      address: null,
      addressProtected: true,
      addressHistory: [],
      nameHistory: [],
    };
    expect(await partyNow({ asOf: '2024-01-02T12:00:00.000000Z' })).toMatchObject(hidden);
    expect(await partyNow(await knownWhen(known))).toMatchObject(hidden);
  });

  it('is open again when its source lapses the protection, under whichever of its keys', async () => {
    await tell('party.registered', first, person([NUMBER], { name: 'Anna' }));
    await tell('party.registered', second, person([NUMBER]));
    await tell('party.protection-set', first, { kind: 'nameAndAddress' });
    await tell('party.protection-lapsed', second, { kind: 'nameAndAddress' });
    expect(await partyNow()).toMatchObject({ name: 'Anna', nameProtected: false });
  });
});

describe('a line of a payment', () => {
  it('says no more of its grant than the grant’s own list, where that lies today on a case that nobody founded', async () => {
    const granted = (of: string): object => ({
      ...{ grantNumber: 'B1', caseId: of, party: ref(NUMBER), start: '2024-01-01', sensitivity: 'confidential' },
      benefits: [{ id: 'b1', name: 'Tillæg', kle: '32.18.04', start: '2024-01-01' }],
    });
    await tell('party.registered', first, person([NUMBER]));
    await tell('case.registered', caseId, registration());
    await tell('grant.granted', grantId, granted(caseId));
    await tell('payment.calculated', paymentId, {
      ...{ party: ref(NUMBER), period: { from: '2024-01-01', to: '2024-01-31' }, gross: '100' },
      dispositionDate: '2024-01-31',
      lines: [{ grantId, benefitId: 'b1', from: '2024-01-01', to: '2024-01-31', amount: '100' }],
    });
    const before = { asOf: '2024-01-04T12:00:00.000000Z' };
    const lineOf = async (): Promise<unknown> => (await partyNow(before))?.['payments'];
    const saying = (line: object): object => ({ totalCount: 1, nodes: [{ lines: [line] }] });
    expect(await lineOf()).toMatchObject(saying({ grant: { id: grantId }, benefit: { id: 'b1' } }));
    await tell('grant.granted', grantId, granted(otherCase));
    expect(await partyNow(before)).toMatchObject({ grants: { totalCount: 0 } });
    expect(await lineOf()).toMatchObject(saying({ amount: '100', grant: null, benefit: null, case: null, plan: null }));
  });
});

describe('a case', () => {
  it('is left by a party that was added by one number and ended by another', async () => {
    await tell('case.registered', caseId, registration({ parties: [{ party: ref(NUMBER), role: 'primary' }] }));
    await tell('party.registered', first, person([NUMBER, NEW_NUMBER]));
    await tell('case.party-ended', caseId, { party: ref(NEW_NUMBER), role: 'primary' });
    expect(await caseNow()).toMatchObject({ parties: [] });
    expect(await partyNow()).toMatchObject({ cases: { totalCount: 0 } });
    const before = { asOf: '2024-01-02T12:00:00.000000Z' };
    expect(await partyNow(before)).toMatchObject({ cases: { totalCount: 1 } });
    expect(await caseNow(before)).toMatchObject({ parties: [{ to: '2024-01-03T00:00:00.000000Z' }] });
  });

  it('is found as it was known, also where nothing of that is known any more', async () => {
    const known = await tell(
      'case.registered',
      caseId,
      registration({ parties: [{ party: ref(NUMBER), role: 'primary' }], parentCaseId: otherCase }),
    );
    await tell('case.registered', otherCase, registration(), { time: '2024-01-01T00:00:00Z' });
    await tell('case.registered', caseId, registration(), { effectivefrom: '2023-01-01T00:00:00Z' });
    expect(await partyNow()).toBeNull();
    expect(await partyNow(await knownWhen(known))).toMatchObject({ cases: { totalCount: 1 } });
    const parent = await telling.case(otherCase, await knownWhen(known + 1));
    expect(parent).toMatchObject({ relatedCases: [{ kind: 'CHILD', case: { id: caseId } }] });
  });

  it('has heard of what is linked to it, though it does not show it', async () => {
    await tell('case.registered', caseId, registration());
    await tell('case.object-linked', caseId, { kind: 'building', urn: 'urn:bbr:bygning:1' });
    expect(await caseNow()).toMatchObject({ lastEventAt: '2024-01-02T00:00:00.000000Z' });
  });

  it('has no imported progress beyond the end of the import', async () => {
    await tell('case.registered', caseId, registration({ progress: 'opened' }));
    const history = [
      { progress: 'informed', from: '2024-01-01T00:00:00Z' },
      { progress: 'closed', from: '2024-03-01T00:00:00Z' },
    ];
    await tell('case.imported', caseId, registration({ progressHistory: history }), {
      effectiveto: '2024-02-01T00:00:00Z',
    });
    expect(await caseNow({ asOf: '2024-02-15T00:00:00.000000Z' })).toMatchObject({
      progress: 'OPENED',
      closedOn: null,
    });
  });
});

describe('a journal note', () => {
  it('stays withdrawn and a correction when it is sent again', async () => {
    await tell('case.registered', caseId, registration());
    await tell('journal-note.corrected', correction, note({ supersedes: noteId }));
    await tell('journal-note.withdrawn', correction, { reason: 'Fejl' });
    await tell('journal-note.recorded', correction, note({ title: 'Igen' }));
    expect(await caseNow()).toMatchObject({
      journalNotes: { nodes: [{ title: 'Igen', withdrawn: true, supersedes: noteId }] },
    });
  });
});
