import { checkEvent, isProblem, nameOf } from '#contracts';
import { demoEvents, demoSources } from '#demo';

const demo = demoEvents({ now: new Date('2026-11-22T10:00:00Z') });
const idOf = ({ event }: (typeof demo.events)[number]): string => `${event.source}|${event.id}`;

describe('the fictive municipality at full size', () => {
  it('has twelve sources, a thousand parties and five thousand cases', () => {
    const subjects = (name: string, source?: string): number =>
      new Set(
        demo.events
          .filter(({ event }) => nameOf(event.type) === name && (source === undefined || event.source.endsWith(source)))
          .map(({ event }) => event.subject),
      ).size;
    expect(demoSources).toHaveLength(12);
    expect(new Set(demo.events.map(({ source }) => source)).size).toBe(12);
    expect(subjects('source.registered')).toBe(12);
    expect(subjects('party.registered', ':cpr') + subjects('party.registered', ':erhvervsregister')).toBe(1000);
    expect(subjects('case.registered')).toBe(5001);
    expect(subjects('document.registered')).toBeGreaterThan(8000);
    expect(subjects('journal-note.recorded')).toBeGreaterThan(3000);
    expect(subjects('grant.granted')).toBeGreaterThan(300);
    expect(subjects('payment.calculated')).toBeGreaterThan(300);
    expect(subjects('payment.reversed')).toBeGreaterThan(0);
    expect(subjects('service.started')).toBeGreaterThan(100);
  });

  it('sends some events late, and some twice', () => {
    const seen = new Set<string>();
    const repeated = demo.events.filter((each) => seen.size === seen.add(idOf(each)).size);
    expect(repeated.length).toBeGreaterThan(50);
    const late = demo.events.filter(
      ({ event }, index) => index > 0 && event.time < (demo.events[index - 1]?.event.time ?? ''),
    );
    expect(late.length).toBeGreaterThan(200);
  });

  it('keeps the contract in every event but the one that is meant for quarantine', () => {
    const problems = demo.events.map(({ event }) => checkEvent(event)).filter(isProblem);
    expect(problems.map(({ rule, path }) => [rule, path])).toEqual([
      ['identifier', '/data/parties/0/party/identifier/value'],
    ]);
  });
});
