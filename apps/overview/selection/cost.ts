import { getNullableType, getOperationAST, getVariableValues, isListType, Kind } from 'graphql';
import type { DocumentNode, FragmentDefinitionNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { tooComplex } from '../engine/refusal.js';
import { largestPage } from './checked-input.js';
import { ownersOfLists } from './plan.js';
import { argumentsOf, isAsked, rootsOf } from './selection.js';
import type { Selected } from './selection.js';

type Variables = Readonly<Record<string, unknown>>;

/** What one answer may cost, in points. The full 360° view of the playground costs about a sixth. */
export const mostPoints = 60_000;

/**
 * The cost of an answer, before it is made, from the question, its variables and the schema:
 * - each field costs a point each time it can stand in the answer: below `edges` as often as `first` says, below a list
 *   without pages `unpaged` times;
 * - each row of a page costs `row` points more, whether or not it is asked for: it is read;
 * - each list with pages and each reference to a party, case or grant costs a reading more, however many rows it is of:
 *   they are read together;
 * - a root field costs what finding its rows takes.
 */
const unpaged = 4;
const row = 4;
const reading = 50;
const anyRoot = 100;
const roots: Readonly<Record<string, number>> = {
  // Words are looked up, ranked and counted in every family before the page is known.
  search: 2_000,
  searchParties: 1_000,
  searchCases: 1_000,
  // All events of the object are read, opened and folded, whatever the page.
  caseHistory: 2_000,
  partyHistory: 2_000,
  objectHistory: 2_000,
  // Two sides of a whole source are compared.
  reconciliation: 5_000,
  parallelRun: 5_000,
};

/** Costs of operations that no variable changes. Mercurius keeps parsed documents, so these are reckoned once a question. */
const fixedCosts = new WeakMap<OperationDefinitionNode, number>();

/** Refuses with QUERY_TOO_COMPLEX an operation whose answer would cost more than one answer may. */
export function checkCost(
  document: DocumentNode,
  operationName: string | undefined,
  schema: GraphQLSchema,
  variables: Variables,
): void {
  const points = costOf(document, operationName, schema, variables);
  if (points > mostPoints) {
    throw tooComplex(
      `The question is too dear: at most ${mostPoints} points, found ${points}. Ask for shorter pages, or less at once.`,
    );
  }
}

/** The points of an operation; 0 where there is no such operation, or its variables are wrong: execution says so. */
export function costOf(
  document: DocumentNode,
  operationName: string | undefined,
  schema: GraphQLSchema,
  variables: Variables,
): number {
  const operation = getOperationAST(document, operationName);
  if (!operation) return 0;
  const fixed = fixedCosts.get(operation);
  if (fixed !== undefined) return fixed;
  const asked = [...rootsOf(operation, schema, fragmentsOf(document)).values()];
  const isFixed = !asked.some(hangsOnVariables);
  const { coerced } = isFixed
    ? { coerced: {} }
    : getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  if (coerced === undefined) return 0;
  let points = 0;
  for (const root of asked)
    if (isAsked(root, coerced)) points += (roots[root.field] ?? anyRoot) + pointsOf(root, 1, coerced);
  if (isFixed) fixedCosts.set(operation, points);
  return points;
}

function fragmentsOf(document: DocumentNode): Record<string, FragmentDefinitionNode> {
  const fragments = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  return Object.fromEntries(fragments.map((fragment) => [fragment.name.value, fragment]));
}

function hangsOnVariables(selected: Selected): boolean {
  if (selected.when.length > 0 || (isPaged(selected) && selected.fixedArguments === undefined)) return true;
  return selected.below.some(hangsOnVariables);
}

/** Of a field that can stand so many times in the answer, and all below it. */
function pointsOf(selected: Selected, times: number, variables: Variables): number {
  const page = isPaged(selected) ? pageOf(selected, variables) : 0;
  let points = times * (1 + page * row) + (isReading(selected) ? reading : 0);
  for (const field of selected.below) {
    if (!isAsked(field, variables)) continue;
    const each = field.field === 'edges' ? page : isUnpagedList(field) ? unpaged : 1;
    points += pointsOf(field, times * each, variables);
  }
  return points;
}

function isPaged({ parent, field }: Selected): boolean {
  return parent.getFields()[field]?.args.some(({ name }) => name === 'first') ?? false;
}

function isUnpagedList({ parent, field }: Selected): boolean {
  const definition = parent.getFields()[field];
  return definition !== undefined && isListType(getNullableType(definition.type));
}

function isReading(selected: Selected): boolean {
  return isPaged(selected) || (ownersOfLists.has(selected.type?.name ?? '') && selected.field !== 'node');
}

/** A page out of bounds is refused where it is read. */
function pageOf(selected: Selected, variables: Variables): number {
  const { first } = argumentsOf(selected, variables);
  return typeof first === 'number' ? Math.min(Math.max(first, 0), largestPage) : largestPage;
}
