import { authorities } from '../../properties/authorities.js';
import { auditorOf, scopeOf, type Moment } from '../../support/house.js';
import { tellInOneHouse } from '../../support/teller.js';

const ALFA = 'urn:overblik:source:alfa';
const KARLA = { cpr: '6101800001' };
const ANTON = { cpr: '6202790002' };
const [karla, anton, company, first, second, third, paper] = [1, 2, 3, 4, 5, 6, 7].map(
  (index) => `00000000-0000-4000-8000-00000000900${index}`,
) as [string, string, string, string, string, string, string];

const telling = tellInOneHouse(authorities(31_000_000), ALFA);
const { tell, knownWhen, party: see, case: caseAt } = telling;
const asNow = { asOf: new Date().toISOString().replace('Z', '000Z') };
const ref = (value: string, kind = 'person', type = 'cpr'): object => ({ kind, identifier: { type, value } });
const person = (value: string, name: string): object => ({
  kind: 'person',
  identifiers: [{ type: 'cpr', value }],
  name,
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

describe('a relation', () => {
  it.each([
    ['spouse', 'SPOUSE', 'SPOUSE'],
    ['parent', 'PARENT', 'CHILD'],
    ['child', 'CHILD', 'PARENT'],
    ['guardian', 'GUARDIAN', 'WARD'],
    ['custody', 'CUSTODIAN', 'CUSTODY_CHILD'],
    ['household', 'HOUSEHOLD', 'HOUSEHOLD'],
    ['representative', 'REPRESENTATIVE', 'REPRESENTED'],
  ])('of kind %s is %s on the one and %s on the other, now and in the past', async (kind, here, there) => {
    await tell('party.registered', karla, person(KARLA.cpr, 'Karla'));
    await tell('party.registered', anton, person(ANTON.cpr, 'Anton'));
    await tell('party.relation-started', karla, { kind, party: ref(ANTON.cpr) });
    for (const moment of [{}, asNow]) {
      const [one, other] = [await see(KARLA, moment), await see(ANTON, moment)];
      expect(one).toMatchObject({ relations: [{ kind: here, party: { id: other?.['id'] } }] });
      expect(other).toMatchObject({ relations: [{ kind: there, party: { id: one?.['id'] } }] });
    }
  });

  it('to a protected person shows neither name nor address, now, then and as known then', async () => {
    await tell('party.registered', karla, person(KARLA.cpr, 'Karla'));
    await tell('party.registered', anton, person(ANTON.cpr, 'Anton'));
    await tell('party.address-changed', anton, { lines: ['Skjult Vej 1'] });
    const known = await tell('party.relation-started', karla, { kind: 'household', party: ref(ANTON.cpr) });
    await tell('party.protection-set', anton, { kind: 'nameAndAddress' });
    for (const moment of [{}, { asOf: '2024-01-04T12:00:00.000000Z' }, await knownWhen(known)]) {
      const relations = (await see(KARLA, moment))?.['relations'] as { party: { id: string } }[];
      const ids = relations.map(({ party }) => party.id);
      expect(ids).toHaveLength(1);
      const moments = { asOf: moment.asOf ?? null, asKnownAt: moment.asKnownAt ?? null };
      const { authority, house } = telling;
      const plan = { lists: [], freshness: false, relations: false, histories: true };
      const found = await house.queries.partiesByIds(ids, scopeOf({ authority }), moments, plan);
      expect([...found.values()]).toMatchObject([
        { name: null, nameProtected: true, address: null, addressHistory: [], nameHistory: [] },
      ]);
      expect(JSON.stringify([...found.values()])).not.toMatch(/Skjult|Anton/);
    }
  });

  it('leads from a company, found by a P-number, to the person behind it', async () => {
    await tell('party.registered', karla, person(KARLA.cpr, 'Karla'));
    await tell('party.registered', company, {
      kind: 'company',
      identifiers: [{ type: 'cvr', value: '10150817' }],
      name: 'Eksempel',
    });
    const changed = { name: 'Eksempel ApS', form: 'ApS', status: 'NORMAL', branch: '433200' };
    const before = await tell('party.company-changed', company, { ...changed, pNumbers: ['1000000001', '1000000002'] });
    await tell('party.relation-started', company, { kind: 'representative', party: ref(KARLA.cpr) });
    await tell('party.company-changed', company, { name: 'Eksempel A/S', form: 'A/S', pNumbers: ['1000000002'] });
    for (const moment of [{}, asNow]) {
      const found = await see({ pnr: '1000000001' }, moment);
      expect(found).toMatchObject({
        kind: 'COMPANY',
        name: 'Eksempel A/S',
        form: 'A/S',
        branch: '433200',
        relations: [{ kind: 'REPRESENTATIVE', party: { id: (await see(KARLA, moment))?.['id'] } }],
      });
      expect(found?.['identifiers']).toEqual([
        expect.objectContaining({ type: 'CVR', value: '10150817', to: null }),
        expect.objectContaining({ type: 'PNR', value: '1000000001', to: '2024-01-05T00:00:00.000000Z' }),
        expect.objectContaining({ type: 'PNR', value: '1000000002', to: null }),
      ]);
      expect(await see(KARLA, moment)).toMatchObject({ relations: [{ kind: 'REPRESENTED' }] });
    }
    expect(await see({ pnr: '1000000002' }, await knownWhen(before))).toMatchObject({ form: 'ApS', relations: [] });
  });
});

describe('an object', () => {
  it('is linked to its case from and until when it is said to be, on both axes', async () => {
    await tell('case.registered', first, registration());
    const site = { kind: 'ejendom', urn: 'urn:bfe:1' };
    const linked = await tell('case.object-linked', first, site, { effectivefrom: '2023-06-01T00:00:00+02:00' });
    await tell('case.object-linked', first, { kind: 'bygning', urn: 'URN:BBR:a' });
    await tell(
      'case.object-unlinked',
      first,
      { kind: 'bygning', urn: 'urn:bbr:a' },
      { effectivefrom: '2024-01-10T00:00:00Z' },
    );
    await tell('case.object-unlinked', first, site, { effectivefrom: '2024-02-01T00:00:00Z' });
    const objects = async (moment: Moment): Promise<unknown> => (await caseAt(first, moment))?.['linkedObjects'];
    const start = '2023-05-31T22:00:00.000000Z';
    expect(await objects({})).toEqual([]);
    expect(await objects({ asOf: '2024-01-20T00:00:00.000000Z' })).toEqual([
      { ...site, from: start, to: '2024-02-01T00:00:00.000000Z' },
    ]);
    expect(await objects({ asOf: '2024-01-09T23:59:59.999999Z' })).toHaveLength(2);
    expect(await objects(await knownWhen(linked))).toEqual([{ ...site, from: start, to: null }]);
  });
});

describe('a protection', () => {
  it('that lapses with a last day holds to the end of that day in Copenhagen, which has 25 hours', async () => {
    await tell('party.registered', karla, person(KARLA.cpr, 'Karla'));
    await tell('party.protection-set', karla, { kind: 'nameAndAddress' });
    await tell('party.protection-lapsed', karla, { kind: 'nameAndAddress', until: '2024-10-27' });
    expect(await see(KARLA, { asOf: '2024-10-27T22:59:59.999999Z' })).toMatchObject({ nameProtected: true });
    expect(await see(KARLA, { asOf: '2024-10-27T23:00:00.000000Z' })).toMatchObject({ name: 'Karla' });
    expect(await see(KARLA)).toMatchObject({ name: 'Karla' });
  });
});

describe('a case', () => {
  it('keeps an actor when another of the same id and another kind is ended', async () => {
    await tell('case.registered', first, registration({ responsibleUnit: { kind: 'unit', id: '7' } }));
    await tell('case.actor-ended', first, { role: 'responsibleUnit', actor: { kind: 'user', id: '7' } });
    expect(await caseAt(first)).toMatchObject({ responsibleUnit: { kind: 'UNIT', id: '7' } });
  });

  it('is told of on the timeline by its present number, not by one that it will have', async () => {
    await tell('case.registered', first, registration({ parties: [{ party: ref(KARLA.cpr), role: 'primary' }] }));
    await tell('case.progress-changed', first, { progress: 'informed' });
    await tell('case.attributes-changed', first, { caseNumber: 'S2' }, { effectivefrom: '2090-01-01T00:00:00Z' });
    const titles = async (moment: Moment): Promise<string[]> =>
      ((await see(KARLA, moment))?.['timeline'] as { nodes: { title: string }[] }).nodes.map(({ title }) => title);
    expect(await titles({})).toContain('Sag S1: Oplyst');
    expect(await titles(asNow)).toContain('Sag S1: Oplyst');
    expect(await titles({ asOf: '2091-01-01T00:00:00.000000Z' })).toContain('Sag S2: Oplyst');
  });

  it('shows no document or note of its past that lies today where the caller may not look', async () => {
    await tell('case.registered', first, registration());
    await tell('case.registered', second, registration({ caseNumber: 'S2', sensitivity: 'vip' }));
    const cases = [{ caseId: first, link: 'filed' }];
    const letter = { title: 'Brev', documentType: 'Brev', sensitivity: 'confidential', progress: 'final' };
    await tell('document.registered', paper, { ...letter, cases });
    const note = {
      title: 'Notat',
      text: 'Tekst',
      format: 'text',
      author: { kind: 'user', id: 'u1' },
      notedOn: '2024-01-01',
    };
    await tell('journal-note.recorded', third, { ...note, caseId: first });
    await tell('document.filed', paper, { caseId: second });
    await tell('document.unfiled', paper, { caseId: first });
    await tell('journal-note.recorded', third, { ...note, caseId: second });
    const { authority, house } = telling;
    const groups = [{ ...auditorOf(authority), role: 'caseworker' as const, kle: ['*'], sensitivity: 1 as const }];
    const then = { asOf: '2024-01-04T12:00:00.000000Z' };
    const ofAll = { documents: { totalCount: 1 }, journalNotes: { totalCount: 1 } };
    expect(await caseAt(first, then)).toMatchObject(ofAll);
    const ofOne = { documents: { totalCount: 0 }, journalNotes: { totalCount: 0 } };
    expect(await house.case(first, { authority, groups }, then)).toMatchObject(ofOne);
  });
});
