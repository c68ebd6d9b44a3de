import { catalogue, exampleOf, type EventName } from '#contracts';

export const AUTHORITY = '29189846';
export const KY = 'urn:overblik:source:ky';
export const CASE = 'f0a3b0a6-7c0f-4c3e-9f5e-1c1f0d3f5a11';
export const OTHER_CASE = 'f0a3b0a6-7c0f-4c3e-9f5e-1c1f0d3f5a12';
export const NOTE = 'f0a3b0a6-7c0f-4c3e-9f5e-1c1f0d3f5a13';
export const PERSON = 'f0a3b0a6-7c0f-4c3e-9f5e-1c1f0d3f5a14';
export const CPR = '6101800001';
export const NAME = 'Karlagunda Eksempelsen';
export const TITLE = 'Vandskadeerstatningssagen';
export const NOTE_TEXT = 'Borgeren ringede om kælderfugtmålingen';

/** An event of the contract's example, of this test's authority and source. */
export function event(name: EventName, subject: string, over: Record<string, unknown> = {}): Record<string, unknown> {
  const definition = catalogue.byName.get(name);
  if (!definition) throw new Error('no such event');
  const time = '2026-03-01T10:00:00Z';
  return {
    ...exampleOf(definition),
    id: `${name} ${subject}`,
    authority: AUTHORITY,
    source: KY,
    time,
    effectivefrom: time,
    subject: `${definition.family}/${subject}`,
    ...over,
  };
}

export const karla = { kind: 'person', identifier: { type: 'cpr', value: CPR }, name: NAME };

/** A case of a person, as a source registers it. */
export const caseOf = (id: string, title: string, over: Record<string, unknown> = {}): Record<string, unknown> =>
  event('case.registered', id, {
    data: {
      caseNumber: `2026-${id.slice(-4)}`,
      title,
      kle: '32.18.04',
      sensitivity: 'notConfidential',
      openedOn: '2026-03-01',
      parties: [{ role: 'primary', party: karla }],
    },
    ...over,
  });

/** A person with two cases, a note on the first and what a source says of himself. */
export const story = [
  caseOf(CASE, TITLE),
  caseOf(OTHER_CASE, 'Boligstøtte'),
  event('journal-note.recorded', NOTE, {
    data: {
      caseId: CASE,
      title: 'Opkald',
      text: NOTE_TEXT,
      format: 'text',
      author: { kind: 'user', id: 'bo' },
      notedOn: '2026-03-02',
    },
  }),
  event('party.registered', PERSON, {
    data: { kind: 'person', identifiers: [{ type: 'cpr', value: CPR }], name: NAME },
  }),
  event('party.address-changed', PERSON, { data: { lines: ['Rævehøjvænget 7'], postalCode: '8000', city: 'Aarhus' } }),
];
