import fc from 'fast-check';
import { checkEvent, isProblem } from '#contracts';
import type { SourceItem } from '../source-adapter.js';
import type { SourceEvent } from '../source-event.js';
import { cprDirekteSource, type CprDirekteOptions } from './cpr-direkte.source.js';

// Synthetic persons only: day + 60.
const KARLA = '6101801234';
const ANTON = '6202791235';
const MOTHER = '7003501236';
const OLD = '6101801999';

const options: CprDirekteOptions = { authority: '29189846', hmacKey: Buffer.alloc(32, 1), sourceKnown: true };

/** A record with texts at their positions (from 1), trailing blanks trimmed as in real extracts. */
function record(type: string, number: string, fields: Record<number, string> = {}): string {
  let text = type + number;
  for (const [position, value] of Object.entries(fields)) text = text.padEnd(Number(position) - 1) + value;
  return text.trimEnd();
}

const start = (producedOn = '20240301'): string => `0000000000000011090${producedOn}20240229`;
const END = '999999999999900000001';
const person = (number = KARLA, fields: Record<number, string> = {}): string =>
  record('001', number, { 24: '01', 26: '000000000000', 40: '1980-01-01', 51: '1980-01-01', ...fields });

async function* bytesOf(text: string, size = 50): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text, 'latin1');
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function itemsIn(text: string, more: Partial<CprDirekteOptions> = {}, size?: number): Promise<SourceItem[]> {
  const items: SourceItem[] = [];
  for await (const item of cprDirekteSource.read(bytesOf(text, size), { ...options, ...more })) items.push(item);
  return items;
}

/** The events of one person's records in a whole extract; fails on anything else, and on an event against the contract. */
async function eventsOf(...records: string[]): Promise<SourceEvent[]> {
  const items = await itemsIn([start(), ...records, END].join('\r\n'));
  return items.map((item) => {
    if (item.kind !== 'event') throw new Error(item.reason);
    const verdict = checkEvent(item.event);
    if (isProblem(verdict)) throw new Error(`${verdict.path}: ${verdict.message}`);
    return item.event;
  });
}

async function told(name: string, ...records: string[]): Promise<Record<string, unknown>[]> {
  const events = (await eventsOf(...records)).filter(({ type }) => type === `dk.overblik.party.${name}.v1`);
  return events.map(({ effectivefrom, effectiveto, data }) => ({ from: effectivefrom, to: effectiveto, ...data }));
}

const named = (first: string, last: string, from: string): string =>
  record('008', KARLA, { 14: first, 106: last, 147: from });
const wasNamed = (mark: string, first: string, last: string, from: string, to: string): string =>
  record('026', KARLA, { 14: mark || ' ', 15: first, 107: last, 148: from, 161: to });

