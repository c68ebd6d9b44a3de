import fc from 'fast-check';
import { catalogue, exampleOf, RULES } from '#contracts';
import type { Receipt } from './receipt.js';
import { AUTHORITY, KY, ky, openTrial, OTHER_AUTHORITY, SBSYS } from './testing/intake-trial.js';

const definitions = [...catalogue.byType.values()];
const subjects = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'];

/** Values that have broken somebody's intake before. */
const nasty = fc.oneof(
  fc.constantFrom<unknown>(
    undefined,
    null,
    '',
    ' ',
    '\0',
    '\ud800',
    '2026-02-30',
    'NaN',
    -0,
    1e308,
    Number.MAX_SAFE_INTEGER,
    [],
    {},
    [[[[]]]],
  ),
  fc.constantFrom<unknown>(
    '__proto__',
    'constructor',
    '../..',
    "'; drop table events; --",
    '{}',
    'a'.repeat(5_000),
    '\u202e',
    '0101901234',
  ),
  fc.jsonValue(),
  fc.string({ unit: 'binary', maxLength: 40 }),
);

const good = fc
  .record({
    definition: fc.constantFrom(...definitions),
    id: fc.integer({ min: 1, max: 6 }),
    subject: fc.constantFrom(...subjects),
    source: fc.constantFrom(KY, KY, KY, SBSYS),
    authority: fc.constantFrom(AUTHORITY, AUTHORITY, AUTHORITY, OTHER_AUTHORITY, '12345678'),
    sequence: fc.option(fc.integer({ min: 0, max: 3 }).map(String), { nil: undefined }),
  })
  .map(({ definition, id, subject, ...over }): Record<string, unknown> => ({
    ...exampleOf(definition),
    ...over,
    id: `${definition.family}-${id}`,
    subject: `${definition.family}/${subject}`,
  }));

/** A good event with one thing put where it should not be. */
const mutated = fc
  .tuple(good, fc.constantFrom('envelope', 'data'), fc.string({ maxLength: 12 }), nasty, fc.nat())
  .map(([event, where, name, value, nth]) => {
    const target = { ...((where === 'data' ? event['data'] : event) as Record<string, unknown>) };
    const keys = Object.keys(target);
    const key = nth % 3 === 0 ? name : (keys[nth % Math.max(1, keys.length)] ?? name);
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
    return where === 'data' ? { ...event, data: target } : target;
  });

const anything = fc.oneof(
  { arbitrary: good, weight: 4 },
  { arbitrary: mutated, weight: 5 },
  { arbitrary: nasty, weight: 1 },
);

describe('whatever is sent', () => {
  it('has a receipt for each event, in order, under a known rule or durably stored, and nothing throws', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(anything, { maxLength: 8 }), { minLength: 1, maxLength: 5 }),
        async (requests) => {
          const trial = openTrial();
          const accepted: Receipt[] = [];
          for (const request of requests) {
            const receipts = await trial.intake.accept(request, ky);
            expect(receipts).toHaveLength(request.length);
            for (const receipt of receipts) expectTrue(receipt);
            accepted.push(...receipts.filter((receipt) => receipt.status === 'accepted'));
          }
          const stored = (await trial.opened()).filter((event) => !/^(operation|mention)\./.test(event.name));
          expect(stored.map((event) => String(event.position)).sort()).toEqual(
            accepted.map((receipt) => receipt.position).sort(),
          );
          const listed = await trial.intake.desk.list({ limit: 1_000 });
          for (const entry of listed.entries) expect(await trial.intake.desk.show(entry.quarantineId)).not.toBeNull();
        },
      ),
      { numRuns: 60 },
    );
  }, 120_000);

  it('sent again changes nothing: only duplicates and the same entries', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anything, { minLength: 1, maxLength: 12 }), async (request) => {
        const trial = openTrial();
        const first = await trial.intake.accept(request, ky);
        const head = await trial.store.head();
        const second = await trial.intake.accept(request, ky);
        expect(await trial.store.head()).toBe(head);
        for (const [index, receipt] of second.entries()) {
          const before = first[index];
          if (before?.status !== 'quarantined')
            expect(receipt).toMatchObject({ status: 'duplicate', position: before?.position });
          else expect([receipt.status, receipt.problem?.rule]).toContain('quarantined');
        }
      }),
      { numRuns: 40 },
    );
  }, 120_000);
});

function expectTrue(receipt: Receipt): void {
  switch (receipt.status) {
    case 'accepted':
    case 'duplicate':
      expect(receipt.position).toMatch(/^\d+$/);
      expect(receipt.problem).toBeUndefined();
      break;
    case 'quarantined':
      expect(receipt.quarantineId).toMatch(/^[0-9a-f-]{36}$/);
      expect(RULES).toContain(receipt.problem?.rule);
      expect(receipt.problem).toEqual({
        rule: expect.any(String),
        path: expect.stringMatching(/^$|^\//),
        message: expect.any(String),
        fix: expect.any(String),
      });
  }
}
