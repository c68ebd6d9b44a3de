import { recorded } from '#projection-engine/testing';
import { compareFounding } from './comparison.js';

const NOW = '2026-06-01T12:00:00.000000Z';
const CASE = {
  caseNumber: '26-1',
  title: 'Sygedagpenge',
  kle: '32.18.04',
  sensitivity: 'confidential',
  openedOn: '2026-01-01',
  parties: [{ role: 'primary', party: { partyId: 'a0000000-0000-4000-8000-000000000001' } }],
} as const;
type Case = Parameters<typeof recorded<'case.registered'>>[1];
const at = (day: string) => `2026-${day}T08:00:00.000000Z`;
const told = (over: object = {}, when = at('05-01'), from = when) =>
  recorded('case.registered', { ...CASE, ...over } as unknown as Case, { at: when, from });
const founded = told({}, at('01-01'));
const changed = (data: object, when: string, from = when) =>
  recorded('case.attributes-changed', data as never, { at: when, from });
const differences = (stored: Parameters<typeof compareFounding>[0], event = told()) =>
  compareFounding(stored, event, NOW).differences;

describe('a founding event held against what is stored', () => {
  it('is of an object that is not here where nothing is stored, or it was removed', () => {
    expect(compareFounding([], told(), NOW).isHere).toBe(false);
    const removed = recorded('case.removed', { reason: 'fejl' }, { at: at('02-01') });
    expect(compareFounding([founded, removed], told(), NOW).isHere).toBe(false);
  });
  it('is of an object that is not here where only what came before it is stored', () => {
    const early = recorded('case.progress-changed', { progress: 'closed' }, { at: at('02-01') });
    expect(compareFounding([early], told(), NOW).isHere).toBe(false);
  });
  it('differs in nothing where it states what is in force, whatever brought that about', () => {
    expect(compareFounding([founded], told(), NOW)).toMatchObject({ isHere: true, differences: [] });
    const renamed = changed({ title: 'Barsel' }, at('02-01'));
    expect(differences([founded, renamed], told({ title: 'Barsel' }))).toEqual([]);
  });
  it('differs field by field, ours before and the source’s after', () => {
    expect(differences([founded], told({ title: 'Barsel', kle: '32.18.00' }))).toEqual([
      { path: '/kle', before: '32.18.04', after: '32.18.00' },
      { path: '/title', before: 'Sygedagpenge', after: 'Barsel' },
    ]);
  });
  it('says "none" of what it leaves out', () => {
    const described = changed({ description: 'Lang' }, at('02-01'));
    expect(differences([founded, described])).toEqual([{ path: '/description', before: 'Lang', after: null }]);
  });
  it('says nothing of the progress where it leaves it out: that is a default', () => {
    const closed = recorded('case.progress-changed', { progress: 'closed' }, { at: at('02-01') });
    expect(differences([founded, closed])).toEqual([]);
    expect(differences([founded, closed], told({ progress: 'informed' }))).toEqual([
      { path: '/progress', before: 'closed', after: 'informed' },
    ]);
  });
  it('cannot state a decision, and so does not take it away', () => {
    const decided = recorded('case.decided', { outcome: 'granted', decidedOn: '2026-02-01' }, { at: at('02-01') });
    expect(differences([founded, decided])).toEqual([]);
  });
  it('states all parties: who is left out is gone', () => {
    expect(differences([founded], told({ parties: [] }))).toEqual([
      { path: '/parties', before: [{ role: 'primary', party: CASE.parties[0].party.partyId }], after: null },
    ]);
  });
  it('knows an actor however he came to be one', () => {
    const unit = { kind: 'unit', id: 'u-1', name: 'Ydelse' } as const;
    const assigned = recorded('case.actor-assigned', { role: 'responsibleUnit', actor: unit }, { at: at('02-01') });
    expect(differences([founded, assigned], told({ responsibleUnit: unit }))).toEqual([]);
    const ended = recorded('case.actor-ended', { role: 'responsibleUnit', actor: unit }, { at: at('03-01') });
    expect(differences([founded, assigned, ended])).toEqual([]);
    expect(differences([founded, assigned])).toEqual([
      { path: '/responsibleUnit', before: { kind: 'UNIT', id: 'u-1', name: 'Ydelse' }, after: null },
    ]);
  });
  it('is compared with now: what is dated tomorrow has not come yet', () => {
    const tomorrow = changed({ title: 'Barsel' }, at('02-01'), '2026-06-02T00:00:00.000000Z');
    expect(differences([founded, tomorrow])).toEqual([]);
  });
  it('is compared with its own beginning where that is later', () => {
    const soon = changed({ title: 'Barsel' }, at('02-01'), '2026-06-02T00:00:00.000000Z');
    expect(differences([founded, soon], told({}, at('05-01'), '2026-07-01T00:00:00.000000Z'))).toEqual([
      { path: '/title', before: 'Barsel', after: 'Sygedagpenge' },
    ]);
  });
  it('shows what it says also where it was registered before what is in force', () => {
    const renamed = changed({ title: 'Barsel' }, at('05-20'));
    expect(differences([founded, renamed], told({}, at('05-01')))).toEqual([
      { path: '/title', before: 'Barsel', after: 'Sygedagpenge' },
    ]);
  });
});

describe('a party of a snapshot', () => {
  const cpr = { type: 'cpr', value: '6101800001', nodeId: 'n1', otherKindNodeId: 'o1' };
  const person = (over: object = {}, when = at('01-01')) =>
    recorded('party.registered', { kind: 'person', identifiers: [cpr], name: 'Karla', ...over } as never, { at: when });
  it('is the same by its numbers and name', () => {
    expect(differences([person()], person({}, at('05-01')) as never)).toEqual([]);
    expect(differences([person()], person({ name: 'Karla Ny' }, at('05-01')) as never)).toEqual([
      { path: '/name', before: 'Karla', after: 'Karla Ny' },
    ]);
  });
  it('differs where it tells of a number of the past that was not known', () => {
    const past = { type: 'cpr', value: '6101800002', nodeId: 'n2', otherKindNodeId: 'o2', to: '2020-01-01' };
    const paths = differences([person()], person({ identifiers: [cpr, past] }, at('05-01')) as never).map(
      (d) => d.path,
    );
    expect(paths).toEqual(['/knownIdentifiers']);
  });
});
