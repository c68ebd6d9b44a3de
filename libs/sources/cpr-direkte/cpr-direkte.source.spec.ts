import fc from 'fast-check';
import type { CprDirekteOptions } from './cpr-direkte.source.js';
import {
  ANTON,
  END,
  KARLA,
  OLD,
  eventsOf,
  itemsIn,
  named,
  person,
  record,
  start,
  wasNamed,
} from './testing/synthetic-extract.js';

describe('ids', () => {
  const whole = [start(), person(), named('Karla', 'Prøve', '201006011200'), END].join('\n');
  const idsIn = async (text: string, more: Partial<CprDirekteOptions> = {}): Promise<string[]> =>
    (await itemsIn(text, more)).flatMap((item) => (item.kind === 'event' ? [item.event.id] : []));

  it('are the same for the same extract and new for that of another day', async () => {
    const first = await idsIn(whole);
    const nextDay = await idsIn(whole.replace('20240301', '20240302'));

    expect(await idsIn(whole)).toEqual(first);
    expect(nextDay.filter((id) => first.includes(id))).toEqual([]);
    expect(new Set(first).size).toBe(3);
  });

  it('stay for what did not change when the register answers twice on one day', async () => {
    const first = await idsIn(whole);
    const second = await idsIn(
      whole.replace(END, `${wasNamed('', 'Karla', 'Eksempel', '198002011200', '201006011200')}\n${END}`),
    );

    expect(second).toHaveLength(4);
    expect(second).toEqual(expect.arrayContaining(first));
  });

  it('depend on the key and never show the number', async () => {
    const ids = await idsIn(whole);
    const subjects = (await eventsOf(person())).map(({ subject }) => subject);

    expect((await idsIn(whole, { hmacKey: Buffer.alloc(32, 2) })).filter((id) => ids.includes(id))).toEqual([]);
    for (const text of [...ids, ...subjects]) expect(text.replaceAll('-', '')).not.toContain(KARLA);
  });
});

describe('an extract', () => {
  it('of many persons is read person by person, with blank lines and either kind of line end', async () => {
    const lines = [
      start(),
      person(KARLA),
      '',
      person(ANTON),
      record('008', ANTON, { 14: 'Anton', 106: 'Eksempel' }),
      END,
    ];
    const one = await itemsIn(lines.join('\n'));

    expect(one.map((item) => [item.kind, item.line])).toEqual([
      ['event', 2],
      ['event', 2],
      ['event', 4],
      ['event', 4],
      ['event', 5],
    ]);
    expect(await itemsIn(lines.join('\r\n'))).toEqual(one);
  });

  it('gives the same events however its bytes are cut into pieces', async () => {
    const text = [start(), person(), named('Åse Karla', 'Prøve', '201006011200'), END].join('\r\n');
    const whole = await itemsIn(text);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 80 }), async (size) => {
        expect(await itemsIn(text, {}, size)).toEqual(whole);
      }),
    );
  });

  it('presents the register once where it is unknown', async () => {
    const [first] = await itemsIn([start(), END].join('\n'), { sourceKnown: false });

    expect(first).toMatchObject({
      kind: 'event',
      event: { id: 'source.registered', source: 'urn:overblik:source:cpr' },
    });
  });

  it.each([
    ['an empty file', '', 'the file is empty', 1],
    ['no start record', `${person()}\n${END}`, 'the file does not begin with a start record (000)', 1],
    ['no production date', `${start('00000000')}\n${END}`, 'the start record has no production date', 1],
    ['no end record', `${start()}\n`, 'the file has no end record (999): its end may be missing', 1],
  ])('with %s is reported unreadable', async (_claim, text, reason, line) => {
    expect(await itemsIn(text)).toEqual([{ kind: 'unreadable', reason, line }]);
  });

  it('reports each line that gives nothing, without a number in the reason', async () => {
    const items = await itemsIn(
      [
        start(),
        record('001', '9999999999', { 24: '01' }),
        person(OLD, { 24: '60', 26: '202401101230' }),
        record('008', ANTON, { 14: 'Anton' }),
        record('777', KARLA),
        record('910', 'PNR'),
        record('011', KARLA, { 14: 'F' }),
        END,
      ].join('\n'),
    );

    expect(
      items.map((item) => (item.kind === 'event' ? item.event.type : `${item.line}: ${item.reason}`)).sort(),
    ).toEqual([
      '2: record 001 has no valid personal number',
      '3: the number was replaced, but record 001 does not say by which',
      '4: record 008 does not belong to the record 001 before it',
      '5: the record type is not known',
      '6: the register answered with an error record (910)',
    ]);
    expect(JSON.stringify(items)).not.toMatch(/\d{10}/);
  });
});