describe('a person of the register', () => {
  it('is one party with its number, birth date and status, stated on the production date', async () => {
    const [registered, status] = await eventsOf(person());

    expect(registered).toMatchObject({
      type: 'dk.overblik.party.registered.v1',
      source: 'urn:overblik:source:cpr',
      time: '2024-02-29T23:00:00.000000Z',
      effectivefrom: '1979-12-31T23:00:00.000000Z',
      sequence: '0',
      data: {
        kind: 'person',
        identifiers: [{ type: 'cpr', value: KARLA, from: '1980-01-01' }],
        birthDate: '1980-01-01',
      },
    });
    expect(status).toMatchObject({ type: 'dk.overblik.party.status-changed.v1', data: { cprStatus: '01' } });
  });

  it('dies on the day of status 90', async () => {
    expect(await told('died', person(KARLA, { 24: '90', 26: '202311052315' }))).toEqual([
      { on: '2023-11-05', from: '2023-11-05T22:15:00.000000Z', to: undefined },
    ]);
  });

  it('bears its current name, and before it those that applied', async () => {
    const names = await told(
      'name-changed',
      person(),
      named('Karla', 'Prøve', '201006011200'),
      wasNamed('', 'Karla', 'Eksempel', '198002011200', '201006011200'),
      wasNamed('A', 'Carla', 'Eksempel', '199002011200', '199502011200'),
      wasNamed('K', 'Klara', 'Eksempel', '199002011200', '199502011200'),
      wasNamed('', 'Kortvarig', 'Eksempel', '199502011200', '199502011200'),
    );

    expect(names).toEqual([
      { name: 'Karla Eksempel', from: '1980-02-01T11:00:00.000000Z', to: '2010-06-01T10:00:00.000000Z' },
      { name: 'Karla Prøve', from: '2010-06-01T10:00:00.000000Z', to: undefined },
    ]);
  });

  it.each([
    ['the earliest moment of a year', '196100001299', '1960-12-31T23:00:00.000000Z'],
    ['the midnight of a day without a time', '20100601', '2010-05-31T22:00:00.000000Z'],
    ['the end of the day at hour 24', '201006012400', '2010-06-01T22:00:00.000000Z'],
    ['the first of two equal hours when summer time ends', '202310290230', '2023-10-29T00:30:00.000000Z'],
    ['its birth where the register does not know', '000000000000', '1979-12-31T23:00:00.000000Z'],
    ['its birth where the field is blank', '', '1979-12-31T23:00:00.000000Z'],
  ])('is called so from %s', async (_claim, written, from) => {
    expect(await told('name-changed', person(), named('Karla', 'Prøve', written))).toMatchObject([{ from }]);
  });

  it('has a later sequence for what applies later, whatever the order of the records', async () => {
    const records = [
      named('C', 'C', '201006011200'),
      wasNamed('', 'B', 'B', '200001011200', ''),
      wasNamed('', 'A', 'A', '199001011200', ''),
    ];
    const events = await eventsOf(person(), ...records);
    const again = await eventsOf(person(), ...[...records].reverse());
    const sequences = events.map(({ sequence }) => Number(sequence));

    expect([...sequences].sort((one, other) => one - other)).toEqual(sequences);
    expect(again.map(({ id }) => id)).toEqual(events.map(({ id }) => id));
    expect(await told('name-changed', person(), ...records)).toMatchObject([
      { name: 'A A' },
      { name: 'B B' },
      { name: 'C C' },
    ]);
  });
});

describe('an address of the register', () => {
  const codes = record('002', KARLA, {
    14: '0999',
    18: '1234',
    22: '012A',
    26: '02',
    28: '  tv',
    70: '201501010900',
    117: 'Bag laden',
  });
  const written = record('003', KARLA, {
    48: 'c/o Prøve',
    82: 'Solgården',
    116: 'Eksempelvej 12A,2 tv',
    150: 'Lilleby',
    184: '9999',
    188: 'Prøveby',
    208: '0999',
  });

  it('is written as on a letter, from the day of moving in', async () => {
    expect(await told('address-changed', person(), codes, written)).toEqual([
      {
        lines: ['Eksempelvej 12A,2 tv', 'Solgården', 'Lilleby', 'Bag laden'],
        postalCode: '9999',
        city: 'Prøveby',
        municipalityCode: '0999',
        coName: 'Prøve',
        from: '2015-01-01T08:00:00.000000Z',
        to: undefined,
      },
    ]);
  });

  it('of the past has codes for a street, for the register keeps no name', async () => {
    const past = (mark: string) =>
      record('023', KARLA, {
        14: mark,
        15: '0999',
        19: '4321',
        23: '007 ',
        27: 'st',
        29: '  th',
        71: '200001011200',
        84: '201501010900',
      });

    expect(await told('address-changed', person(), past('A'), past(' '), codes, written)).toMatchObject([
      { lines: ['Vejkode 4321 nr. 7, st. th'], from: '2000-01-01T11:00:00.000000Z', to: '2015-01-01T08:00:00.000000Z' },
      { postalCode: '9999' },
    ]);
  });

  it('abroad is given in its own lines, or at least by its country', async () => {
    const abroad = record('005', KARLA, { 14: '5180', 18: '202001011200', 31: 'Probestrasse 1', 65: 'D 12345 Probe' });
    const before = record('024', KARLA, { 15: '5120', 19: '199901011200', 36: '200001011200', 49: 'Provgatan 2' });
    const entryOnly = record('024', KARLA, { 15: '0000', 19: '000000000000', 32: '5120', 36: '198501011200' });

    expect(await told('address-changed', person(), abroad, before, entryOnly)).toMatchObject([
      { lines: ['Provgatan 2'], to: '2000-01-01T11:00:00.000000Z' },
      { lines: ['Probestrasse 1', 'D 12345 Probe'], from: '2020-01-01T11:00:00.000000Z' },
    ]);
    expect(
      await told('address-changed', person(), record('005', KARLA, { 14: '5180', 18: '202001011200' })),
    ).toMatchObject([{ lines: ['Udlandet (landekode 5180)'] }]);
  });

  it('that is blank is no address', async () => {
    expect(await told('address-changed', person(), record('003', KARLA, { 184: '0000', 208: '0000' }))).toEqual([]);
  });

  it('is hidden by protection of type 0001 alone, its last day included', async () => {
    const protection = (type: string): string => record('004', KARLA, { 14: type, 18: '2024-01-15', 28: '2025-01-15' });

    expect(await told('protection-set', person(), codes, ...['0001', '0002', '0003', '0004'].map(protection))).toEqual([
      { kind: 'nameAndAddress', until: '2025-01-15', from: '2024-01-14T23:00:00.000000Z', to: undefined },
    ]);
  });

  it('is shown again by an extract that no longer knows of a protection', async () => {
    expect(await told('protection-lapsed', person(), codes, written)).toMatchObject([
      { kind: 'nameAndAddress', from: '2024-02-29T23:00:00.000000Z' },
    ]);
    expect(await told('protection-lapsed', person())).toEqual([]);
  });
});

