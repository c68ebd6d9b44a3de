import type { PrivilegeGroup } from '#access';
import type { Instant } from '#contracts';
import { authorities } from '../../properties/authorities.js';
import { auditorOf, openHouse, type House, type Moment, type Viewer } from '../../support/house.js';
import { createTeller, type Teller } from '../../support/teller.js';

/* View classes and security profiles, from the events to the view. Events are registered a day apart, from 1 January 2024. */

const SOURCE = 'urn:overblik:source:alfa';
const uuid = (n: number): string => `00000000-0000-4000-8000-0000000070${String(n).padStart(2, '0')}`;
const caseId = uuid(1);
const openCase = uuid(2);
const person = uuid(3);
const document = uuid(4);
const note = uuid(5);
const grant = uuid(6);
const payment = uuid(7);
const service = uuid(8);
const CPR = '0107611234';
const ref = { kind: 'person', identifier: { type: 'cpr', value: CPR } };
const nextAuthority = authorities(20_000_000);
const onDay = (day: number): Instant => `2024-01-${String(day).padStart(2, '0')}T12:00:00.000000Z`;
let house: House;
let teller: Teller;
beforeAll(async () => {
  house = await openHouse();
});
beforeEach(() => {
  teller = createTeller(house, nextAuthority(), SOURCE);
});
afterAll(() => house.close());

const caseData = (caseNumber: string): object => ({
  caseNumber,
  title: 'Sag',
  kle: '27.18.04',
  sensitivity: 'sensitive',
  openedOn: '2024-01-01',
  parties: [{ role: 'primary', party: ref }],
});

interface Who {
  readonly role?: PrivilegeGroup['role'];
  readonly classes?: readonly string[];
  readonly sub?: string;
  readonly unit?: string | null;
}

const viewerOf = ({ role = 'caseworker', classes = [], sub = 'bo', unit = null }: Who): Viewer => {
  const { authority } = teller;
  return { authority, groups: [{ ...auditorOf(authority), role, viewClasses: classes }], asker: { sub, unit } };
};

/** Whether the caller sees the case; now also as of now by the way of the past, which must not differ. */
async function sees(who: Who, moment: Moment = {}): Promise<boolean> {
  const seen = (await house.case(caseId, viewerOf(who), moment)) !== null;
  if (moment.asOf === undefined && moment.asKnownAt === undefined)
    expect((await house.case(caseId, viewerOf(who), { asOf: '2080-01-01T00:00:00.000000Z' })) !== null).toBe(seen);
  return seen;
}
const eachSees = (whos: readonly Who[], moment?: Moment): Promise<boolean[]> =>
  Promise.all(whos.map((who) => sees(who, moment)));

