import { jest } from '@jest/globals';
import { groupSeesCase } from '#access';
import { differences } from './looking.js';
import type { Place } from './place.js';
import { publishOneWorld, type World } from './published.js';

/* The past is judged in memory: there a fault is put into the rule itself, before anything is loaded that asks it. */

type Rights = Parameters<typeof groupSeesCase>[1];
type Ground = Parameters<typeof groupSeesCase>[0];
type Judge = (group: Ground & { then: Ground }, judgement: { then: Rights; today: Rights }) => boolean;

const RULES = '../../../libs/read-models/answers/past-rights.js';
const sound = (await import(RULES)) as { groupSeesJudged: Judge };
let judge = sound.groupSeesJudged;
jest.unstable_mockModule(RULES, () => ({
  ...sound,
  groupSeesJudged: (...asked: Parameters<Judge>): boolean => judge(...asked),
}));
const TELLING = '../../../libs/read-models/answers/past-called.js';
const heard = (await import(TELLING)) as { isMentionTold: () => boolean };
let isTold: (() => boolean) | null = null;
jest.unstable_mockModule(TELLING, () => ({
  ...heard,
  isMentionTold: (...asked: []): boolean => (isTold ?? heard.isMentionTold)(...asked),
}));
const { openPlace } = await import('./place.js');

let place: Place;
let world: World;
let numbers: Readonly<Record<string, string>>;
beforeAll(async () => {
  place = await openPlace();
  ({ world, numbers } = await publishOneWorld(place.house, { callers: 30, cases: 20 }));
}, 120_000);
afterEach(() => {
  judge = sound.groupSeesJudged;
  isTold = null;
});
afterAll(() => place.close());

/** The first differences that one of so many callers meets. */
async function found(most: number): Promise<readonly string[]> {
  const [municipality] = world.municipalities;
  const headers = { 'x-authority': numbers[municipality.letter] ?? '' };
  for (const caller of world.callers.slice(0, most)) {
    const token = await place.tokens.tokenOf(caller, numbers);
    const look = { municipality, caller, isThorough: true };
    const wrong = await differences(look, (query) => place.server.ask(query, { token, headers }));
    if (wrong.length > 0) return wrong;
  }
  return [];
}

it('holds where nothing is seeded', async () => {
  expect(await found(4)).toEqual([]);
}, 120_000);

it.each<[string, Judge]>([
  ['that moment alone', (group, { then }) => groupSeesCase(group.then, then)],
  ['the present alone', (group, { today }) => groupSeesCase(group, today)],
])(
  'fails where the past is judged by the rights of %s',
  async (_name, faulty) => {
    judge = faulty;
    expect(await found(world.callers.length)).not.toEqual([]);
  },
  120_000,
);

it('fails where every object tells what it calls a party', async () => {
  isTold = () => true;
  expect(await found(world.callers.length)).not.toEqual([]);
}, 120_000);
