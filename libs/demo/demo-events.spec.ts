import { checkEvent, isProblem, nameOf } from '#contracts';
import { demoEvents, demoSources } from './index.js';

const now = new Date('2026-11-22T10:00:00Z');
const small = { people: 260, companies: 40, cases: 400 };
const demo = demoEvents({ now, ...small });

describe('the fictive municipality', () => {
  it('is the same every time, event for event', () => {
    expect(JSON.stringify(demoEvents({ now, ...small }))).toBe(JSON.stringify(demoEvents({ now, ...small })));
    expect(JSON.stringify(demoEvents({ now, ...small, seed: 'another' }))).not.toBe(
      JSON.stringify(demoEvents({ now, ...small })),
    );
  });

  it('differs the next day by that day’s heartbeats alone', () => {
    const before = new Set(demoEvents({ now, ...small }).events.map((each) => JSON.stringify(each)));
    const { events } = demoEvents({ now: new Date('2026-11-23T08:00:00Z'), ...small });
    const added = events.filter((each) => !before.has(JSON.stringify(each)));
    expect(added.map(({ event }) => nameOf(event.type))).toEqual(Array.from({ length: 11 }, () => 'source.heartbeat'));
  });

  it('never speaks of the future, whatever the clock says', () => {
    for (const clock of ['2024-02-29T00:30:00Z', '2026-10-30T22:59:00Z', '2031-01-01T00:00:00Z']) {
      const { events } = demoEvents({ now: new Date(clock), ...small });
      expect(events.filter(({ event }) => Date.parse(event.time) > Date.parse(clock))).toEqual([]);
    }
  });

  it('keeps the contract in every event but the one that is meant for quarantine', () => {
    const problems = demo.events.flatMap(({ event }) => {
      const checked = checkEvent(event);
      return isProblem(checked) ? [{ id: event.id, rule: checked.rule, path: checked.path }] : [];
    });
    expect(problems).toEqual([
      { id: expect.any(String), rule: 'identifier', path: '/data/parties/0/party/identifier/value' },
    ]);
  });

  it('loses one number of one sequence', () => {
    const gaps = demoSources.flatMap((source) => {
      const numbers = [
        ...new Set(
          demo.events.flatMap(({ event }) =>
            event.source === source && event.sequence !== undefined ? [Number(event.sequence)] : [],
          ),
        ),
      ].sort((a, b) => a - b);
      return numbers.flatMap((number, index) =>
        index > 0 && number !== (numbers[index - 1] ?? 0) + 1 ? [source] : [],
      );
    });
    expect(gaps).toEqual(['urn:overblik:source:dagpengenet']);
  });

  it('uses synthetic person numbers only', () => {
    const numbers = JSON.stringify(demo.events).match(/(?<="type":"cpr","value":")[^"]+/g) ?? [];
    expect(numbers.length).toBeGreaterThan(500);
    expect(numbers.filter((number) => Number(number.slice(0, 2)) <= 60)).toEqual([]);
  });

  it('leaves no slot of a text unfilled', () => {
    expect(JSON.stringify(demo.events).match(/"(?:title|text)":"[^"]*\{[^"]*"/g) ?? []).toEqual([]);
  });

  it('tells of every turn that a caseworker must see', () => {
    const names = new Set(demo.events.map(({ event }) => nameOf(event.type)));
    for (const name of [
      'party.identifier-changed',
      'party.merged',
      'party.protection-set',
      'party.protection-lapsed',
      'party.died',
      'party.name-changed',
      'source.outage-declared',
      'source.outage-ended',
      'journal-note.corrected',
      'journal-note.withdrawn',
      'case.reclassified',
      'case.party-added',
      'document.version-added',
      'grant.granted',
      'grant.plan-set',
      'grant.benefit-ended',
      'payment.paid',
      'service.started',
      'service.ended',
    ] as const) {
      expect(names).toContain(name);
    }
    expect(demo.events.some(({ event }) => (event.effectivefrom ?? '') > '2026-11')).toBe(true);
  });

  it('names three parties worth a look', () => {
    expect(demo.highlights.map(({ key }) => key.type)).toEqual(['cpr', 'cpr', 'cvr']);
  });
});
