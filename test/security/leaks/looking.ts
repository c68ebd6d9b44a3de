import type { GraphqlServer } from '../../scenarios/graphql/graphql-server.js';
import type { Question } from './answers.js';
import type { PlainCaller } from './callers.js';
import { names } from './names.js';
import { isAuditor, isInEffect, oracleOf } from './oracle.js';
import type { Municipality } from './plain-world.js';
import { histories, ofCases, ofCasesBefore, ofPeople, searches } from './questions.js';
import { objectsOf, visibleTo } from './visible-world.js';

/** Who asks whom about what. */
export interface Look {
  readonly municipality: Municipality;
  readonly caller: PlainCaller;
  /** Histories and single cases too, which take many questions. */
  readonly isThorough: boolean;
}

const MOST_ROOT_FIELDS = 4;
const REFUSED = 'FORBIDDEN';

/** How the API differs from the oracle in what it shows this caller; empty: in nothing. */
export async function differences(
  look: Look,
  ask: (query: string) => ReturnType<GraphqlServer['ask']>,
): Promise<string[]> {
  const wrong: string[] = [];
  const { caller, municipality } = look;
  const mayAsk = caller.groups.some((group) => group.in === municipality.letter && isInEffect(group));
  for (const { query, expected, read } of questionsOf(look)) {
    const { body } = await ask(query);
    const refusals = new Set(body.errors?.map(({ extensions }) => extensions.code));
    if ([...refusals].some((code) => code !== REFUSED)) throw new Error(`answered with ${[...refusals].join()}`);
    if (mayAsk !== (refusals.size === 0)) wrong.push(mayAsk ? 'is refused' : 'is let in');
    if (refusals.size > 0 || !mayAsk) continue;
    const seen = read(body.data ?? {});
    for (const [list, shown] of Object.entries(expected))
      if (seen[list]?.join() !== shown.join())
        wrong.push(`${list}: shows ${seen[list]?.join(' ')} in place of ${shown.join(' ')}`);
  }
  return wrong;
}

function questionsOf({ municipality, caller, isThorough }: Look): Question[] {
  const world = visibleTo(municipality, oracleOf(municipality, caller));
  return [
    searches(world),
    names(world),
    ...inParts(municipality.people, (people) => ofPeople(world, municipality, people)),
    ...(isThorough ? inParts(municipality.cases, (cases) => ofCases(world, municipality, cases)) : []),
    ...(isThorough ? inParts(municipality.cases, (cases) => ofCasesBefore(municipality, caller, cases)) : []),
    // To an auditor the history of what was removed or purged is told too.
    ...(isThorough && !isAuditor(caller, municipality)
      ? inParts(objectsOf(municipality), (objects) => histories(world, objects))
      : []),
  ];
}

const inParts = <T>(all: readonly T[], make: (part: readonly T[]) => Question): Question[] =>
  Array.from({ length: Math.ceil(all.length / MOST_ROOT_FIELDS) }, (_, n) =>
    make(all.slice(n * MOST_ROOT_FIELDS, (n + 1) * MOST_ROOT_FIELDS)),
  );
