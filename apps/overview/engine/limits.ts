import { Kind, NoSchemaIntrospectionCustomRule } from 'graphql';
import type { DocumentNode, FragmentDefinitionNode, SelectionNode, SelectionSetNode, ValidationRule } from 'graphql';
import { badInput, tooComplex } from './refusal.js';

/** Characters of a question; longer ones are not parsed. */
export const longestQuestion = 40_000;
/** Tokens of a question; longer ones are not parsed to their end. */
export const mostTokens = 3_000;

/** Rules for questions beside those of GraphQL itself. */
export function rulesBeyondGraphql(isProduction: boolean): ValidationRule[] {
  return isProduction ? [NoSchemaIntrospectionCustomRule] : [];
}

/** What a question may be made of, each with its word for the one who asked for more. */
const most: Readonly<Record<keyof Shape, readonly [limit: number, word: string]>> = {
  depth: [15, 'levels'],
  fields: [1_500, 'fields'],
  breadth: [150, 'fields in one selection'],
  roots: [10, 'root fields'],
  aliases: [100, 'aliases'],
  directives: [100, 'directives'],
  definitions: [60, 'operations and fragments'],
};

/** What an operation is made of, its fragments counted each time they are spread. */
interface Shape extends Size {
  readonly roots: number;
  readonly definitions: number;
}

interface Size {
  readonly depth: number;
  readonly fields: number;
  /** Of the widest selection. */
  readonly breadth: number;
  readonly aliases: number;
  readonly directives: number;
}

/** A selection, and how many fields of it stand at its top. */
interface Measured extends Size {
  readonly top: number;
}

const nothing: Measured = { depth: 0, fields: 0, breadth: 0, aliases: 0, directives: 0, top: 0 };

/**
 * Refuses with QUERY_TOO_COMPLEX what is deeper, wider … than a question may be. Asked before the rules of graphql-js, which
 * compare the fields of a selection two by two. What lies below `__schema` and `__type` is not counted: it reads no data,
 * its own question is deep, and graphql-js has a rule for it. Refuses with BAD_USER_INPUT the alias `__proto__`.
 */
export function checkShape(document: DocumentNode): void {
  const measure = measurer(document);
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const { top, ...size } = measure(definition.selectionSet);
    const shape: Shape = { ...size, roots: top, definitions: document.definitions.length };
    for (const [name, [limit, word]] of Object.entries(most)) {
      const found = shape[name as keyof Shape];
      if (found > limit) throw tooComplex(`The question is too large: at most ${limit} ${word}, found ${found}.`);
    }
  }
}

/** Fragments are each measured once: those that spread one another twice would else take for ever. */
function measurer(document: DocumentNode): (set: SelectionSetNode | undefined) => Measured {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const known = new Map<string, Measured>();

  const measure = (set: SelectionSetNode | undefined): Measured => {
    let { depth, fields, breadth, aliases, directives, top } = nothing;
    for (const selection of set?.selections ?? []) {
      const part = ofSelection(selection);
      depth = Math.max(depth, part.depth);
      breadth = Math.max(breadth, part.breadth);
      fields += part.fields;
      aliases += part.aliases;
      directives += part.directives + (selection.directives?.length ?? 0);
      top += part.top;
    }
    return { depth, fields, breadth: Math.max(breadth, top), aliases, directives, top };
  };

  const ofSelection = (selection: SelectionNode): Measured => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return ofFragment(selection.name.value);
    if (selection.kind === Kind.INLINE_FRAGMENT) return measure(selection.selectionSet);
    // The compiler writes aliases into object literals, where this one is no member but the prototype: the answer would lack it.
    if (selection.alias?.value === '__proto__') throw badInput('__proto__ cannot be an alias.');
    const isMeta = selection.name.value === '__schema' || selection.name.value === '__type';
    const below = isMeta ? nothing : measure(selection.selectionSet);
    const aliases = below.aliases + (selection.alias === undefined ? 0 : 1);
    return { ...below, depth: below.depth + 1, fields: below.fields + 1, aliases, top: 1 };
  };

  const ofFragment = (name: string): Measured => {
    const found = known.get(name);
    if (found !== undefined) return found;
    // Circles are reported by a rule of graphql-js; here they only must not run for ever.
    known.set(name, nothing);
    const measured = measure(fragments.get(name)?.selectionSet);
    known.set(name, measured);
    return measured;
  };
  return measure;
}