describe('a case of a view class', () => {
  const whos: readonly Who[] = [{}, { classes: ['a'] }, { classes: ['b'] }, { classes: ['b', 'a', 'c'] }];

  it('is seen by a group that names every class of it, and by all once none is left', async () => {
    await teller.tell('case.registered', caseId, caseData('S'));
    expect(await eachSees(whos)).toEqual([true, true, true, true]);
    await teller.tell('case.visibility-restricted', caseId, { viewClass: 'a' });
    expect(await eachSees(whos)).toEqual([false, true, false, true]);
    await teller.tell('case.visibility-restricted', caseId, { viewClass: 'b' });
    expect(await eachSees(whos)).toEqual([false, false, false, true]);
    await teller.tell('case.visibility-restored', caseId, { viewClass: 'a' });
    expect(await eachSees(whos)).toEqual([false, false, true, true]);
    await teller.tell('case.visibility-restored', caseId, { viewClass: 'b' });
    expect(await eachSees(whos)).toEqual([true, true, true, true]);
  });

  it('takes its groups one by one: two that name a class each do not see a case of both', async () => {
    await teller.tell('case.visibility-restricted', caseId, { viewClass: 'a' });
    await teller.tell('case.visibility-restricted', caseId, { viewClass: 'b' });
    await teller.tell('case.registered', caseId, caseData('S'));
    const [a, b] = [viewerOf({ classes: ['a'] }), viewerOf({ classes: ['b'] })];
    const both = { ...a, groups: [...(a.groups ?? []), ...(b.groups ?? [])] };
    expect(await house.case(caseId, both)).toBeNull();
    expect(await house.case(caseId, both, { asOf: onDay(20) })).toBeNull();
  });

  it('carries what was said of it before it came, twice, for a while and too late', async () => {
    await teller.tell('case.visibility-restricted', caseId, { viewClass: 'a' });
    await teller.tell('case.visibility-restricted', caseId, { viewClass: 'a' });
    await teller.tell('case.registered', caseId, caseData('S'));
    expect(await eachSees(whos)).toEqual([false, true, false, true]);
    // Registered before the two that restrict: it says less than they do.
    await teller.tell('case.visibility-restored', caseId, { viewClass: 'a' }, { time: '2023-06-01T00:00:00Z' });
    expect(await eachSees(whos)).toEqual([false, true, false, true]);
    const ends = { effectivefrom: '2024-01-01T00:00:00Z', effectiveto: '2024-02-01T00:00:00Z' };
    await teller.tell('case.visibility-restored', caseId, { viewClass: 'a' }, ends);
    expect(await eachSees(whos)).toEqual([false, true, false, true]);
    await teller.tell('case.visibility-restored', caseId, { viewClass: 'a' });
    expect(await eachSees(whos)).toEqual([true, true, true, true]);
  });

  it('keeps it when the case is registered again', async () => {
    await teller.tell('case.registered', caseId, caseData('S'));
    await teller.tell('case.visibility-restricted', caseId, { viewClass: 'a' });
    await teller.tell('case.registered', caseId, caseData('S2'));
    expect(await eachSees(whos)).toEqual([false, true, false, true]);
  });
});

describe('a case with a security profile', () => {
  const whos: readonly Who[] = [{ sub: 'bo' }, { sub: 'anna' }, { sub: 'bo', unit: 'U1' }, { role: 'auditor' }];
  const members = [
    { kind: 'user', id: 'anna' },
    { kind: 'unit', id: 'U1' },
  ];

  it('is seen by those whom it names and by auditors, and by all once it is lifted', async () => {
    await teller.tell('case.registered', caseId, caseData('S'));
    await teller.tell('case.security-profile-set', caseId, { members });
    expect(await eachSees(whos)).toEqual([false, true, true, true]);
    await teller.tell('case.security-profile-set', caseId, { members: members.slice(1) });
    expect(await eachSees(whos)).toEqual([false, false, true, true]);
    await teller.tell('case.security-profile-set', caseId, { members: [{ kind: 'itSystem', id: 'anna' }] });
    expect(await eachSees(whos)).toEqual([false, false, false, true]);
    await teller.tell('case.security-profile-set', caseId, { members: [] });
    expect(await eachSees(whos)).toEqual([true, true, true, true]);
  });

  it('covers no sub-unit of a unit that it names', async () => {
    await teller.tell('unit.registered', uuid(20), { name: 'Center' });
    await teller.tell('unit.registered', uuid(21), { name: 'Team', parentUnitId: uuid(20) });
    await teller.tell('case.registered', caseId, caseData('S'));
    await teller.tell('case.security-profile-set', caseId, { members: [{ kind: 'unit', id: uuid(20) }] });
    expect(await eachSees([{ unit: uuid(20) }, { unit: uuid(21) }])).toEqual([true, false]);
  });

  it('is a bar beside the others: on the list, but without the view class', async () => {
    await teller.tell('case.registered', caseId, caseData('S'));
    await teller.tell('case.security-profile-set', caseId, { members });
    await teller.tell('case.visibility-restricted', caseId, { viewClass: 'a' });
    const bars: readonly Who[] = [
      { sub: 'anna' },
      { classes: ['a'] },
      { sub: 'anna', classes: ['a'] },
      { role: 'auditor' },
      { role: 'auditor', classes: ['a'] },
    ];
    expect(await eachSees(bars)).toEqual([false, false, true, false, true]);
  });

  it('is judged in the past by that moment and by today', async () => {
    await teller.tell('case.registered', caseId, caseData('S'));
    const before = await teller.tell('case.progress-changed', caseId, { progress: 'informed' });
    const early = await teller.knownWhen(before);
    await teller.tell('case.security-profile-set', caseId, { members });
    expect(await eachSees(whos, { asOf: onDay(2) })).toEqual([false, true, true, true]);
    expect(await eachSees(whos, early)).toEqual([false, true, true, true]);
    await teller.tell('case.security-profile-set', caseId, { members: [] });
    expect(await eachSees(whos, { asOf: onDay(3) })).toEqual([false, true, true, true]);
    expect(await eachSees(whos, { asOf: onDay(2) })).toEqual([true, true, true, true]);
  });
});

