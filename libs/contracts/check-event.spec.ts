import { catalogue, type EventName } from './catalogue.js';
import { MAX_DATA_BYTES, checkEvent, checkFuture, checkSize, resolveType } from './check-event.js';
import { configureContracts } from './formats.js';
import { MAX_NOTE_BYTES } from './journal-note-events.js';
import { isProblem } from './problem.js';
import { exampleOf } from './published-contracts.js';

function eventOf(
  name: EventName,
  data: Readonly<Record<string, unknown>> = {},
  attributes: object = {},
): Record<string, unknown> {
  const definition = catalogue.byName.get(name);
  if (definition === undefined) throw new Error(`no event ${name}`);
  const merged = Object.entries({ ...(definition.example as object), ...data }).filter(
    ([, value]) => value !== undefined,
  );
  return { ...exampleOf(definition), data: Object.fromEntries(merged), ...attributes };
}

function outcome(raw: unknown): string {
  const result = checkEvent(raw);
  return isProblem(result) ? `${result.rule} ${result.path}` : 'accepted';
}

const history = (...entries: [string, string][]) => entries.map(([progress, from]) => ({ progress, from }));
const person = (type: string, value: string) => ({ kind: 'person', identifier: { type, value } });

describe('an event that fits its contract', () => {
  it('comes out with the object that it is about and its data untouched', () => {
    const raw = eventOf('case.decided', {}, { subject: 'case/5E9A1C9E-3D30-5B0E-8B62-6B6B6F0D6D01' });
    expect(checkEvent(raw)).toMatchObject({
      name: 'case.decided',
      family: 'case',
      objectId: '5e9a1c9e-3d30-5b0e-8b62-6b6b6f0d6d01',
      subject: 'case/5E9A1C9E-3D30-5B0E-8B62-6B6B6F0D6D01',
      data: raw['data'],
    });
  });

  it.each<[EventName, Record<string, unknown>]>([
    ['case.registered', { parties: [] }],
    ['case.registered', { hop: { url: 'https://ky.example/sag/1?x=%C3%A6' } }],
    ['case.registered', { progress: 'carriedOut' }],
    ['case.attributes-changed', { description: null, hop: null, responsibleUnit: null, kleVersion: null }],
    ['case.imported', { progress: undefined }],
    ['case.imported', { progressHistory: undefined, progress: 'closed' }],
    ['case.security-profile-set', { members: [] }],
    ['party.registered', { identifiers: [{ type: 'replacement', value: '010180-AB01' }], name: undefined }],
    [
      'party.registered',
      { identifiers: [{ type: 'cpr', value: '6101800001', from: '2020-01-01', to: '2020-01-01T00:00:01+01:00' }] },
    ],
    ['document.registered', { cases: [], parties: [person('cvr', '29189846')] }],
    ['document.registered', { parties: [{ party: person('other', 'kunde 7') }] }],
    ['case.registered', { hop: { key: 'x', params: { type: 'cpr', value: 'y' } } }],
    ['source.registered', { hopTemplate: undefined, expectedInterval: 'P1D' }],
    ['source.heartbeat', { lastSequence: 4711 }],
    ['journal-note.recorded', { text: 'æ'.repeat(MAX_NOTE_BYTES / 2) }],
  ])('%s with %j is accepted', (name, data) => {
    expect(outcome(eventOf(name, data))).toBe('accepted');
  });
});

