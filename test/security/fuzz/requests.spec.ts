import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { hostileDelivery, type Delivery } from './deliveries.js';
import { hostileQuestion } from './questions.js';
import { seed } from '../../support/chance.js';
import { harmIn, openTarget } from './target.js';
import type { Answered, Target } from './target.js';

const teller = fileURLToPath(new URL('../../support/tell-heap.js', import.meta.url));
/** Of each kind, at a time. */
const atOnce = 20;

let target: Target;
beforeAll(async () => {
  target = await openTarget({ NODE_OPTIONS: `--import=${teller}` });
}, 120_000);
afterAll(() => target.close());

/** What came of all that was sent. */
const seen = { questions: 0, shown: 0, deliveries: 0, accepted: 0, quarantined: 0 };

const ask = async (body: string, headers: Record<string, string>): Promise<Answered> => {
  const caller = { authorization: `Bearer ${target.auditor}`, 'content-type': 'application/json' };
  const answer = await target.send('/graphql', { method: 'POST', headers: { ...caller, ...headers }, body });
  seen.questions += 1;
  if (answer.text.startsWith('{"data":{')) seen.shown += 1;
  return answer;
};

const deliver = async (body: Delivery['body'], headers: Record<string, string>): Promise<Answered> => {
  const sender = { authorization: `Bearer ${target.source}` };
  const answer = await target.send('/events', { method: 'POST', headers: { ...sender, ...headers }, body });
  seen.deliveries += 1;
  seen.accepted += answer.text.split('"status":"accepted"').length - 1;
  seen.quarantined += answer.text.split('"status":"quarantined"').length - 1;
  return answer;
};

/** Sends so many requests, half of them questions and half deliveries; each must be answered without a fault of ours. */
async function sendHostile(times: number, from: number): Promise<void> {
  const some = { minLength: atOnce, maxLength: atOnce };
  const harmless = fc.asyncProperty(
    fc.array(hostileQuestion(), some),
    fc.array(hostileDelivery(), some),
    async (questions, deliveries) => {
      const answers = await Promise.all([
        ...questions.map(({ body, headers }) => ask(body, headers)),
        ...deliveries.map(({ body, headers }) => deliver(body, headers)),
      ]);
      expect(answers.flatMap((answer) => harmIn(answer) ?? [])).toEqual([]);
    },
  );
  await fc.assert(harmless, {
    seed: seed + from,
    numRuns: times / (2 * atOnce),
    interruptAfterTimeLimit: 700_000,
    markInterruptAsFailure: true,
  });
}

let told = 0;
async function heapAfterCollection(): Promise<number> {
  told += 1;
  target.program.child.kill('SIGUSR2');
  const [, bytes] = await target.program.says(new RegExp(`heap ${told}: (\\d+) bytes`));
  return Number(bytes);
}

describe(`ten thousand hostile questions and deliveries (OVERBLIK_SEED=${seed})`, () => {
  it('are each answered without a fault of ours, and leave little more in memory than the first thousand', async () => {
    await sendHostile(1_000, 0);
    const afterThousand = await heapAfterCollection();
    await sendHostile(9_000, 1_000_000);
    const afterTenThousand = await heapAfterCollection();
    console.log(
      `heap after collection: ${mb(afterThousand)} MB at 1,000 requests, ${mb(afterTenThousand)} MB at 10,000`,
    );
    expect(afterTenThousand).toBeLessThanOrEqual(1.2 * afterThousand);
    // A generator that asks nothing that can be answered, or whose events all fail at the envelope, tries nothing behind it.
    expect(seen).toMatchObject({ questions: 5_000, deliveries: 5_000 });
    expect(seen.shown / seen.questions).toBeGreaterThan(0.15);
    expect(seen.accepted).toBeGreaterThan(150);
    expect(seen.quarantined).toBeGreaterThan(800);
    await target.expectWell();
  }, 900_000);
});

function mb(bytes: number): string {
  return (bytes / 1_048_576).toFixed(1);
}
