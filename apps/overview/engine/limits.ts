import { GraphQLError, Kind } from 'graphql';
import type { ASTVisitor, DocumentNode, FragmentDefinitionNode, SelectionSetNode, ValidationContext } from 'graphql';

/** Tokens of a document; longer ones are not parsed. */
export const mostTokens = 4_000;
const deepest = 15;
const mostFields = 2_000;
const mostRootFields = 10;

interface Size {
  readonly depth: number;
  readonly fields: number;
}

/**
 * A validation rule: how deep and how wide a question may be, fragments counted each time they are spread. Introspection
 * is not counted: it reads no data, and its own query is deep. (Mercurius's `queryDepth` counts it.)
 */
export function withinLimits(context: ValidationContext): ASTVisitor {
  return {
    Document(document) {
      const measure = measurer(document);
      for (const definition of document.definitions) {
        if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
        const { depth, fields } = measure(definition.selectionSet);
        const refuse = (what: string): void =>
          context.reportError(
            new GraphQLError(`The question ${what}.`, { nodes: definition, extensions: { code: 'QUERY_TOO_COMPLEX' } }),
          );
        if (depth > deepest) refuse(`is too deep: at most ${deepest} levels`);
        else if (fields > mostFields) refuse(`is too wide: at most ${mostFields} fields`);
        else if (rootFields(definition.selectionSet, document) > mostRootFields)
          refuse(`asks too much at once: at most ${mostRootFields} root fields`);
      }
    },
  };
}

/** Sizes are remembered by fragment, so that fragments that spread one another are each measured once. */
function measurer(document: DocumentNode): (set: SelectionSetNode) => Size {
  const fragments = fragmentsOf(document);
  const known = new Map<string, Size>();
  const measure = (set: SelectionSetNode | undefined): Size => {
    let depth = 0;
    let fields = 0;
    for (const selection of set?.selections ?? []) {
      let size: Size = { depth: 0, fields: 0 };
      if (selection.kind === Kind.FIELD) {
        if (selection.name.value === '__schema' || selection.name.value === '__type') continue;
        const below = measure(selection.selectionSet);
        size = { depth: below.depth + 1, fields: below.fields + 1 };
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        size = measure(selection.selectionSet);
      } else {
        size = ofFragment(selection.name.value);
      }
      depth = Math.max(depth, size.depth);
      fields += size.fields;
    }
    return { depth, fields };
  };
  const ofFragment = (name: string): Size => {
    const found = known.get(name);
    if (found !== undefined) return found;
    // Circles are reported by a rule of graphql-js; here they only must not run for ever.
    known.set(name, { depth: 0, fields: 0 });
    const size = measure(fragments.get(name)?.selectionSet);
    known.set(name, size);
    return size;
  };
  return measure;
}

function rootFields(set: SelectionSetNode, document: DocumentNode): number {
  const fragments = fragmentsOf(document);
  const seen = new Set<string>();
  const count = (part: SelectionSetNode | undefined): number => {
    let fields = 0;
    for (const selection of part?.selections ?? []) {
      if (selection.kind === Kind.FIELD) fields += 1;
      else if (selection.kind === Kind.INLINE_FRAGMENT) fields += count(selection.selectionSet);
      else if (!seen.has(selection.name.value)) {
        seen.add(selection.name.value);
        fields += count(fragments.get(selection.name.value)?.selectionSet);
      }
    }
    return fields;
  };
  return count(set);
}

function fragmentsOf(document: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  const definitions = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  return new Map(definitions.map((definition) => [definition.name.value, definition]));
}
