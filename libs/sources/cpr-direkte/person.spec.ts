import { KARLA, eventsOf, named, person, record, told, wasNamed } from './testing/synthetic-extract.js';

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
