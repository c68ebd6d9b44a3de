import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import {
  buildSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type {
  GraphQLField,
  GraphQLInputField,
  GraphQLInputObjectType,
  GraphQLInputType,
  GraphQLObjectType,
} from 'graphql';
import { hostileHeaders, hostileText, hostileValue, nearly } from './hostile.js';
import { exampleEvents } from './target.js';

const schema = buildSchema(readFileSync('docs/schema.graphql', 'utf8'));

/** What stands in the events of the target: ids, numbers, titles. */
const known = [...new Set(exampleEvents().flatMap(textsIn))];

/** A request to `/graphql`. */
export interface Question {
  readonly body: string;
  readonly headers: Record<string, string>;
}

/** Questions over the real schema: right ones with hostile values, nearly right ones, and no questions at all. */
export const hostileQuestion = (): fc.Arbitrary<Question> =>
  fc.record({
    body: hostileBody(),
    headers: fc.oneof(
      { weight: 9, arbitrary: fc.constant({}) },
      hostileHeaders('x-authority', 'x-purpose', 'x-transaktionsid', 'accept', 'content-type', 'cookie'),
    ),
  });

const hostileBody = (): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 14, arbitrary: rightQuestion().map((question) => JSON.stringify(question)) },
    {
      weight: 2,
      arbitrary: rightQuestion().chain((question) =>
        nearly(question.query).map((query) => JSON.stringify({ ...question, query })),
      ),
    },
    { weight: 1, arbitrary: rightQuestion().chain((question) => nearly(JSON.stringify(question))) },
    {
      weight: 1,
      arbitrary: fc.dictionary(parameterName(), hostileValue(), { maxKeys: 4 }).map((body) => JSON.stringify(body)),
    },
    { weight: 1, arbitrary: fc.oneof(fc.json(), hostileText(), fc.string({ unit: 'binary' })) },
  );

const parameterName = (): fc.Arbitrary<string> =>
  fc.constantFrom('query', 'variables', 'operationName', 'extensions', 'documentId', 'persisted', '__proto__');

interface RightQuestion {
  readonly query: string;
  readonly variables: Record<string, unknown>;
}

/** A question that follows the schema but in the values it sends. */
const rightQuestion = (): fc.Arbitrary<RightQuestion> => fc.gen().map((gen) => new Writer(gen).question());

/** Writes one question, asking the generator at each choice. */
class Writer {
  private readonly declared: string[] = [];
  private readonly variables: Record<string, unknown> = {};

  constructor(private readonly gen: fc.GeneratorValue) {}

  question(): RightQuestion {
    const isChange = this.chance(0.1);
    const root = isChange ? schema.getMutationType() : schema.getQueryType();
    const selection = this.selection(root as GraphQLObjectType, this.gen(fc.integer, { min: 1, max: 6 }), 2);
    const declared = this.declared.length === 0 ? '' : `(${this.declared.join(', ')})`;
    return { query: `${isChange ? 'mutation' : 'query'} Q${declared} ${selection}`, variables: this.variables };
  }

  private selection(type: GraphQLObjectType, depth: number, most = 4): string {
    const fields = Object.values(type.getFields());
    const times = this.gen(fc.integer, { min: 1, max: most });
    const chosen = Array.from({ length: times }, (_, index) => this.field(this.pick(fields), depth, index));
    if (this.chance(0.1)) chosen.push('__typename');
    if (this.chance(0.05)) chosen.push(`... on ${type.name} { __typename }`);
    return `{ ${chosen.join(' ')} }`;
  }

  private field(field: GraphQLField<unknown, unknown>, depth: number, index: number): string {
    const given = field.args.filter(
      ({ name, type }) => isNonNullType(type) || this.chance(name === 'after' ? 0.03 : 0.4),
    );
    const values = given.map((argument) => `${argument.name}: ${this.argument(argument.type)}`);
    const call = values.length === 0 ? '' : `(${values.join(', ')})`;
    const condition = this.chance(0.05) ? ` @include(if: ${String(this.chance(0.5))})` : '';
    const type = getNamedType(field.type);
    const below = !isObjectType(type) ? '' : depth > 0 ? ` ${this.selection(type, depth - 1)}` : ' { __typename }';
    return `a${depth}${index}: ${field.name}${call}${condition}${below}`;
  }

  private argument(type: GraphQLInputType): string {
    if (this.chance(0.4)) return this.literal(type, 0);
    const name = `v${this.declared.length}`;
    this.declared.push(`$${name}: ${String(type)}`);
    this.variables[name] = this.value(type, 0);
    return `$${name}`;
  }

  /** A value as it stands in a question: names of enumerations and members bare. */
  private literal(type: GraphQLInputType, depth: number): string {
    if (isNonNullType(type)) return this.literal(type.ofType, depth);
    if (this.chance(0.01)) return 'null';
    if (isListType(type)) return `[${this.literal(type.ofType, depth)}]`;
    if (isEnumType(type)) return this.pick(type.getValues()).name;
    if (isInputObjectType(type)) {
      const fields = this.members(type, depth);
      return `{ ${fields.map((each) => `${each.name}: ${this.literal(each.type, depth + 1)}`).join(', ')} }`;
    }
    return JSON.stringify(this.scalar(type.name));
  }

  private value(type: GraphQLInputType, depth: number): unknown {
    if (this.chance(0.02)) return this.gen(hostileValue);
    if (isNonNullType(type)) return this.value(type.ofType, depth);
    if (isListType(type)) return [this.value(type.ofType, depth)];
    if (isEnumType(type)) return this.pick(type.getValues()).name;
    if (isInputObjectType(type)) {
      const fields = this.members(type, depth);
      return Object.fromEntries(fields.map((each) => [each.name, this.value(each.type, depth + 1)]));
    }
    return this.scalar(type.name);
  }

  private members(type: GraphQLInputObjectType, depth: number): GraphQLInputField[] {
    const members = Object.values(type.getFields());
    if (type.isOneOf && this.chance(0.95)) return [this.pick(members)];
    return members.filter((each) => isNonNullType(each.type) || this.chance(1 / (3 + depth)));
  }

  private scalar(name: string): unknown {
    if (name === 'Int') return this.gen(fc.integer, this.chance(0.95) ? { min: 1, max: 60 } : { min: -3, max: 210 });
    if (name === 'Boolean') return this.chance(0.5);
    if (name === 'ID' && this.chance(0.5)) return this.pick(known);
    if ((name === 'DateTime' || name === 'Date') && this.chance(0.97)) {
      const moment = this.gen(fc.date, {
        min: new Date('1900-01-01'),
        max: new Date('2200-01-01'),
        noInvalidDate: true,
      });
      return moment.toISOString().slice(0, name === 'Date' ? 10 : undefined);
    }
    return this.chance(0.2) ? this.pick(known) : this.gen(hostileText);
  }

  private pick<T>(from: readonly T[]): T {
    return this.gen((choices: readonly T[]) => fc.constantFrom(...choices), from);
  }

  private chance(of: number): boolean {
    return this.gen(fc.nat, { max: 999 }) < of * 1_000;
  }
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value, ...value.split('/').slice(1)];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
