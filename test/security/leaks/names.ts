import type { Json, Question } from './answers.js';
import type { Naming, Person } from './plain-world.js';
import type { VisibleWorld } from './visible-world.js';

/** Says that somebody is called something: the later the stronger, of what was said at once that of the greatest source and id. */
interface Saying extends Naming {
  readonly second: number;
  readonly source: string;
  readonly id: string;
}

/** What the objects call people, that the caller sees, and what the relations of others do, which all see. */
function sayingsOf({ people, cases, documents, grants, payments, services }: VisibleWorld): Saying[] {
  const by = (family: string, { id, source }: { id: string; source: string }, named: readonly Naming[]): Saying[] =>
    named.map((each) => ({ ...each, second: 0, source, id: `${family}-${id}-0` }));
  return [
    ...cases.flatMap((each) => by('case', each, each.people)),
    ...documents.flatMap((each) => by('document', each, each.people)),
    ...grants.flatMap((each) => by('grant', each, [each.person])),
    ...payments.flatMap((each) => by('payment', each, [each.person])),
    ...services.flatMap((each) => by('service', each, [each.person])),
    ...people.flatMap(({ cpr, household }): Saying[] => {
      const other = people.find((person) => person.cpr === household);
      // Two relations that name one person call him the same.
      return other === undefined ? [] : [{ person: other, name: other.called, second: 1, source: '', id: cpr }];
    }),
  ];
}

const isStronger = (a: Saying, b: Saying): boolean =>
  a.second !== b.second ? a.second > b.second : a.source !== b.source ? a.source > b.source : a.id > b.id;

/** What he is called by the strongest that the caller may hear. */
const nameOf = (person: Person, sayings: readonly Saying[]): string =>
  sayings
    .filter((each) => each.person.cpr === person.cpr && each.name !== null)
    .reduce<Saying | null>((best, each) => (best === null || isStronger(each, best) ? each : best), null)?.name ??
  'null';

/** The names of those whom no party event names, asked for themselves and on their cases, now and in the past. */
export function names(world: VisibleWorld): Question {
  const unnamed = world.people.filter(({ name }) => name === null);
  const sayings = sayingsOf(world);
  const moments = { now: '', then: ', asOf: "2024-06-01T00:00:00Z"' };
  const asked = unnamed.flatMap((person, n) =>
    Object.entries(moments).map(([when, moment]) => ({ person, moment, alias: `${when}${n}` })),
  );
  return {
    query: `{ ${asked.map(({ person: { cpr }, moment, alias }) => `${alias}: party(key: {cpr: "${cpr}"}${moment}) { id name cases(first: 40) { edges { node { parties { party { id name } } } } } }`).join(' ')} }`,
    expected: Object.fromEntries(asked.map(({ person, alias }) => [alias, [nameOf(person, sayings)]])),
    read: (data) => Object.fromEntries(asked.map(({ alias }) => [alias, namesIn(data[alias] as Json | null)])),
  };
}

type Called = { readonly id: string; readonly name: string | null };

/** Each name once by which the answer calls the party. */
function namesIn(party: Json | null): string[] {
  if (party === null) return ['null'];
  const { edges } = party['cases'] as { edges: readonly { node: { parties: readonly { party: Called }[] } }[] };
  const everywhere = [party as Called, ...edges.flatMap(({ node }) => node.parties.map((each) => each.party))];
  return [...new Set(everywhere.flatMap(({ id, name }) => (id === party['id'] ? (name ?? 'null') : [])))];
}
