import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import type { ValueNode } from 'graphql';
import { isLocalDate, toInstant } from '#contracts';

/** Messages never repeat the value: it may be personal data sent in the wrong place. */
function textIn(node: ValueNode, type: string): string {
  if (node.kind === Kind.STRING) return node.value;
  throw new GraphQLError(`${type} must be given as text.`, { nodes: node });
}

function readInstant(value: unknown): string {
  const instant = typeof value === 'string' ? toInstant(value) : undefined;
  if (instant === undefined) throw new GraphQLError('DateTime must be RFC 3339 with a zone, of a date that exists.');
  return instant;
}

function readDate(value: unknown): string {
  if (typeof value !== 'string' || !isLocalDate(value)) {
    throw new GraphQLError('Date must be YYYY-MM-DD, of a date that exists.');
  }
  return value;
}

/** RFC 3339. Leaves as the house's canonical text (UTC, microseconds), which is passed through unchanged. */
export const DateTime = new GraphQLScalarType<string, unknown>({
  name: 'DateTime',
  description:
    'An instant, RFC 3339 with a zone, to the microsecond. Leaves in UTC with `Z`: 2026-03-03T08:15:30.123456Z.',
  serialize: (value) => value,
  parseValue: readInstant,
  parseLiteral: (node) => readInstant(textIn(node, 'DateTime')),
});

/** A day of Europe/Copenhagen as `YYYY-MM-DD`. */
export const DateOnly = new GraphQLScalarType<string, unknown>({
  name: 'Date',
  description: 'A day in Denmark (Europe/Copenhagen) as YYYY-MM-DD. As a moment it means midnight there.',
  serialize: (value) => value,
  parseValue: readDate,
  parseLiteral: (node) => readDate(textIn(node, 'Date')),
});

/** Exact decimal numbers as text: never a float, so no digit is lost or made up. Only ever leaves. */
export const Decimal = new GraphQLScalarType<unknown, unknown>({
  name: 'Decimal',
  description: 'An exact decimal number as text, with the digits that the source sent: 4217.00.',
  serialize: (value) => value,
  parseValue: () => {
    throw new GraphQLError('Decimal is not accepted as input.');
  },
  parseLiteral: () => {
    throw new GraphQLError('Decimal is not accepted as input.');
  },
});

/** Any JSON value; only ever leaves, no field takes one. */
export const Json = new GraphQLScalarType<unknown, unknown>({
  name: 'JSON',
  description: 'Any JSON value: the data of an event, or a value before and after a change.',
  serialize: (value) => value,
  parseValue: () => {
    throw new GraphQLError('JSON is not accepted as input.');
  },
  parseLiteral: () => {
    throw new GraphQLError('JSON is not accepted as input.');
  },
});