describe('data that does not fit', () => {
  it.each<[EventName, Record<string, unknown>, string]>([
    ['case.registered', { kle: undefined }, '/data/kle'],
    ['case.registered', { parties: undefined }, '/data/parties'],
    ['case.registered', { kle: '32.18' }, '/data/kle'],
    ['case.registered', { kle: '32.18.04\n' }, '/data/kle'],
    ['case.registered', { facet: 'g1' }, '/data/facet'],
    ['case.registered', { openedOn: '2026-02-30' }, '/data/openedOn'],
    ['case.registered', { openedOn: '2026-03-01T00:00:00Z' }, '/data/openedOn'],
    ['case.registered', { sensitivity: 'secret' }, '/data/sensitivity'],
    ['case.registered', { title: '' }, '/data/title'],
    ['case.registered', { title: 5 }, '/data/title'],
    ['case.registered', { title: null }, '/data/title'],
    ['case.registered', { description: null }, '/data/description'],
    ['case.registered', { parentCaseId: 'case/1' }, '/data/parentCaseId'],
    ['case.registered', { parties: [{ party: person('cpr', '3102801234') }] }, '/data/parties/0/role'],
    [
      'case.registered',
      { parties: [{ role: 'primary', party: { ...person('cpr', '3102801234'), age: 5 } }] },
      '/data/parties/0/party/age',
    ],
    [
      'case.registered',
      { parties: [{ role: 'primary', party: person('ssn', '1') }] },
      '/data/parties/0/party/identifier/type',
    ],
    ['case.registered', { parties: {} }, '/data/parties'],
    ['case.registered', { progressHistory: [] }, '/data/progressHistory'],
    ['case.registered', { colour: 'red' }, '/data/colour'],
    ['case.registered', { '3102801234': 'x' }, '/data/*'],
    ['case.registered', { hop: {} }, '/data/hop/key'],
    ['case.registered', { hop: { url: 'https://a.example', key: 'x' } }, '/data/hop/key'],
    ['case.registered', { hop: { url: 'javascript:alert(1)' } }, '/data/hop/url'],
    ['case.registered', { hop: { url: 'http://a.example/' } }, '/data/hop/url'],
    ['case.registered', { hop: { url: 'https://' } }, '/data/hop/url'],
    ['case.registered', { hop: { key: 'x', params: { 'a-b': 'x' } } }, '/data/hop/params/a-b'],
    ['case.attributes-changed', { title: null }, '/data/title'],
    ['case.attributes-changed', { caseNumber: null }, '/data/caseNumber'],
    ['case.attributes-changed', { openedOn: null }, '/data/openedOn'],
    ['case.attributes-changed', { kle: '32.18.04' }, '/data/kle'],
    ['case.attributes-changed', { progress: 'closed' }, '/data/progress'],
    ['case.attributes-changed', { description: 5 }, '/data/description'],
    ['case.attributes-changed', { hop: { url: 5 } }, '/data/hop/url'],
    ['case.attributes-changed', { primaryHandler: { kind: 'user' } }, '/data/primaryHandler/id'],
    ['case.imported', { progress: 'closed' }, '/data/progress'],
    ['case.imported', { progress: undefined, progressHistory: [] }, '/data/progressHistory'],
    [
      'case.imported',
      {
        progress: undefined,
        progressHistory: history(['opened', '2026-01-02T00:00:00Z'], ['closed', '2026-01-02T01:00:00+01:00']),
      },
      '/data/progressHistory/1/from',
    ],
    [
      'case.imported',
      {
        progress: undefined,
        progressHistory: history(['opened', '2026-01-02T00:00:00Z'], ['closed', '2026-01-01T00:00:00Z']),
      },
      '/data/progressHistory/1/from',
    ],
    ['case.imported', { progressHistory: history(['opened', '2026-01-02']) }, '/data/progressHistory/0/from'],
    ['case.object-linked', { urn: 'bbr:1' }, '/data/urn'],
    ['case.transferred', { toSource: 'ky2' }, '/data/toSource'],
    [
      'party.registered',
      { identifiers: [{ type: 'cpr', value: '6101800001', from: '2020-13-01' }] },
      '/data/identifiers/0/from',
    ],
    [
      'party.registered',
      { identifiers: [{ type: 'cpr', value: '6101800001', from: '2020-01-02', to: '2020-01-02' }] },
      '/data/identifiers/0/to',
    ],
    ['party.status-changed', { cprStatus: '1' }, '/data/cprStatus'],
    ['party.relation-started', { kind: 'ward' }, '/data/kind'],
    ['document.registered', { parties: [{}] }, '/data/parties/0/party'],
    ['document.registered', { parties: [{ party: person('other', 'a'), role: 'friend' }] }, '/data/parties/0/role'],
    ['document.registered', { version: 2 }, '/data/version'],
    ['journal-note.recorded', { text: 'æ'.repeat(MAX_NOTE_BYTES / 2 + 1) }, '/data/text'],
    ['journal-note.recorded', { supersedes: '9d1a0a52-9a0f-4d55-a1a5-6a0f6c1f2b55' }, '/data/supersedes'],
    ['journal-note.corrected', { supersedes: undefined }, '/data/supersedes'],
    ['source.registered', { expectedInterval: 'soon' }, '/data/expectedInterval'],
    ['source.registered', { expectedInterval: 'PT0S' }, '/data/expectedInterval'],
    ['source.registered', { hopTemplate: 'https://a.example/{+key}' }, '/data/hopTemplate'],
    ['source.registered', { hopTemplate: 'https://a.example/{key' }, '/data/hopTemplate'],
    ['source.registered', { hopTemplate: 'http://a.example/{key}' }, '/data/hopTemplate'],
    ['source.registered', { noteEndpoint: 'ftp://a.example' }, '/data/noteEndpoint'],
    ['source.heartbeat', { lastSequence: '-1' }, '/data/lastSequence'],
    ['source.heartbeat', { backlog: -1 }, '/data/backlog'],
    ['source.heartbeat', { backlog: 1.5 }, '/data/backlog'],
    ['source.heartbeat', { counts: { cases: 1 } }, '/data/counts/cases'],
    ['source.snapshot-started', { counts: undefined }, '/data/counts'],
  ])('%s with %j is a schema fault', (name, data, path) => {
    expect(outcome(eventOf(name, data))).toBe(`schema ${path}`);
  });

  it('is refused whole where it is no object', () => {
    for (const data of [null, undefined, 5, 'text', true, [], [{}]]) {
      expect(outcome(eventOf('case.removed', {}, { data }))).toBe('schema /data');
    }
  });

  it('never shows a value of the event in the problem', () => {
    const secrets = {
      title: 0,
      kle: '3102801234',
      openedOn: '3102801234',
      sensitivity: '3102801234',
      facet: '3102801234',
    };
    for (const [field, value] of Object.entries(secrets)) {
      const shown = JSON.stringify(checkEvent(eventOf('case.registered', { [field]: value })));
      expect(shown).toContain(`/data/${field}`);
      expect(shown).not.toContain('3102801234');
    }
    const party = eventOf('case.party-added', { party: person('cpr', '9999999999') });
    expect(JSON.stringify(checkEvent(party))).not.toContain('9999999999');
  });

  it('takes http hops where development allows them', () => {
    const raw = eventOf('case.registered', { hop: { url: 'http://127.0.0.1:4000/sag/1' } });
    configureContracts({ allowHttpHops: true });
    expect(outcome(raw)).toBe('accepted');
    configureContracts({ allowHttpHops: false });
    expect(outcome(raw)).toBe('schema /data/hop/url');
  });
});

