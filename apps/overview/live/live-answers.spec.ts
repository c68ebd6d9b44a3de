import { jest } from '@jest/globals';
import { buildSchema, parse } from 'graphql';
import type { Caller } from '#access';
import { createLog } from '#runtime';
import type { AnswerDues } from '../engine/answer-dues.js';
import { FaultFilter } from '../engine/fault-filter.js';
import type { LiveAsker } from './live-asker.js';
import { LiveAnswers } from './live-answers.js';
import { ServedWatch } from './served-watch.js';
import { Turns } from './turns.js';

/* By the clock of the test, over a schema of one field. */

let text: string;
let standing: number;
let asked: number;
let answers: LiveAnswers;
let ended: number;

beforeEach(() => {
  jest.useFakeTimers();
  [text, standing, asked, ended] = ['first', 0, 0, 0];
  const schema = buildSchema('type Query { text: String } type Subscription { text: String }');
  const field = schema.getSubscriptionType()?.getFields()['text'];
  if (field !== undefined)
    field.resolve = () => {
      asked += 1;
      return text;
    };
  answers = new LiveAnswers({
    question: { schema, document: parse('subscription { text }') },
    asker: {
      facts: { transactionId: 't', authorityHeader: undefined, purpose: null, hopOrigin: null, ip: null },
    } as LiveAsker,
    judged: async () => ({ kind: 'caller', sub: 'bo', groups: [] }) as unknown as Caller,
    dues: {
      latestPosition: 7,
      rulesFor: async () => ({ mark: null, byAuthority: new Map() }),
      judgePurpose: async () => undefined,
      record: async () => undefined,
    } as unknown as AnswerDues,
    faults: new FaultFilter(createLog('trace', { write: () => undefined })),
    watch: new ServedWatch({ standing: async () => String(standing), onFault: () => undefined }),
    turns: new Turns(1),
    onEnd: () => (ended += 1),
  });
});
afterEach(async () => {
  await answers.return();
  jest.useRealTimers();
});

const pass = (ms: number): Promise<void> => jest.advanceTimersByTimeAsync(ms);
const told: unknown[] = [];
/** Takes answers as they come, as a connection does. */
function listen(): void {
  told.length = 0;
  void (async () => {
    for await (const { data } of answers) told.push(data?.['text']);
    told.push('end');
  })();
}

it('answers at once, and is asked at most once a second however much moves', async () => {
  listen();
  await pass(0);
  expect(told).toEqual(['first']);
  for (let moves = 0; moves < 100; moves++) {
    standing += 1;
    text = `after ${standing}`;
    await pass(100);
  }
  expect(asked).toBeLessThanOrEqual(12);
  await pass(2_000);
  expect(told.at(-1)).toBe('after 100');
});

it('is asked each minute though nothing moves: time alone changes some answers', async () => {
  listen();
  await pass(5_000);
  text = 'its time has come';
  await pass(30_000);
  expect(told).toEqual(['first']);
  await pass(31_000);
  expect(told).toEqual(['first', 'its time has come']);
});

it('ends at once when it is stopped while it waits, and once', async () => {
  listen();
  await pass(5_000);
  await answers.return();
  await answers.return();
  await pass(0);
  expect([told, ended]).toEqual([['first', 'end'], 1]);
  const before = asked;
  await pass(120_000);
  expect(asked).toBe(before);
});
