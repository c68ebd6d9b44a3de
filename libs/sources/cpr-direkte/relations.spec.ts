import { checkEvent, isProblem } from '#contracts';
import {
  ANTON,
  END,
  KARLA,
  MOTHER,
  OLD,
  eventsOf,
  itemsIn,
  person,
  record,
  start,
  told,
} from './testing/synthetic-extract.js';

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
