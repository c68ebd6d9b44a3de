import { xesSource, type SourceEvent, type XesOptions } from '#sources';
import { countOf, describeWithRealFiles, readAll, realFile, type Outcome } from './real-files.js';

const options: XesOptions = {
  source: 'urn:overblik:source:log',
  authority: '29189846',
  kle: '02.34.02',
  sensitivity: 'notConfidential',
  sourceKnown: true,
};

const importLog = (file: string, more: Partial<XesOptions> = {}): Promise<Outcome> =>
  readAll(xesSource.read(realFile(`eventlogs/${file}.xes.gz`), { ...options, ...more }));

const closings = (events: readonly SourceEvent[]): number => events.filter(({ id }) => id.endsWith('#end')).length;

describeWithRealFiles('real event logs', () => {
  it.each([
    { file: 'receipt', cases: 1434, all: 11_340, closed: 1329 },
    { file: 'BPIC15_1', cases: 1199, all: 54_372, closed: 956 },
    { file: 'BPIC15_2', cases: 832, all: 45_897, closed: 711 },
  ])('give every case and event of $file and nothing else', async ({ file, cases, all, closed }) => {
    const { events, others } = await importLog(file);

    expect(others).toEqual([]);
    expect(events).toHaveLength(all);
    expect(countOf(events, 'case.registered')).toBe(cases);
    expect(closings(events)).toBe(closed);
    expect(countOf(events, 'case.progress-changed')).toBe(all - cases);
  });

  it('find the 394 customers of the helpdesk tickets', async () => {
    const { events, others } = await importLog('helpdesk', { partyAttribute: 'customer' });
    const customers = new Set<string>();
    for (const { data } of events) {
      if ('parties' in data) for (const party of data.parties ?? []) customers.add(JSON.stringify(party));
    }

    expect(others).toEqual([]);
    expect(events).toHaveLength(25_928);
    expect(customers.size).toBe(394);
  });

  it('presents an unknown source first, by one event of its own', async () => {
    const { events } = await importLog('receipt', { sourceKnown: false });

    expect(events).toHaveLength(11_341);
    expect(events[0]).toMatchObject({ type: 'dk.overblik.source.registered.v1', data: { name: 'log' } });
  });

  it('takes no value of the log itself or of a nested attribute for that of a trace', async () => {
    const { events } = await importLog('receipt');
    const groups = new Set(
      events.flatMap(({ data }) => ('responsibleUnit' in data ? [data.responsibleUnit?.name] : [])),
    );

    expect(groups).not.toContain('UNKNOWN');
    expect(groups).not.toContain('EMPTY');
    expect(groups).toContain('Group 1');
  });

  it('reads the same log twice into the same events', async () => {
    const [first, second] = await Promise.all([importLog('receipt'), importLog('receipt')]);

    expect(second.events).toEqual(first.events);
  });
});
