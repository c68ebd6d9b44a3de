import { jest } from '@jest/globals';
import { groupSeesCase } from '#access';
import type { GraphqlServer } from '../../scenarios/graphql/graphql-server.js';
import type { House } from '../../support/house.js';
import { differences } from './looking.js';
import { publishOneWorld, type World } from './published.js';
import { openTrustedTokens, type TrustedTokens } from './trusted-tokens.js';

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
const { openHouse } = await import('../../support/house.js');
const { startGraphqlServer } = await import('../../scenarios/graphql/graphql-server.js');

let house: House;
let tokens: TrustedTokens;
let server: GraphqlServer;
let world: World;
let numbers: Readonly<Record<string, string>>;
beforeAll(async () => {
  house = await openHouse();
  tokens = await openTrustedTokens();
  server = await startGraphqlServer({ stores: house.stores, verifier: tokens.verifier });
  ({ world, numbers } = await publishOneWorld(house, { callers: 30, cases: 20 }));
}, 120_000);
afterEach(() => {
  judge = sound.groupSeesJudged;
  isTold = null;
});
afterAll(async () => {
  await server.close();
  tokens.close();
  await house.close();
});

/** The first differences that one of so many callers meets. */
async function found(most: number): Promise<readonly string[]> {
  const [municipality] = world.municipalities;
  const headers = { 'x-authority': numbers[municipality.letter] ?? '' };
  for (const caller of world.callers.slice(0, most)) {
    const token = await tokens.tokenOf(caller, numbers);
    const look = { municipality, caller, isThorough: true };
    const wrong = await differences(look, (query) => server.ask(query, { token, headers }));
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