describe('what lies on a classified case', () => {
  const lists = ['cases', 'documents', 'journalNotes', 'grants', 'payments', 'services'] as const;
  const counted = async (who: Who, moment: Moment = {}): Promise<unknown> => {
    const view = await house.party({ cpr: CPR }, viewerOf(who), moment);
    return view && lists.map((list) => (view[list] as { totalCount: number }).totalCount);
  };

  it.each([
    ['visibility-restricted', { viewClass: 'a' }, { classes: ['a'] }],
    ['security-profile-set', { members: [{ kind: 'user', id: 'anna' }] }, { sub: 'anna' }],
  ])('is hidden with it by %s', async (name, data, who) => {
    const { tell } = teller;
    await tell('case.registered', caseId, caseData('S'));
    await tell('document.registered', document, {
      title: 'Brev',
      documentType: 'Brev',
      sensitivity: 'confidential',
      progress: 'final',
      cases: [{ caseId, link: 'filed' }],
      parties: [ref],
    });
    await tell('journal-note.recorded', note, {
      caseId,
      title: 'Notat',
      text: 'Tekst',
      format: 'text',
      author: { kind: 'user', id: 'u1' },
      notedOn: '2024-01-01',
    });
    await tell('grant.granted', grant, {
      grantNumber: 'B1',
      caseId,
      party: ref,
      start: '2024-01-01',
      sensitivity: 'confidential',
      benefits: [{ id: uuid(30), name: 'Ydelse', kle: '27.18.04', start: '2024-01-01' }],
    });
    await tell('payment.calculated', payment, {
      party: ref,
      period: { from: '2024-01-01', to: '2024-01-31' },
      gross: '100.00',
      dispositionDate: '2024-01-31',
      lines: [{ grantId: grant, benefitId: uuid(30), from: '2024-01-01', to: '2024-01-31', amount: '100.00' }],
    });
    await tell('service.started', service, { caseId, party: ref, kind: 'Hjælp', kle: '27.18.04' });
    expect(await counted({})).toEqual([1, 1, 1, 1, 1, 1]);
    await tell(`case.${name}`, caseId, data);
    expect(await counted(who)).toEqual([1, 1, 1, 1, 1, 1]);
    // Nothing that he may see names the person, whom no party event founded.
    expect(await counted({})).toBeNull();
    expect(await counted({}, { asOf: onDay(20) })).toBeNull();
    await tell('party.registered', person, { kind: 'person', identifiers: [{ type: 'cpr', value: CPR }] });
    expect(await counted({})).toEqual([0, 0, 0, 0, 0, 0]);
    expect(await counted({}, { asOf: onDay(20) })).toEqual([0, 0, 0, 0, 0, 0]);
    // A document is seen by any of its cases.
    await tell('case.registered', openCase, caseData('S3'));
    await tell('document.filed', document, { caseId: openCase });
    expect(await counted({})).toEqual([1, 1, 0, 0, 0, 0]);
    expect(await counted({}, { asOf: onDay(20) })).toEqual([1, 1, 0, 0, 0, 0]);
  });
});
