import { startGraphqlServer, type GraphqlServer } from '../../scenarios/graphql/graphql-server.js';
import { openHouse, type House } from '../../support/house.js';
import { everyQuestion, type Question } from './every-question.js';
import { isAuditor, isInEffect, isUnboundAuditor, oracleOf } from './oracle.js';
import type { PlainCaller } from './callers.js';
import type { Municipality } from './plain-world.js';
import { inEveryWorld, numbersFor, publish } from './published.js';
import type { Shown } from './telling.js';
import { openTrustedTokens, type TrustedTokens } from './trusted-tokens.js';

/*
 * For a few callers the world is told a second time, to a second product, and only what the caller may see of it: nothing
 * else of his authority, nothing of any other. Both must give the same answers, byte for byte.
 */

const CALLERS = 3;

interface Place {
  readonly house: House;
  readonly server: GraphqlServer;
}

let tokens: TrustedTokens;
let places: Place[];
beforeAll(async () => {
  tokens = await openTrustedTokens();
  places = await Promise.all(
    Array.from({ length: 1 + CALLERS }, async () => {
      const house = await openHouse();
      return { house, server: await startGraphqlServer({ stores: house.stores, verifier: tokens.verifier }) };
    }),
  );
}, 60_000);
afterAll(async () => {
  for (const { house, server } of places) {
    await server.close();
    await house.close();
  }
  tokens.close();
});

function placeAt(n: number): Place {
  const place = places[n];
  if (place === undefined) throw new Error('there are fewer places than callers');
  return place;
}

/**
 * What is left where nothing that the caller may not see exists. What was removed is seen in the past still. Of what was
 * purged nothing is left to judge by: auditors read that it was. What lies on a purged case nobody sees, but it corrects still,
 * and an auditor whom nothing restricts reads its history.
 */
function shownTo(municipality: Municipality, caller: PlainCaller): Shown {
  const oracle = oracleOf(municipality, caller, ({ gone }) => gone !== 'purged');
  const isRead = ({ gone }: { gone: string | null }): boolean => gone === 'purged' && isAuditor(caller, municipality);
  const lostWith = (cases: readonly ({ gone: string | null } | null)[]): boolean =>
    cases.length > 0 && cases.every((each) => each?.gone === 'purged');
  const isOrphan = (...cases: readonly ({ gone: string | null } | null)[]): boolean =>
    isUnboundAuditor(caller, municipality) && lostWith(cases);
  return {
    case: (each) => oracle.case(each) || isRead(each),
    document: (each) => oracle.document(each) || isRead(each) || isOrphan(...each.cases),
    note: (each) =>
      oracle.note(each) || isRead(each) || isOrphan(each.case) || (each.gone === null && lostWith([each.case])),
    benefit: (grant, benefit) => oracle.benefit(grant, benefit) || isRead(grant) || isOrphan(grant.case),
    grant: (each) => oracle.grant(each) || isRead(each) || isOrphan(each.case),
    payment: (each) => oracle.payment(each) || isRead(each),
    service: (each) => oracle.service(each) || isRead(each) || isOrphan(each.case),
  };
}

/** Of interest are callers from whom something is hidden, and not nearly everything. */
function seesSome(municipality: Municipality, caller: PlainCaller): boolean {
  const oracle = oracleOf(municipality, caller);
  const share = municipality.cases.filter((each) => oracle.case(each)).length / municipality.cases.length;
  return (
    caller.groups.some((group) => group.in === municipality.letter && isInEffect(group)) && share > 0.1 && share < 0.9
  );
}

/** Every page of the answer, but for its `extensions`: they say how much was stored in all. */
async function answersOf(
  { server }: Place,
  { query, pagedBy, isRefused }: Question,
  asking: object,
): Promise<string[]> {
  const answers: string[] = [];
  for (let after: string | null = null; ;) {
    const { status, body } = await server.ask(query, { ...asking, variables: { after } });
    // What both refuse would be equal for nothing.
    if ((body.errors !== undefined) !== (isRefused ?? false))
      throw new Error(`${query.slice(0, 90)} is answered with ${JSON.stringify(body.errors)}`);
    answers.push(`${status} ${JSON.stringify({ data: body.data, errors: body.errors })}`);
    const page = (body.data?.[pagedBy ?? ''] as { pageInfo?: { hasNextPage: boolean; endCursor: string } } | null)
      ?.pageInfo;
    if (page?.hasNextPage !== true) return answers;
    after = page.endCursor;
  }
}

it('answers each question as in a world where nothing hidden exists', async () => {
  await inEveryWorld({ worlds: 1, callers: 40, cases: 20 }, async ({ municipalities, callers }) => {
    const numbers = numbersFor(municipalities);
    const [here] = municipalities;
    const full = placeAt(0);
    for (const each of municipalities) await publish(full.house, each, numbers[each.letter] ?? '');
    const chosen = callers.filter((caller) => seesSome(here, caller)).slice(0, CALLERS);
    expect(chosen).toHaveLength(CALLERS);
    const differing: string[] = [];
    for (const [n, caller] of chosen.entries()) {
      const without = placeAt(n + 1);
      await publish(without.house, here, numbers[here.letter] ?? '', shownTo(here, caller));
      const token = await tokens.tokenOf(caller, numbers);
      const asking = { token, headers: { 'x-authority': numbers[here.letter] ?? '' } };
      for (const question of everyQuestion(here)) {
        const [whole, alone] = await Promise.all([full, without].map((place) => answersOf(place, question, asking)));
        if (JSON.stringify(whole) !== JSON.stringify(alone))
          differing.push(firstDifference(question.query, whole ?? [], alone ?? []));
      }
    }
    expect({ differing: differing.length, first: differing.slice(0, 5) }).toEqual({ differing: 0, first: [] });
  });
}, 600_000);

/** The question, and what stands around the first character that is another. */
function firstDifference(query: string, whole: readonly string[], alone: readonly string[]): string {
  const [one, other] = [whole.join('\n'), alone.join('\n')];
  let at = 0;
  while (one[at] === other[at]) at++;
  const around = (text: string): string => text.slice(Math.max(0, at - 200), at + 100);
  return `${query.slice(0, 90)} | ${around(one)} | in place of | ${around(other)}`;
}
