import { createHash } from 'node:crypto';
import { cprDirekteSource, type SourceEvent } from '#sources';
import { openHouse, type House } from '../../support/house.js';
import { countOf, describeWithRealFiles, readAll, realFile, realFilesIn, type Outcome } from './real-files.js';

const options = { authority: '29189420', hmacKey: Buffer.alloc(32, 7), sourceKnown: true };

const read = (path: string): Promise<Outcome> => readAll(cprDirekteSource.read(realFile(path), options));
const person = async (number: string): Promise<SourceEvent[]> => (await read(`cpr/PNR_${number}.txt`)).events;
const named = (events: SourceEvent[], name: string): SourceEvent[] =>
  events.filter(({ type }) => type === `dk.overblik.${name}.v1`);

describeWithRealFiles('the public test persons of the CPR Office', () => {
  const files = (): string[] => realFilesIn('cpr', /^PNR_\d{10}\.txt$/);

  it('are read whole, and every event keeps the contract', async () => {
    const events: SourceEvent[] = [];
    for (const file of files()) {
      const outcome = await read(file);
      expect(outcome.others).toEqual([]);
      events.push(...outcome.events);
    }

    expect(files()).toHaveLength(40);
    expect(countOf(events, 'party.registered')).toBe(39);
    expect(countOf(events, 'party.status-changed')).toBe(39);
    // 17 protection records, of which four are of type 0001.
    expect(countOf(events, 'party.protection-set')).toBe(4);
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    expect(new Set(events.map(({ time }) => time))).toEqual(new Set(['2001-11-18T23:00:00.000000Z']));
  });

  it('leave no personal number, bare or plainly hashed, in ids and subjects', async () => {
    for (const file of files()) {
      const number = /\d{10}/.exec(file)?.[0] ?? '';
      const digests = ['md5', 'sha1', 'sha256'].map((name) =>
        createHash(name).update(number).digest('hex').slice(0, 16),
      );
      for (const { id, subject } of await person(number)) {
        const shown = `${id} ${subject}`.replaceAll('-', '');
        for (const secret of [number, ...digests]) expect(shown).not.toContain(secret);
      }
    }
  });

  it('say of a deleted number only which one took its place', async () => {
    const events = await person('0101520013');

    expect(events.map(({ type, effectivefrom, data }) => ({ type, effectivefrom, data }))).toEqual([
      {
        type: 'dk.overblik.party.identifier-changed.v1',
        effectivefrom: '2001-11-07T13:50:00.000000Z',
        data: {
          old: { type: 'cpr', value: '0101520013' },
          new: { type: 'cpr', value: '0107529039' },
          reason: 'duplicate',
        },
      },
    ]);
    expect(events[0]?.subject).toBe((await person('0107529039'))[0]?.subject);
  });

  it('show the person that lived on with both numbers, the address, and the protection of 1998', async () => {
    const events = await person('0107529039');

    expect(named(events, 'party.registered')[0]).toMatchObject({
      effectivefrom: '1952-06-30T23:00:00.000000Z',
      data: {
        birthDate: '1952-07-01',
        identifiers: [
          { type: 'cpr', value: '0107529039', from: '1997-09-09' },
          { type: 'cpr', value: '0101520013', from: '1997-09-09', to: '2001-11-07' },
        ],
      },
    });
    expect(named(events, 'party.identifier-changed')[0]?.data).toMatchObject({ reason: 'duplicate' });
    expect(named(events, 'party.address-changed').at(-1)).toMatchObject({
      effectivefrom: '1998-01-01T08:07:00.000000Z',
      data: { lines: ['Industrivænget 48', 'Hasseris'], postalCode: '9000', city: 'Aalborg', municipalityCode: '0851' },
    });
    expect(named(events, 'party.protection-set')).toMatchObject([
      { effectivefrom: '1997-12-31T23:00:00.000000Z', data: { kind: 'nameAndAddress', until: '1998-06-30' } },
    ]);
  });

  it('keep the past of a name and drop what was annulled or corrected', async () => {
    const events = named(await person('0708614866'), 'party.name-changed');

    expect(events.map(({ data }) => data)).toEqual([
      { name: 'Viggo Holger Hermandsen-Ivarson' },
      { name: 'Viggo Hermandsen Ivarson' },
      { name: 'Kate Nivarson' },
    ]);
  });

  it('marry, divorce and marry again in the order in which it happened', async () => {
    const relations = (await person('0708614319')).filter(({ type }) => type.includes('relation-'));

    expect(
      relations.map(({ type, effectivefrom, effectiveto }) => [type.split('.')[3], effectivefrom, effectiveto]),
    ).toEqual([
      ['relation-started', '1980-05-01T18:00:00.000000Z', '1996-03-01T15:06:00.000000Z'],
      ['relation-ended', '1996-03-01T15:06:00.000000Z', undefined],
      ['relation-started', '1997-09-09T11:15:00.000000Z', undefined],
    ]);
  });
});

describeWithRealFiles('the overview of the public test persons', () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse();
  });
  afterAll(() => house.close());

  it('shows a change of number once, though the extracts of both numbers tell of it', async () => {
    await house.publish([...(await person('0107529039')), ...(await person('0101520013'))]);
    await house.settle();

    const view = await house.party({ cpr: '0107529039' }, { authority: options.authority });
    const timeline = view?.['timeline'] as { nodes: { title: string; at: string }[] };
    const changes = timeline.nodes.filter(({ title }) => title === 'Nyt identifikationsnummer');
    expect(changes.map(({ at }) => at)).toEqual(['2001-11-06T23:00:00.000000Z']);
  });
});
