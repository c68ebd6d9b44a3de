import {
  getArgumentValues,
  getDirectiveValues,
  getNamedType,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isObjectType,
  Kind,
} from 'graphql';
import type {
  FieldNode,
  FragmentDefinitionNode,
  GraphQLObjectType,
  GraphQLResolveInfo,
  GraphQLSchema,
  OperationDefinitionNode,
  SelectionNode,
  SelectionSetNode,
} from 'graphql';

type Variables = Readonly<Record<string, unknown>>;
type Conditions = readonly SelectionNode[];

/** One field of a question under the name it has in the answer, with everything that is asked below it. */
export interface Selected {
  /** The name in the answer: the alias, else the field. */
  readonly key: string;
  /** The names in the answer from the root field down to this one, joined by `/`; list items have no step of their own. */
  readonly path: string;
  readonly field: string;
  readonly parent: GraphQLObjectType;
  /** The object type that the field leads to; undefined for a value. */
  readonly type: GraphQLObjectType | undefined;
  /** Fields of the object below, by name in the answer. */
  readonly below: readonly Selected[];
  /** Asked for when one of these chains of `@include` and `@skip` holds; empty: always. */
  readonly when: readonly Conditions[];
  readonly node: FieldNode;
  /** The arguments, where no variable is in them and so they never change. */
  readonly fixedArguments: Readonly<Record<string, unknown>> | undefined;
}

/**
 * What each root field of an operation asks for. Mercurius keeps parsed documents, so a question asked again is not walked
 * again; what depends on variables is left open in the tree.
 */
const known = new WeakMap<OperationDefinitionNode, ReadonlyMap<string, Selected>>();

/**
 * What is asked for by the root field that is being answered: fragments, aliases and repeated fields merged, as execution
 * does. Read from the operation and the path only: the compiler mixes up the `fieldNodes` and `fieldName` of fields whose
 * names, joined by `_` from the root, are the same (`a_b { c }` and `a { b_c }`).
 */
export function selectionOf({ operation, path, schema, fragments }: GraphQLResolveInfo): Selected {
  const selected = rootsOf(operation, schema, fragments).get(String(path.key));
  if (selected === undefined) throw new Error('A field was answered that was not asked for.');
  return selected;
}

/** The root fields of an operation that has passed validation, by name in the answer. */
export function rootsOf(
  operation: OperationDefinitionNode,
  schema: GraphQLSchema,
  fragments: Fragments,
): ReadonlyMap<string, Selected> {
  let roots = known.get(operation);
  if (roots === undefined) {
    const type = schema.getRootType(operation.operation);
    if (!type) throw new Error('The schema has no operations of this kind.');
    const branches = { node: operation, conditions: [] };
    roots = new Map(selectBelow(type, '', [branches], fragments).map((selected) => [selected.key, selected]));
    known.set(operation, roots);
  }
  return roots;
}

/** The path of the field that is being answered, as `Selected.path` says it. */
export function pathOf(info: GraphQLResolveInfo): string {
  let path = '';
  for (let step: GraphQLResolveInfo['path'] | undefined = info.path; step !== undefined; step = step.prev) {
    if (typeof step.key === 'string') path = `/${step.key}${path}`;
  }
  return path;
}

/** The arguments of a field under the variables of this request. */
export function argumentsOf(selected: Selected, variables: Variables): Readonly<Record<string, unknown>> {
  if (selected.fixedArguments !== undefined) return selected.fixedArguments;
  const definition = selected.parent.getFields()[selected.field];
  return definition === undefined ? {} : getArgumentValues(definition, selected.node, variables);
}

/** Whether `@include` and `@skip` leave the field in. */
export function isAsked({ when }: Selected, variables: Variables): boolean {
  return when.length === 0 || when.some((chain) => chain.every((node) => isIncluded(node, variables)));
}

function isIncluded(node: SelectionNode, variables: Variables): boolean {
  if (getDirectiveValues(GraphQLSkipDirective, node, variables)?.['if'] === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, node, variables)?.['if'] !== false;
}

interface Branch {
  readonly node: FieldNode;
  readonly conditions: Conditions;
}

/** Something with fields in it, and on what condition it is asked for. */
interface Holding {
  readonly node: { readonly selectionSet?: SelectionSetNode | undefined };
  readonly conditions: Conditions;
}

type Fragments = Readonly<Record<string, FragmentDefinitionNode | undefined>>;

function select(
  parent: GraphQLObjectType,
  above: string,
  key: string,
  branches: readonly Branch[],
  fragments: Fragments,
): Selected {
  const node = branches[0]?.node;
  if (node === undefined) throw new Error('A selection has at least one node.');
  const field = node.name.value;
  const definition = parent.getFields()[field];
  const type = definition === undefined ? undefined : getNamedType(definition.type);
  const objectType = isObjectType(type) ? type : undefined;
  const path = `${above}/${key}`;
  const always = branches.some(({ conditions }) => conditions.length === 0);
  const usesVariables = (node.arguments ?? []).some((argument) =>
    JSON.stringify(argument.value).includes('"Variable"'),
  );
  return {
    key,
    path,
    field,
    parent,
    type: objectType,
    node,
    when: always ? [] : branches.map(({ conditions }) => conditions),
    below: objectType === undefined ? [] : selectBelow(objectType, path, branches, fragments),
    fixedArguments: definition === undefined ? {} : usesVariables ? undefined : getArgumentValues(definition, node, {}),
  };
}

function selectBelow(
  type: GraphQLObjectType,
  path: string,
  branches: readonly Holding[],
  fragments: Fragments,
): Selected[] {
  const byKey = new Map<string, Branch[]>();
  for (const { node, conditions } of branches) collect(node.selectionSet, conditions, fragments, byKey, new Set());
  return [...byKey].map(([key, found]) => select(type, path, key, found, fragments));
}

/** Our schema has no interfaces and no unions, so a fragment's type is always the type it stands in. */
function collect(
  set: SelectionSetNode | undefined,
  conditions: Conditions,
  fragments: Fragments,
  byKey: Map<string, Branch[]>,
  spread: Set<string>,
): void {
  for (const selection of set?.selections ?? []) {
    const chain = (selection.directives?.length ?? 0) > 0 ? [...conditions, selection] : conditions;
    if (selection.kind === Kind.FIELD) {
      const key = selection.alias?.value ?? selection.name.value;
      const branches = byKey.get(key);
      if (branches === undefined) byKey.set(key, [{ node: selection, conditions: chain }]);
      else branches.push({ node: selection, conditions: chain });
    } else if (selection.kind === Kind.INLINE_FRAGMENT) {
      collect(selection.selectionSet, chain, fragments, byKey, spread);
    } else if (chain.length > 0 || !spread.has(selection.name.value)) {
      // A fragment is walked once where it stands unconditionally; validation has ruled out circles.
      if (chain.length === 0) spread.add(selection.name.value);
      collect(fragments[selection.name.value]?.selectionSet, chain, fragments, byKey, spread);
    }
  }
}
