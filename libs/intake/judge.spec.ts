import type { Sender } from './sender.js';
import {
  AUTHORITY,
  CASE,
  event,
  KY,
  openTrial,
  OTHER_AUTHORITY,
  progress,
  registered,
  SBSYS,
} from './testing/intake-trial.js';

describe('the rules, in order', () => {
  const cases: [string, Record<string, unknown>, string, string][] = [
    ['a missing attribute', registered({ time: undefined }), 'schema', '/time'],
    ['no such day', registered({ time: '2026-02-30T10:00:00Z' }), 'schema', '/time'],
    ['a CVR that does not hold', registered({ authority: '29189847' }), 'identifier', '/authority'],
    ['a foreign authority', registered({ authority: OTHER_AUTHORITY }), 'foreign-authority', '/authority'],
    ['a foreign source', registered({ source: SBSYS }), 'foreign-source', '/source'],
    ['an unknown type', registered({ type: 'dk.overblik.case.dreamt.v1' }), 'unknown-type', '/type'],
    ['a type of another pattern', registered({ type: 'com.example.thing' }), 'unknown-type', '/type'],
    ['too much data', registered({ data: { title: 'x'.repeat(262_145) } }), 'too-large', '/data'],
    ['a subject of another family', registered({ subject: `document/${CASE}` }), 'schema', '/subject'],
    ['an unknown field', progress({ data: { progress: 'informed', mood: 'x' } }), 'schema', '/data/mood'],
    [
      'an unknown field named like a person number',
      progress({ data: { progress: 'informed', '0101901234': 1 } }),
      'schema',
      '/data/*',
    ],
    ['a NUL', progress({ data: { progress: 'informed', statusText: 'a\0b' } }), 'schema', '/data/statusText'],
    [
      'half a character',
      progress({ data: { progress: 'informed', statusText: 'a\ud800b' } }),
      'schema',
      '/data/statusText',
    ],
    [
      'more than five minutes ahead',
      progress({ time: '2026-06-01T12:05:00.000001Z', effectivefrom: undefined }),
      'future-time',
      '/time',
    ],
  ];
  it.each(cases)('refuses %s', async (_what, sent, rule, path) => {
    const trial = openTrial();
    const receipt = await trial.take(sent);
    expect(receipt).toMatchObject({ status: 'quarantined', quarantineId: expect.any(String), problem: { rule, path } });
    expect((await trial.names()).filter((name) => !name.startsWith('operation.'))).toEqual([]);
    const shown = await trial.intake.desk.show(receipt.quarantineId ?? '');
    expect(shown).toMatchObject({ status: 'open', event: JSON.parse(JSON.stringify(sent)) });
  });

  it('takes what is registered exactly five minutes ahead', async () => {
    const receipt = await openTrial().take(progress({ time: '2026-06-01T12:05:00Z', effectivefrom: undefined }));
    expect(receipt.status).toBe('accepted');
  });

  it('refuses a number of a person that is none', async () => {
    const party = { kind: 'person', identifier: { type: 'cpr', value: '3213991234' } };
    const receipt = await openTrial().take(event('case.party-added', { id: 'p', data: { role: 'primary', party } }));
    expect(receipt.problem).toMatchObject({ rule: 'identifier', path: '/data/party/identifier/value' });
  });

  it('does not cross what is granted in two authorities', async () => {
    const sender: Sender = {
      kind: 'source',
      covers: [
        { authority: AUTHORITY, source: KY },
        { authority: OTHER_AUTHORITY, source: SBSYS },
      ],
    };
    expect((await openTrial().take(registered({ source: SBSYS }), sender)).problem?.rule).toBe('foreign-source');
  });

  it('lets an operator speak for every authority and source', async () => {
    const receipt = await openTrial().take(registered({ authority: OTHER_AUTHORITY, source: SBSYS }), {
      kind: 'operator',
      name: 'o',
    });
    expect(receipt.status).toBe('accepted');
  });

  it.each([[null], [1], ['text'], [[]], [[registered()]], [true]])(
    'quarantines a batch member that is no object: %j',
    async (sent) => {
      expect(await openTrial().take(sent)).toMatchObject({
        id: null,
        status: 'quarantined',
        problem: { rule: 'schema', path: '' },
      });
    },
  );
});
