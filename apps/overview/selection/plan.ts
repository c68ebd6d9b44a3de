import type { ListPlan, NodePlan, Queries } from '../queries.js';
import { badInput, tooComplex } from '../engine/refusal.js';
import { CaseOrder } from '../types/enums.js';
import { CaseFilter } from '../types/inputs.js';
import type { CasesOfParty, TimelineOfParty } from '../types/inputs.js';
import { checkCursor, checkedInput, checkFirst } from './checked-input.js';
import { argumentsOf, isAsked } from './selection.js';
import type { Selected } from './selection.js';

type Variables = Readonly<Record<string, unknown>>;

const listKinds = ['cases', 'documents', 'journalNotes', 'grants', 'payments', 'services', 'timeline'] as const;
type ListKind = (typeof listKinds)[number];

/** The types whose nodes have lists, by what the queries call them. */
export const ownersOfLists: ReadonlyMap<string, Owner> = new Map([
  ['Party', 'party'],
  ['Case', 'case'],
  ['Grant', 'grant'],
]);
type Owner = Parameters<Queries['listOf']>[0];

/** More rows than this in one answer is a report, not a view. */
const mostRows = 20_000;

/**
 * What of a party or case is asked for, read ahead from the question, so that it can be fetched in a fixed number of
 * statements. Refuses pages out of bounds with BAD_USER_INPUT, and a question for more rows than one answer may have.
 */
export function planNode(selected: Selected, variables: Variables): NodePlan {
  if (rowsOf(selected, variables) > mostRows)
    throw tooComplex('The question asks for too many rows: ask for shorter pages.');
  return shallowPlan(selected, variables);
}

/** The same for a node further down, whose size has been counted already. */
export function shallowPlan(selected: Selected, variables: Variables): NodePlan {
  const asked = selected.below.filter((field) => isAsked(field, variables));
  const has = (...names: readonly string[]): boolean => asked.some(({ field }) => names.includes(field));
  return {
    lists: asked.filter(isList).map((field) => listPlan(field, variables)),
    freshness: has('freshness'),
    relations: has('relations', 'relatedCases'),
    histories: has('addressHistory', 'nameHistory'),
  };
}

/** Whether the field is a list of its own, with a page and a resolver, and not a property of the node. */
export function isList(selected: Selected): boolean {
  return ownersOfLists.has(selected.parent.name) && isListKind(selected.field);
}

/** The page that is asked for of one list. */
export function listPlan(selected: Selected, variables: Variables): ListPlan {
  const given = argumentsOf(selected, variables) as unknown as CasesOfParty & TimelineOfParty;
  const page = { key: selected.path, first: checkFirst(given.first), after: checkCursor(given.after) };
  const kind = selected.field as ListKind;
  switch (kind) {
    case 'cases':
      return {
        ...page,
        kind: 'cases',
        filter: given.filter ? checkedInput(CaseFilter, given.filter) : null,
        orderBy: given.orderBy ?? CaseOrder.NEWEST_OPENED,
      };
    case 'documents':
    case 'journalNotes':
    case 'grants':
    case 'payments':
    case 'services':
      return { ...page, kind };
    case 'timeline':
      if (typeof given.from === 'string' && typeof given.to === 'string' && given.from > given.to) {
        throw badInput('timeline: from must not be after to.');
      }
      return { ...page, kind: 'timeline', kinds: given.kinds ?? null, from: given.from ?? null, to: given.to ?? null };
  }
}

function isListKind(field: string): field is ListKind {
  return (listKinds as readonly string[]).includes(field);
}

/** An upper bound of the rows that the pages of a question can have together; only pages count, the rest comes with its row. */
function rowsOf(selected: Selected, variables: Variables): number {
  let rows = 0;
  for (const field of selected.below) {
    if (field.type === undefined || !isAsked(field, variables)) continue;
    const below = rowsOf(field, variables);
    rows += isList(field) ? firstOf(field, variables) * (1 + below) : below;
  }
  return rows;
}

function firstOf(list: Selected, variables: Variables): number {
  return checkFirst((argumentsOf(list, variables) as { first?: unknown }).first);
}
