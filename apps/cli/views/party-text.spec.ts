import { pageOf, type Node } from '#read-models/queries';
import type { PartyAnswer } from './party-answer.js';
import { partyText } from './party-text.js';

const pageWith = (...nodes: Node[]) =>
  pageOf(
    nodes.map((node) => ({ key: node.id, id: node.id, node })),
    nodes.length,
    nodes.length,
  );

const company: PartyAnswer = {
  id: 'p1',
  kind: 'COMPANY',
  name: 'Eksempel ApS',
  nameProtected: false,
  addressProtected: false,
  address: null,
  identifiers: [
    { type: 'CVR', value: '10150817', from: null, to: null },
    { type: 'PNR', value: '1000000001', from: '2024-01-01T00:00:00.000000Z', to: null },
  ],
  form: 'ApS',
  branch: '433200',
  relations: [
    {
      kind: 'REPRESENTATIVE',
      party: { id: 'p2', name: null, nameProtected: true, identifiers: [] },
      from: '2024-01-01T00:00:00.000000Z',
      to: null,
    },
  ],
  freshness: [],
  cases: pageWith({
    id: 'c1',
    caseNumber: '26/1',
    title: 'Byggesag',
    kle: '02.34.02',
    progress: 'OPENED',
    openedOn: '2026-01-02',
    decision: null,
    linkedObjects: [{ kind: 'ejendom', urn: 'urn:bfe:1', from: '2026-01-01T23:00:00.000000Z', to: null }],
  }),
  documents: pageWith(),
  journalNotes: pageWith(),
  grants: pageWith(),
  payments: pageWith(),
  services: pageWith(),
  timeline: pageWith(),
};

describe('the text of a party', () => {
  const text = partyText(company);

  it('names the form of a company, its line of business and its P-numbers', () => {
    expect(text).toMatch(/Virksomhedsform: ApS\nBranche: 433200/);
    expect(text).toMatch(/P-nummer: 1000000001 \(1\. jan\. 2024–\)/);
  });

  it('names who is behind it by his tie, and not by a protected name', () => {
    expect(text).toMatch(/Repræsentant +\[navn beskyttet\] \(1\. jan\. 2024–\)/);
  });

  it('tells under a case of the objects that it is about', () => {
    expect(text).toMatch(/26\/1 {2}Byggesag\n.*\n +Objekt: ejendom urn:bfe:1 \(2\. jan\. 2026–\)/);
  });
});