describe('the order of the rules', () => {
  it('asks envelope, authority, type, subject, data and numbers one after the other', () => {
    const broken: Record<string, unknown> = {
      ...eventOf('case.party-added', { party: person('cpr', 'x'), colour: 'red' }),
      id: '',
      authority: '12345678',
      type: 'dk.overblik.case.exploded.v1',
      subject: 'party/1',
    };
    expect(outcome(broken)).toBe('schema /id');
    broken['id'] = 'a';
    expect(outcome(broken)).toBe('identifier /authority');
    broken['authority'] = '29189846';
    expect(outcome(broken)).toBe('unknown-type /type');
    broken['type'] = 'dk.overblik.case.party-added.v1';
    expect(outcome(broken)).toBe('schema /subject');
    broken['subject'] = 'case/5e9a1c9e-3d30-5b0e-8b62-6b6b6f0d6d01';
    expect(outcome(broken)).toBe('schema /data/colour');
    broken['data'] = { role: 'primary', party: person('cpr', 'x') };
    expect(outcome(broken)).toBe('identifier /data/party/identifier/value');
    broken['data'] = { role: 'primary', party: person('other', 'x') };
    expect(outcome(broken)).toBe('accepted');
  });

  it.each([
    'case',
    'case/',
    'case/1',
    'case/5e9a1c9e-3d30-5b0e-8b62-6b6b6f0d6d01/x',
    'CASE/5e9a1c9e-3d30-5b0e-8b62-6b6b6f0d6d01',
    'document/5e9a1c9e-3d30-5b0e-8b62-6b6b6f0d6d01',
    'case/\0',
  ])('refuses the subject %j of a case event', (subject) => {
    expect(outcome(eventOf('case.removed', {}, { subject }))).toBe('schema /subject');
  });

  it('gives removed no end, but lets other events have one', () => {
    const effectiveto = '2030-01-01T00:00:00Z';
    for (const family of ['case', 'party', 'document', 'journal-note', 'grant', 'payment', 'service'] as const) {
      expect(outcome(eventOf(`${family}.removed`, {}, { effectiveto }))).toBe('schema /effectiveto');
    }
    expect(outcome(eventOf('case.visibility-restricted', {}, { effectiveto }))).toBe('accepted');
  });
});

