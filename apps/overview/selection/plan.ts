import type { ListPlan, NodePlan, Queries } from '../queries.js';
import { badInput } from '../engine/refusal.js';
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

/**
 * What of a party or case is asked for, read ahead from the question, so that it can be fetched in a fixed number of
 * statements. Refuses pages out of bounds with BAD_USER_INPUT, also those that only rows yet unread would lead to.
 */
export function planNode(selected: Selected, variables: Variables): NodePlan {
  checkPages(selected, variables);
  return shallowPlan(selected, variables);
}

/** The same for a node further down, whose pages have been checked already. */
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

/** What of the lists below was asked for by more than their page: the list, its path, and what it was narrowed by. */
export function narrowedLists(
  selected: Selected,
  variables: Variables,
): { readonly list: string; readonly path: string; readonly by: object }[] {
  return selected.below.flatMap((field) => {
    if (field.type === undefined || !isAsked(field, variables)) return [];
    const { filter, kinds, from, to } = isList(field) ? (argumentsOf(field, variables) as Narrowing) : {};
    const by = given({ ...filter, kinds, from, to });
    const below = narrowedLists(field, variables);
    return Object.keys(by).length === 0 ? below : [{ list: field.field, path: field.path, by }, ...below];
  });
}

type Narrowing = Partial<Pick<CasesOfParty, 'filter'> & Pick<TimelineOfParty, 'kinds' | 'from' | 'to'>>;

const given = (values: object): object =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== undefined));

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
        ...(Object.values(given.filter ?? {}).some((value) => value !== null && value !== undefined)
          ? {}
          : tellingOfHidden(selected, variables)),
      };
    case 'documents':
      return { ...page, kind, ...tellingOfHidden(selected, variables) };
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

/** Lists of a party tell of hidden objects where that is asked for. */
function tellingOfHidden({ parent, below }: Selected, variables: Variables): { readonly restricted?: true } {
  const isAskedFor = below.some((field) => field.field === 'restricted' && isAsked(field, variables));
  return parent.name === 'Party' && isAskedFor ? { restricted: true } : {};
}

function isListKind(field: string): field is ListKind {
  return (listKinds as readonly string[]).includes(field);
}

function checkPages(selected: Selected, variables: Variables): void {
  for (const field of selected.below) {
    if (field.type === undefined || !isAsked(field, variables)) continue;
    if (isList(field)) checkFirst((argumentsOf(field, variables) as { first?: unknown }).first);
    checkPages(field, variables);
  }
}
