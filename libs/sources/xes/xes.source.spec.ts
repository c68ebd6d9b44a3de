import { URL_NAMESPACE, checkEvent, isProblem, uuidV5 } from '#contracts';
import {
  date,
  eventsIn,
  log,
  morning,
  noon,
  options,
  registeredIn,
  step,
  string,
  trace,
} from './testing/synthetic-log.js';

describe('an event log', () => {
  it('gives a registered case, a change of progress for each event, and a closing where it has an end date', async () => {
    const events = await eventsIn(
      log(
        trace(
          'B-7',
          date('enddate', '2024-03-05T00:00:00+01:00') +
            step('Modtaget', morning, string('org:resource', 'mads')) +
            step('Sendt til høring', noon),
        ),
      ),
    );
    const subject = `case/${uuidV5(URL_NAMESPACE, 'urn:overblik:source:byg|29189846|B-7')}`;
    const common = { specversion: '1.0', source: options.source, authority: options.authority, subject };
    const progressed = { ...common, type: 'dk.overblik.case.progress-changed.v1' };

    expect(events).toEqual([
      {
        ...common,
        type: 'dk.overblik.case.registered.v1',
        id: 'B-7#0',
        time: morning,
        sequence: '0',
        data: {
          caseNumber: 'B-7',
          title: 'Modtaget',
          kle: '02.34.02',
          sensitivity: 'notConfidential',
          openedOn: '2024-03-02',
          progress: 'opened',
          parties: [],
        },
      },
      {
        ...progressed,
        id: 'B-7#1',
        time: morning,
        effectivefrom: morning,
        sequence: '1',
        registeredby: 'mads',
        data: { progress: 'opened', statusText: 'Modtaget' },
      },
      {
        ...progressed,
        id: 'B-7#2',
        time: noon,
        effectivefrom: noon,
        sequence: '2',
        data: { progress: 'informed', statusText: 'Sendt til høring' },
      },
      {
        ...progressed,
        id: 'B-7#end',
        time: '2024-03-05T00:00:00+01:00',
        effectivefrom: '2024-03-05T00:00:00+01:00',
        sequence: '3',
        data: { progress: 'closed' },
      },
    ]);
    for (const event of events) expect(isProblem(checkEvent(event))).toBe(false);
  });

  it('keeps events with equal time stamps and equal activities, in the order of the file', async () => {
    const events = await eventsIn(log(trace('1', step('A', noon) + step('A', noon) + step('A', noon))));

    expect(events.map(({ id, sequence }) => [id, sequence])).toEqual([
      ['1#0', '0'],
      ['1#1', '1'],
      ['1#2', '2'],
      ['1#3', '3'],
    ]);
  });

  it('gives a log that has grown the same events and then the new ones', async () => {
    const before = await eventsIn(log(trace('1', step('A', morning))));
    const after = await eventsIn(log(trace('1', step('A', morning) + step('B', noon)), trace('2', step('A', noon))));

    expect(after.slice(0, 2)).toEqual(before);
    expect(after.map(({ id }) => id)).toEqual(['1#0', '1#1', '1#2', '2#0', '2#1']);
  });

  it('closes at the end date as it stands, registered at the later of it and the last event', async () => {
    const [closing] = (
      await eventsIn(
        log(trace('1', date('endDate', '2024-03-01T08:00:00+01:00') + step('A', morning) + step('B', noon))),
      )
    ).slice(-1);

    expect(closing).toMatchObject({ id: '1#end', effectivefrom: '2024-03-01T08:00:00+01:00', time: noon });
  });

  it('compares moments, not texts, for the later of the two', async () => {
    const [closing] = (
      await eventsIn(log(trace('1', date('enddate', '2024-03-02T11:59:00Z') + step('A', '2024-03-02T12:30:00+01:00'))))
    ).slice(-1);

    expect(closing).toMatchObject({ id: '1#end', time: '2024-03-02T11:59:00Z' });
  });

  it('has no closing for an end date without a value', async () => {
    const events = await eventsIn(log(trace('1', date('enddate', ' ') + step('A', morning))));

    expect(events.map(({ id }) => id)).toEqual(['1#0', '1#1']);
  });

  it('takes the title from case_type before the first activity', async () => {
    expect(
      (await registeredIn(log(trace('1', string('case_type', 'Byggetilladelse') + step('A', morning))))).title,
    ).toBe('Byggetilladelse');
    expect((await registeredIn(log(trace('1', string('case_type', '') + step('A', morning))))).title).toBe('A');
  });

  it.each([
    ['the group of the first event', string('department', 'D') + string('group', 'G'), string('org:group', 'E'), 'E'],
    [
      'the department where that group is EMPTY',
      string('group', 'G') + string('department', 'D'),
      string('org:group', 'EMPTY'),
      'D',
    ],
    ['the group of the trace as the last resort', string('group', 'G') + string('department', 'EMPTY'), '', 'G'],
    ['no unit where none has a value', string('group', 'EMPTY') + string('department', ''), '', undefined],
  ])('is the responsibility of %s', async (_claim, ofTrace, ofEvent, name) => {
    const { responsibleUnit } = await registeredIn(log(trace('1', ofTrace + step('A', morning, ofEvent))));
    const id = uuidV5(URL_NAMESPACE, `urn:overblik:source:byg|29189846|unit|${name}`);

    expect(responsibleUnit).toEqual(name === undefined ? undefined : { kind: 'unit', id, name });
  });

  it('opens on the Copenhagen day of the first event', async () => {
    expect((await registeredIn(log(trace('1', step('A', '2024-06-30T22:30:00Z'))))).openedOn).toBe('2024-07-01');
  });

  it('reads time stamps without zone as the clock of Copenhagen', async () => {
    const events = await eventsIn(log(trace('1', step('A', '2024-07-01T10:00:00.250') + step('B', '2024-12-01'))));

    expect(events[1]?.time).toBe('2024-07-01T08:00:00.250000Z');
    expect(events[2]?.time).toBe('2024-11-30T23:00:00.000000Z');
  });

  it('names the party by the attribute of the trace, else of the first event that has it', async () => {
    const party = (value: string) => [
      { party: { kind: 'person', identifier: { type: 'other', value }, name: value }, role: 'primary' },
    ];
    const events =
      step('A', morning) + step('B', noon, string('customer', 'K 2')) + step('C', noon, string('customer', 'K 3'));
    const more = { partyAttribute: 'customer' };

    expect((await registeredIn(log(trace('1', string('customer', 'K 1') + events)), more)).parties).toEqual(
      party('K 1'),
    );
    expect((await registeredIn(log(trace('1', events)), more)).parties).toEqual(party('K 2'));
    expect((await registeredIn(log(trace('1', step('A', morning))), more)).parties).toEqual([]);
    expect((await registeredIn(log(trace('1', events)))).parties).toEqual([]);
  });

  it('presents an unknown source once, the same way every time', async () => {
    const first = await eventsIn(log(trace('1', step('A', morning))), { sourceKnown: false });
    const second = await eventsIn(log(trace('2', step('B', noon))), { sourceKnown: false });

    expect(first[0]).toMatchObject({ id: 'source.registered', data: { name: 'byg' } });
    expect(isProblem(checkEvent(first[0]))).toBe(false);
    expect(second[0]).toEqual(first[0]);
    expect(first).toHaveLength(3);
  });

  it('is not confused by globals, classifiers, attributes of the log, or attributes inside attributes', async () => {
    const nested = `<string key="list" value="x">${string('concept:name', 'WRONG')}${date('time:timestamp', noon)}</string>`;
    const [registered, opened] = await eventsIn(
      log(
        `<global scope="trace">${string('concept:name', 'UNKNOWN')}${string('case_type', 'WRONG')}</global>`,
        `<global scope="event">${string('org:group', 'WRONG')}</global>`,
        `<classifier name="Activity" keys="concept:name"/>`,
        `<string key="concept:name" value="The log"><string key="trace" value="WRONG"/></string>`,
        trace('1', nested + step('A', morning, nested)),
      ),
    );

    expect(registered).toMatchObject({ id: '1#0', time: morning, data: { title: 'A' } });
    expect(opened).toMatchObject({ time: morning, data: { statusText: 'A' } });
  });
});
