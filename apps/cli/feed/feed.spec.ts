import type { Intake, Receipt } from '#intake';
import { feed, type Incoming } from './feed.js';
import { exitCodeOf, lastLine, reportLines } from './import-report.js';

const problem = { rule: 'schema', path: '/data/kle', message: 'Wrong.', fix: 'Mend it.' } as const;

/** An intake that quarantines what says so and is busy as often as it is told. */
function intakeThat(busy = 0) {
  const seen = { most: 0, now: 0, events: [] as unknown[] };
  const accept = async (events: readonly unknown[]): Promise<Receipt[]> => {
    if (busy > 0) {
      busy -= 1;
      throw Object.assign(new Error('busy'), { name: 'IntakeBusy' });
    }
    seen.most = Math.max(seen.most, (seen.now += 1));
    await new Promise((done) => setTimeout(done, 1));
    seen.now -= 1;
    const from = seen.events.length;
    seen.events.push(...events);
    return events.map((event, index) =>
      event === 'bad'
        ? { id: 'x', status: 'quarantined', problem, quarantineId: 'q' }
        : { id: 'x', status: 'accepted', position: String(from + index + 1) },
    );
  };
  return { intake: { accept } as unknown as Intake, seen };
}

async function* events(...list: (Incoming | string)[]): AsyncGenerator<Incoming> {
  for (const [index, item] of list.entries()) {
    yield await Promise.resolve(
      typeof item === 'string' ? { kind: 'event', event: item, place: `line ${index + 1}`, bytes: 10 } : item,
    );
  }
}

const operator = { kind: 'operator', name: 'cli:test' } as const;

describe('feeding intake', () => {
  it('sends everything in batches, no more at once than allowed, and knows the highest position', async () => {
    const { intake, seen } = intakeThat();
    const result = await feed(events(...Array.from({ length: 25 }, () => 'good')), intake, operator, {
      batchSize: 2,
      inFlight: 3,
    });
    expect(seen.events).toHaveLength(25);
    expect(seen.most).toBeLessThanOrEqual(3);
    expect(result).toMatchObject({ accepted: 25, position: 25 });
    expect(exitCodeOf(result)).toBe(0);
  });

  it('tells the place of what was quarantined and of what could not be read, and exits 2', async () => {
    const { intake } = intakeThat();
    const result = await feed(
      events('good', 'bad', { kind: 'unreadable', reason: 'not JSON', place: 'line 3' }),
      intake,
      operator,
    );
    expect(lastLine(result)).toBe('accepted 1, duplicate 0, quarantined 2');
    expect(reportLines(result).join('\n')).toMatch(/line 2: schema \/data\/kle: Wrong\. Mend it\. \[q\]/);
    expect(reportLines(result).join('\n')).toContain('line 3: not JSON');
    expect(exitCodeOf(result)).toBe(2);
  });

  it('counts what an adapter skipped apart: it is told and spoils nothing', async () => {
    const result = await feed(
      events('good', { kind: 'skipped', reason: 'the trace has no events', place: 'line 9' }),
      intakeThat().intake,
      operator,
    );
    expect(reportLines(result)).toEqual(['skipped, line 9: the trace has no events']);
    expect(exitCodeOf(result)).toBe(0);
  });

  it('shows the first problems of many and how many there are more', async () => {
    const result = await feed(events(...Array.from({ length: 30 }, () => 'bad')), intakeThat().intake, operator);
    expect(reportLines(result)).toHaveLength(11);
    expect(reportLines(result).at(-1)).toContain('20 more');
  });

  it('waits for a busy intake and loses nothing', async () => {
    const { intake, seen } = intakeThat(2);
    expect(await feed(events('good', 'good'), intake, operator)).toMatchObject({ accepted: 2 });
    expect(seen.events).toHaveLength(2);
  });

  it('ends with the fault where intake has one', async () => {
    const broken = { accept: () => Promise.reject(new TypeError('fault')) } as unknown as Intake;
    await expect(feed(events('good'), broken, operator)).rejects.toThrow('fault');
  });
});