describe('numbers in the data', () => {
  it.each<[EventName, Record<string, unknown>, string]>([
    [
      'case.registered',
      { parties: [{ role: 'primary', party: person('cvr', '29189847') }] },
      '/data/parties/0/party/identifier/value',
    ],
    ['case.party-ended', { party: person('pnr', '123') }, '/data/party/identifier/value'],
    [
      'party.registered',
      {
        identifiers: [
          { type: 'other', value: 'x' },
          { type: 'cpr', value: '010180-AB01' },
        ],
      },
      '/data/identifiers/1/value',
    ],
    ['party.identifier-changed', { new: { type: 'cpr', value: '3213800001' } }, '/data/new/value'],
    ['party.relation-started', { party: person('cpr', '1') }, '/data/party/identifier/value'],
    ['party.company-changed', { pNumbers: ['1000000001', '1'] }, '/data/pNumbers/1'],
    ['document.registered', { parties: [person('cpr', '1')] }, '/data/parties/0/identifier/value'],
    ['document.registered', { parties: [{ party: person('cpr', '1') }] }, '/data/parties/0/party/identifier/value'],
  ])('%s with %j breaks the rule identifier', (name, data, path) => {
    expect(outcome(eventOf(name, data))).toBe(`identifier ${path}`);
  });
});

describe('the rules beside', () => {
  it('measures the data as received', () => {
    expect(checkSize(MAX_DATA_BYTES)).toBeUndefined();
    expect(checkSize(MAX_DATA_BYTES + 1)).toMatchObject({ rule: 'too-large', path: '/data' });
  });

  it('lets a source be five minutes ahead and no more', () => {
    const now = '2026-03-01T12:00:00.000001Z';
    expect(checkFuture({ time: '2026-03-01T12:05:00.000001Z' }, now)).toBeUndefined();
    expect(checkFuture({ time: '2026-03-01T12:05:00.000002Z' }, now)).toMatchObject({
      rule: 'future-time',
      path: '/time',
    });
  });

  it('knows no type of another pattern', () => {
    for (const type of [
      'x',
      'dk.overblik.case.registered',
      'constructor',
      'dk.overblik.operation.event-quarantined.v1',
    ]) {
      expect(resolveType({ type })).toMatchObject({ rule: 'unknown-type', path: '/type' });
    }
  });
});