describe('a relation of the register', () => {
  const party = (value: string) => ({ kind: 'person', identifier: { type: 'cpr', value } });
  const married = (status: string, number: string, from: string): string =>
    record('012', KARLA, { 14: status, 15: number, 71: from });
  const wasMarried = (mark: string, status: string, number: string, from: string, to: string): string =>
    record('029', KARLA, { 14: mark, 15: status, 16: number, 72: from, 85: to });

  it('to a spouse begins with the marriage and ends with it', async () => {
    const records = [
      person(),
      wasMarried(' ', 'G', ANTON, '200506041400', '201201021200'),
      married('F', ANTON, '201201021200'),
    ];

    expect(await told('relation-started', ...records)).toMatchObject([
      { kind: 'spouse', party: party(ANTON), from: '2005-06-04T12:00:00.000000Z', to: '2012-01-02T11:00:00.000000Z' },
    ]);
    expect(await told('relation-ended', ...records)).toMatchObject([
      { kind: 'spouse', party: party(ANTON), from: '2012-01-02T11:00:00.000000Z', to: undefined },
    ]);
  });

  it('to a spouse that was annulled or has no number is not told', async () => {
    const records = [
      person(),
      wasMarried('A', 'G', ANTON, '200506041400', '201201021200'),
      wasMarried(' ', 'G', '0000000000', '200506041400', '201201021200'),
      married('U', '', '000000000000'),
    ];

    expect(await told('relation-started', ...records)).toEqual([]);
    expect(await told('relation-ended', ...records)).toEqual([]);
  });

  it('to children holds from production on, to parents from the date of the record', async () => {
    const relations = await told(
      'relation-started',
      person(),
      record('014', KARLA, { 14: ANTON }),
      record('015', KARLA, {
        14: '1980-01-01',
        25: MOTHER,
        46: 'Eksempel,Mor',
        81: '1980-01-01',
        92: '0000000000',
        113: 'Ukendt,Far',
      }),
    );

    expect(relations).toEqual([
      {
        kind: 'parent',
        party: { ...party(MOTHER), name: 'Mor Eksempel' },
        from: '1979-12-31T23:00:00.000000Z',
        to: undefined,
      },
      { kind: 'child', party: party(ANTON), from: undefined, to: undefined },
    ]);
  });

  it('of custody is to the mother, the father, or whom the record names', async () => {
    const relations = await told(
      'relation-started',
      person(),
      record('016', KARLA, { 14: '0003', 18: '2010-01-01', 29: '2018-01-01' }),
      record('016', KARLA, { 14: '0005', 18: '2010-01-01', 39: ANTON, 49: '2012-01-01' }),
      record('015', KARLA, { 14: '1980-01-01', 25: MOTHER }),
    );

    expect(relations.filter((relation) => relation['kind'] === 'custody')).toEqual([
      { kind: 'custody', party: party(MOTHER), from: '2009-12-31T23:00:00.000000Z', to: '2017-12-31T23:00:00.000000Z' },
      { kind: 'custody', party: party(ANTON), from: '2011-12-31T23:00:00.000000Z', to: undefined },
    ]);
  });

  it('to a number that is none goes on to intake, which quarantines it', async () => {
    const items = await itemsIn([start(), person(), record('014', KARLA, { 14: '9999999999' }), END].join('\n'));
    const verdicts = items.flatMap((item) => (item.kind === 'event' ? [checkEvent(item.event)] : []));

    expect(verdicts.filter(isProblem)).toMatchObject([{ rule: 'identifier' }]);
  });

  it('to a guardian needs a number', async () => {
    const guardian = (number: string): string =>
      record('017', KARLA, { 14: '2020-05-01', 35: '0001', 39: number, 59: 'En Værge' });

    expect(await told('relation-started', person(), guardian(ANTON))).toMatchObject([
      { kind: 'guardian', party: party(ANTON) },
    ]);
    expect(await told('relation-started', person(), guardian(''))).toEqual([]);
  });
});

