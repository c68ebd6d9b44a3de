import { openHouse } from '../support/house.js';
import { exampleOf, catalogue } from '#contracts';
it('probe', async () => {
  const house = await openHouse();
  const authority = '29189846';
  let n = 0;
  const ev = (type: string, subject: string, data: unknown, more: object = {}) => ({ specversion: '1.0', id: `e${++n}`, source: 'urn:overblik:source:alfa', type: `dk.overblik.${type}.v1`, subject, time: '2024-01-01T00:00:00Z', authority, data, ...more });
  const c1 = 'f0a3b0a6-7c0f-4c3e-9f5e-1c1f0d3f5a11', c2 = 'f0a3b0a6-7c0f-4c3e-9f5e-1c1f0d3f5a12', p1='f0a3b0a6-7c0f-4c3e-9f5e-1c1f0d3f5a21', d1='f0a3b0a6-7c0f-4c3e-9f5e-1c1f0d3f5a31', j1='f0a3b0a6-7c0f-4c3e-9f5e-1c1f0d3f5a41';
  const ref = { kind: 'person', identifier: { type: 'cpr', value: '6101800001' }, name: 'Karla' };
  const ref2 = { kind: 'person', identifier: { type: 'other', value: 'abc' }, name: 'Otto' };
  const base = { caseNumber: 'S1', title: 'T', kle: '32.18.04', sensitivity: 'confidential', openedOn: '2024-01-01', parties: [{ party: ref, role: 'primary' }, { party: ref2, role: 'secondary' }] };
  const receipts = await house.publish([
    ev('case.registered', `case/${c1}`, base),
    ev('case.registered', `case/${c2}`, { ...base, parentCaseId: c1, hop: { url: 'https://x.example/1' }, responsibleUnit: { kind: 'unit', id: 'u1' } }),
    ev('case.decided', `case/${c2}`, { outcome: 'granted', decidedOn: '2024-02-03' }),
    ev('case.progress-changed', `case/${c2}`, { progress: 'closed', statusText: 'Færdig' }, { effectivefrom: '2024-03-03T00:00:00Z' }),
    ev('party.registered', `party/${p1}`, { kind: 'person', identifiers: [{ type: 'cpr', value: '6101800001', from: '1980-01-01' }], name: 'Karla', birthDate: '1980-01-01' }),
    ev('party.address-changed', `party/${p1}`, { lines: ['Vej 1'], postalCode: '8000' }, { effectivefrom: '2024-02-02T00:00:00Z' }),
    ev('party.name-changed', `party/${p1}`, { name: 'Karla Ny' }, { effectivefrom: '2024-02-03T00:00:00Z' }),
    ev('party.status-changed', `party/${p1}`, { cprStatus: '01' }, { effectivefrom: '2024-02-03T00:00:00Z' }),
    ev('party.relation-started', `party/${p1}`, { kind: 'parent', party: ref2 }),
    ev('document.registered', `document/${d1}`, { title: 'D', documentType: 'Brev', sensitivity: 'confidential', progress: 'final', cases: [{ caseId: c1, link: 'filed' }], parties: [{ party: ref }] }),
    ev('journal-note.recorded', `journal-note/${j1}`, { caseId: c1, title: 'N', text: 'x', format: 'text', author: { kind: 'user', id: 'a' }, notedOn: '2024-01-05' }),
  ]);
  console.log(JSON.stringify(receipts));
  await house.settle();
  const v = { authority };
  console.log(JSON.stringify(await house.case(c2, v), null, 1), JSON.stringify(await house.party({ cpr: '6101800001' }, v), null, 1), JSON.stringify(await house.party({ other: { source: 'urn:overblik:source:alfa', value: 'abc' } }, v, {asOf: '2024-06-01T00:00:00.000000Z'}), null, 1));
  await house.close();
  void exampleOf; void catalogue;
});
