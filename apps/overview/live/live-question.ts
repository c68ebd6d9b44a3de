import { getOperationAST, getVariableValues, OperationTypeNode, parse, specifiedRules, validate } from 'graphql';
import type { DocumentNode, ExecutionArgs, GraphQLSchema, GraphQLError } from 'graphql';
import { checkShape, mostTokens, rulesBeyondGraphql } from '../engine/limits.js';
import { questionOf, type Parameters } from '../engine/over-http.js';
import type { PersistedQuestions } from '../engine/persisted-questions.js';
import { badInput } from '../engine/refusal.js';
import { checkCost } from '../selection/cost.js';

/** A question that can be asked again and again. */
export type LiveQuestion = Pick<ExecutionArgs, 'schema' | 'document' | 'variableValues' | 'operationName'>;

/** By what questions are judged. */
export interface Judging {
  readonly schema: GraphQLSchema;
  readonly persisted: PersistedQuestions;
  readonly isProduction: boolean;
}

/**
 * Reads what a client subscribes to, by the rules of a question over HTTP: its length and tokens, its shape before the rules of
 * GraphQL, what it costs. Gives the errors where it cannot be asked. Throws a Refusal where one of our own rules is broken.
 */
export function readLiveQuestion(
  payload: Parameters,
  { schema, persisted, isProduction }: Judging,
): LiveQuestion | readonly GraphQLError[] {
  const document: DocumentNode = parse(questionOf(payload, persisted), { maxTokens: mostTokens });
  checkShape(document);
  const operationName = typeof payload.operationName === 'string' ? payload.operationName : undefined;
  const operation = getOperationAST(document, operationName);
  if (!operation) throw badInput('operationName must be the name of an operation of the document.');
  if (operation.operation !== OperationTypeNode.SUBSCRIPTION)
    throw badInput('Only subscriptions are taken here: ask what is to be answered once by POST.');
  const errors = validate(schema, document, [...specifiedRules, ...rulesBeyondGraphql(isProduction)]);
  if (errors.length > 0) return errors;
  const variables = (payload.variables ?? {}) as Record<string, unknown>;
  const read = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  if (read.errors !== undefined) return read.errors;
  checkCost(document, operationName, schema, variables);
  return { schema, document, variableValues: variables, operationName };
}

/** Whether what was read is errors. */
export function areErrors(read: LiveQuestion | readonly GraphQLError[]): read is readonly GraphQLError[] {
  return Array.isArray(read);
}