describe('a number that was replaced', () => {
  it.each([
    ['50', 'duplicate'],
    ['60', 'numberChange'],
  ])('with status %s tells only of the change, as %s', async (status, reason) => {
    const events = await eventsOf(
      person(OLD, { 14: KARLA, 24: status, 26: '202401101230', 62: '2024-01-10' }),
      record('008', OLD, { 14: 'Karla', 106: 'Eksempel', 147: '198002011200' }),
    );
    const [registered] = await eventsOf(person());

    expect(events).toMatchObject([
      {
        subject: registered?.subject,
        effectivefrom: '2024-01-10T11:30:00.000000Z',
        data: { old: { type: 'cpr', value: OLD }, new: { type: 'cpr', value: KARLA }, reason },
      },
    ]);
  });

  it('is listed with its period under the current one', async () => {
    const records = [
      person(KARLA, { 51: '2024-01-10' }),
      record('022', KARLA, { 14: OLD, 24: '1980-01-01', 35: '2024-01-10' }),
    ];

    expect(await told('registered', ...records)).toMatchObject([
      {
        identifiers: [
          { value: KARLA, from: '2024-01-10' },
          { value: OLD, from: '1980-01-01', to: '2024-01-10' },
        ],
      },
    ]);
    expect(await told('identifier-changed', ...records)).toMatchObject([
      { reason: 'numberChange', from: '2024-01-09T23:00:00.000000Z', old: { value: OLD }, new: { value: KARLA } },
    ]);
  });

  it('gave way to the next of several, not at once to the last', async () => {
    const changes = await told(
      'identifier-changed',
      person(KARLA, { 51: '2010-01-01' }),
      record('022', KARLA, { 14: MOTHER, 24: '1990-01-01', 35: '2010-01-01' }),
      record('022', KARLA, { 14: OLD, 24: '1980-01-01', 35: '1990-01-01' }),
    );

    expect(changes).toMatchObject([
      { old: { value: OLD }, new: { value: MOTHER }, reason: 'numberChange' },
      { old: { value: MOTHER }, new: { value: KARLA }, reason: 'numberChange' },
    ]);
  });

  it('beside another in use was a duplicate', async () => {
    const old = record('022', KARLA, { 14: OLD, 24: '2023-01-01', 35: '2024-01-10' });

    expect(await told('identifier-changed', person(), old)).toMatchObject([{ reason: 'duplicate' }]);
  });
});

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
