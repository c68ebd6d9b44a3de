import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { checkEvent, isProblem, toInstant, uuidV5, URL_NAMESPACE, type DataOf } from '#contracts';
import type { SourceItem } from '../source-adapter.js';
import { xesSource, type XesOptions } from './xes.source.js';

const options: XesOptions = {
  source: 'urn:overblik:source:byg',
  authority: '29189846',
  kle: '02.34.02',
  sensitivity: 'notConfidential',
  sourceKnown: true,
};

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

async function itemsIn(input: string | Uint8Array, more: Partial<XesOptions> = {}, size = 4096): Promise<SourceItem[]> {
  const items: SourceItem[] = [];
  const bytes = typeof input === 'string' ? Buffer.from(input) : input;
  for await (const item of xesSource.read(inPieces(bytes, size), { ...options, ...more })) items.push(item);
  return items;
}

async function eventsIn(input: string, more: Partial<XesOptions> = {}) {
  return (await itemsIn(input, more)).flatMap((item) => (item.kind === 'event' ? [item.event] : []));
}

const string = (key: string, value: string): string => `<string key="${key}" value="${value}"/>`;
const date = (key: string, value: string): string => `<date key="${key}" value="${value}"/>`;
const step = (activity: string, at: string, more = ''): string =>
  `<event>${string('concept:name', activity)}${date('time:timestamp', at)}${more}</event>`;
const trace = (number: string, content: string): string => `<trace>${string('concept:name', number)}${content}</trace>`;
const log = (...content: string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<log>${content.join('\n')}</log>`;

const morning = '2024-03-02T09:00:00+01:00';
const noon = '2024-03-02T12:00:00.500+01:00';

async function registeredIn(input: string, more: Partial<XesOptions> = {}): Promise<DataOf<'case.registered'>> {
  const [registered] = await eventsIn(input, more);
  return registered?.data as DataOf<'case.registered'>;
}

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

describe('a log with faults', () => {
  it('reports what it skips with a reason and the line', async () => {
    const items = await itemsIn(
      log(
        `<trace>${step('A', morning)}</trace>`,
        trace('2', ''),
        trace('3', `<event>${string('concept:name', 'A')}</event>`),
        trace('4', step('A', 'yesterday') + step('B', noon)),
        trace('5', date('enddate', '2024-02-30') + step('A', morning)),
        step('A', morning),
      ),
    );

    expect(items.map((item) => (item.kind === 'event' ? item.event.id : `${item.line}: ${item.reason}`))).toEqual([
      '2: the trace has no concept:name, so no case number',
      '3: the trace has no events',
      '4: no event of the trace has a time:timestamp',
      '4#0',
      '5: the event has no time:timestamp that is a moment',
      '4#2',
      '5#0',
      '5#1',
      '6: the end date of the trace is no moment',
      '7: the event stands outside any trace',
    ]);
  });

  it('keeps the traces before the fault and says where the rest became unreadable', async () => {
    const items = await itemsIn(`${log(trace('1', step('A', morning))).replace('</log>', '')}\n<trace></log>`);

    expect(items).toHaveLength(3);
    expect(items[2]).toEqual({ kind: 'unreadable', line: 3, reason: 'the XML is not well formed at column 13' });
  });

  it.each([
    ['a log that ends early', '<log><trace>', /not well formed/],
    ['an empty file', '', /not well formed/],
    ['another kind of XML', '<html/>', /no XES log/],
    ['a DTD', '<!DOCTYPE log [<!ENTITY a "b">]><log/>', /DTD/],
    ['an entity of its own', '<log><string key="a" value="&a;"/></log>', /not well formed/],
    ['an unknown encoding', '<?xml version="1.0" encoding="klingon"?><log/>', /encoding/],
  ])('refuses %s', async (_claim, text, reason) => {
    const items = await itemsIn(text);

    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ kind: 'unreadable', reason: expect.stringMatching(reason) });
  });

  it('refuses bytes that are not of the encoding, and compressed data that is cut off', async () => {
    const latin1 = Buffer.from(log(trace('1', step('Høring', morning))), 'latin1');
    const zipped = gzipSync(
      Buffer.from(log(...Array.from({ length: 500 }, (_, n) => trace(`${n}`, step(`${n * n}`, morning))))),
    );

    expect((await itemsIn(latin1)).at(-1)).toMatchObject({
      kind: 'unreadable',
      reason: 'the bytes are not valid utf-8',
    });
    expect((await itemsIn(zipped.subarray(0, zipped.length - 40))).at(-1)).toMatchObject({
      kind: 'unreadable',
      reason: 'the compressed data is damaged or cut off',
    });
  });
});

describe('the same log in another shape', () => {
  const plain = log(
    trace('Æ-1', string('case_type', 'Støjgener 🎉 &amp; røg') + step('Åbnet', morning) + step('Hørt', noon)),
    trace('Ø-2', date('enddate', noon) + step('Åbnet', morning)),
  );

  it.each([
    ['gzipped', gzipSync(Buffer.from(plain))],
    ['with a byte order mark', Buffer.from(`\uFEFF${plain}`)],
    ['in UTF-16', Buffer.from(`\uFEFF${plain.replace('UTF-8', 'UTF-16')}`, 'utf16le')],
    ['with the namespace', Buffer.from(plain.replace('<log>', '<log xmlns="http://www.xes-standard.org/">'))],
    [
      'with a prefix',
      Buffer.from(plain.replaceAll(/<(\/?)(?=[a-z])/g, '<$1xes:').replace('<xes:log>', '<xes:log xmlns:xes="urn:x">')),
    ],
  ])('gives the same events %s', async (_claim, bytes) => {
    expect(await itemsIn(bytes)).toEqual(await itemsIn(plain));
  });

  it('gives the same events however its bytes are cut into pieces', async () => {
    const whole = await itemsIn(plain);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 64 }), fc.boolean(), async (size, isZipped) => {
        const bytes = isZipped ? gzipSync(Buffer.from(plain)) : Buffer.from(plain);
        expect(await itemsIn(bytes, {}, size)).toEqual(whole);
      }),
      { numRuns: 30 },
    );
  });

  it('keeps every moment whatever its zone', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.date({ min: new Date('1980-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }),
        fc.constantFrom('Z', '+02:00', '-0930', '+01'),
        async (moment, zone) => {
          const minutes = { Z: 0, '+02:00': 120, '-0930': -570, '+01': 60 }[zone] ?? 0;
          const text = new Date(moment.getTime() + minutes * 60_000).toISOString().replace('Z', zone);
          const [registered] = await eventsIn(log(trace('1', step('A', text))));
          expect(toInstant(registered?.time ?? '')).toBe(toInstant(moment.toISOString()));
        },
      ),
      { numRuns: 40 },
    );
  });
});
