import type { Caller, PrivilegeGroup } from '#access';
import { caller } from '../../scenarios/graphql/graphql-server.js';
import type { House } from '../../support/house.js';
import { createTeller } from '../../support/teller.js';

/* A small municipality in which each kind of constraint hides something from somebody. */

export const HERE = '29189846';
export const THERE = '55133018';
const SOURCE = 'urn:overblik:source:alfa';
export const CPR = '0107611234';
const uuid = (n: number): string => `00000000-0000-4000-8000-0000000072${String(n).padStart(2, '0')}`;
export const [openCase, classedCase, profileCase, unitCase] = [uuid(1), uuid(2), uuid(3), uuid(4)];
export const [document, note, grant, payment, service] = [uuid(5), uuid(6), uuid(7), uuid(8), uuid(9)];
const [unit, subUnit] = [uuid(20), uuid(21)];
export const elsewhere = uuid(30);
export const UNKNOWN = uuid(99);
const ref = { kind: 'person', identifier: { type: 'cpr', value: CPR } };

export const group = (more: Partial<PrivilegeGroup>, grounds: readonly string[] = []): PrivilegeGroup => ({
  role: 'caseworker',
  authority: HERE,
  kle: ['*'],
  sensitivity: 3,
  units: null,
  sources: null,
  viewClasses: [],
  grounds,
  ...more,
});
export const people: Readonly<Record<string, Caller>> = {
  all: caller('all', group({}, ['KLE=*', 'foelsomhed=vip'])),
  kle27: caller('kle27', group({ kle: ['27'] }, ['KLE=27.*'])),
  low: caller('low', group({ sensitivity: 1 }, ['foelsomhed=confidential'])),
  two: caller('two', group({ kle: ['27'] }, ['KLE=27.*']), group({ kle: ['32'] }, ['KLE=32.*'])),
  classes: caller('classes', group({ viewClasses: ['boern'] }, ['visningsklasse=boern'])),
  other: caller('other', group({ sources: ['urn:overblik:source:other'] }, ['itsystem=urn:overblik:source:other'])),
  bound: caller('bound', group({ units: [unit] }, [`orgenhed=${unit}`])),
  named: { ...caller('named', group({}, ['KLE=*'])), unit: 'U7' },
  auditor: caller('auditor', group({ role: 'auditor', kle: null, sensitivity: null }, [])),
  dpo: caller('dpo', group({ role: 'dpo' }, [])),
  stranger: caller('stranger', group({ authority: THERE }, ['KLE=*'])),
};
export const administrator = caller('adm', group({ role: 'accessAdministrator', kle: null, sensitivity: null }));
export const theirs = caller(
  'their-adm',
  group({ role: 'accessAdministrator', authority: THERE, kle: null, sensitivity: null }),
);

const caseData = (caseNumber: string, more: object = {}): object => ({
  caseNumber,
  title: 'Sag',
  kle: '32.18.04',
  sensitivity: 'sensitive',
  openedOn: '2024-01-01',
  parties: [{ role: 'primary', party: ref }],
  ...more,
});
/** Tells it, and one case of another authority. */
export async function tellExplainedWorld(house: House): Promise<void> {
  const teller = createTeller(house, HERE, SOURCE);
  await teller.tell('unit.registered', unit, { name: 'Center' });
  await teller.tell('unit.registered', subUnit, { name: 'Team', parentUnitId: unit });
  await teller.tell('case.registered', openCase, caseData('S1'));
  await teller.tell('case.registered', classedCase, caseData('S2'));
  await teller.tell('case.visibility-restricted', classedCase, { viewClass: 'boern' });
  await teller.tell('case.registered', profileCase, caseData('S3'));
  await teller.tell('case.security-profile-set', profileCase, { members: [{ kind: 'unit', id: 'U7' }] });
  await teller.tell('case.registered', unitCase, caseData('S4', { responsibleUnit: { kind: 'unit', id: subUnit } }));
  await teller.tell('document.registered', document, {
    title: 'Brev',
    documentType: 'Brev',
    sensitivity: 'confidential',
    progress: 'final',
    cases: [{ caseId: classedCase, link: 'filed' }],
  });
  await teller.tell('journal-note.recorded', note, {
    caseId: openCase,
    title: 'Notat',
    text: 'Tekst',
    format: 'text',
    author: { kind: 'user', id: 'u1' },
    notedOn: '2024-01-01',
  });
  await teller.tell('grant.granted', grant, {
    grantNumber: 'B1',
    caseId: openCase,
    party: ref,
    start: '2024-01-01',
    sensitivity: 'confidential',
    benefits: [{ id: 'b1', name: 'Hjælp', kle: '32.18.04', start: '2024-01-01' }],
  });
  await teller.tell('payment.calculated', payment, {
    party: ref,
    period: { from: '2024-01-01', to: '2024-01-31' },
    gross: '100.00',
    dispositionDate: '2024-01-31',
    lines: [{ grantId: grant, benefitId: 'b1', from: '2024-01-01', to: '2024-01-31', amount: '100.00' }],
  });
  await teller.tell('service.started', service, { caseId: openCase, party: ref, kind: 'Hjemmehjælp', kle: '27.18.04' });
  await createTeller(house, THERE, SOURCE).tell('case.registered', elsewhere, caseData('X1'));
}
