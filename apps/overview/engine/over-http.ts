import type { FastifyRequest } from 'fastify';
import { getOperationAST, OperationTypeNode } from 'graphql';
import type { DocumentNode } from 'graphql';
import { longestQuestion } from './limits.js';
import type { PersistedQuestions } from './persisted-questions.js';
import { badInput, tooComplex } from './refusal.js';

/** The media type of GraphQL over HTTP: its status code says whether the question could be asked at all. */
export const responseJson = 'application/graphql-response+json';
const plainJson = 'application/json';

/** The media type to answer in; plain JSON for a caller who does not say. */
export function mediaTypeFor(accept: string | undefined): typeof responseJson | typeof plainJson {
  if (accept === undefined || !accept.includes(responseJson)) return plainJson;
  return weightOf(accept, responseJson) >= weightOf(accept, plainJson) ? responseJson : plainJson;
}

function weightOf(accept: string, type: string): number {
  for (const range of accept.split(',')) {
    const [name = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    if (name !== type) continue;
    const weight = parameters.find((parameter) => parameter.startsWith('q='));
    return weight === undefined ? 1 : Number(weight.slice(2)) || 0;
  }
  return 0;
}

/** Whether the content type of a POST is one that we read. */
export function isReadable(contentType: string | undefined): boolean {
  return (
    contentType !== undefined && /^application\/(json|graphql)\s*(;\s*charset=("?)utf-8\3\s*)?$/i.test(contentType)
  );
}

/** What a question comes with, in whatever form it comes. */
export interface Parameters {
  documentId?: unknown;
  query?: unknown;
  operationName?: unknown;
  variables?: unknown;
  extensions?: unknown;
}

/**
 * Reads the parameters of a request by GraphQL over HTTP into the form that Mercurius takes, or refuses them. A question that
 * is named by its hash is put in as text. A named operation is also written into the question as a comment: Mercurius keeps
 * compiled questions by their text alone, and would run the operation that was named first whatever is named next.
 */
export function readParameters(request: FastifyRequest, persisted: PersistedQuestions): void {
  const isGet = request.method === 'GET';
  const given = parametersOf(request);
  if (!isObject(given)) throw badInput('The body must be a JSON object with the member "query".');
  const parameters = given as Parameters;
  for (const name of ['variables', 'extensions'] as const) {
    const value = parameters[name];
    if (value === undefined || value === null) continue;
    if (!isObject(isGet ? parsed(value) : value)) throw badInput(`${name} must be an object.`);
  }
  const query = questionOf(parameters, persisted);
  // The method too: see `checkOperation`, which is asked once for each text.
  parameters.query = [query, ...nameOf(parameters), ...(isGet ? ['# by GET'] : [])].join('\n');
}

function nameOf({ operationName }: Parameters): string[] {
  if (operationName === undefined || operationName === null || operationName === '') return [];
  if (typeof operationName === 'string' && /^[A-Za-z_]\w*$/.test(operationName)) return [`#${operationName}`];
  throw badInput('operationName must be the name of an operation.');
}

/** The text of the question, or of the one that is named by its hash; refuses one that is too long, or no text. */
export function questionOf(parameters: Parameters, persisted: PersistedQuestions): string {
  const id = idOf(parameters);
  const { query } = parameters;
  const isAbsent = query === undefined || query === null || query === '';
  if (isAbsent ? id === undefined : typeof query !== 'string')
    throw badInput('query must be a text that is not empty.');
  const text = persisted.textOf({ text: isAbsent ? undefined : (query as string), id });
  if (text.length > longestQuestion)
    throw tooComplex(`The question is too large: at most ${longestQuestion} characters, found ${text.length}.`);
  // Mercurius would take the syntax tree itself as JSON: past the parser, which bounds tokens and knows what is a name.
  if (isJson.test(text)) throw badInput('query must be a GraphQL document.');
  return text;
}

/** By the draft of GraphQL over HTTP `documentId`, by Apollo's protocol `extensions.persistedQuery.sha256Hash`. */
function idOf({ documentId, extensions }: Parameters): string | undefined {
  if (typeof documentId === 'string' && documentId !== '') return documentId.replace(/^sha256:/, '');
  const given = (typeof extensions === 'string' ? parsed(extensions) : extensions) as {
    persistedQuery?: unknown;
  } | null;
  if (given?.persistedQuery === undefined || given.persistedQuery === null) return undefined;
  const { version, sha256Hash } = given.persistedQuery as { version?: unknown; sha256Hash?: unknown };
  if (version === 1 && typeof sha256Hash === 'string' && /^[0-9a-f]{64}$/.test(sha256Hash)) return sha256Hash;
  throw badInput('extensions.persistedQuery must have version 1 and a sha256Hash of 64 hexadecimal digits.');
}

/** The name of the operation to run, where one is given. */
export function operationNameOf(request: FastifyRequest): string | undefined {
  const { operationName } = parametersOf(request) as Parameters;
  return typeof operationName === 'string' && operationName !== '' ? operationName : undefined;
}

/**
 * Refuses a subscription, which has more answers than one, and a GET that changes something, or does not say which operation is
 * meant: Mercurius would fall over that.
 */
export function checkOperation(document: DocumentNode, request: FastifyRequest): void {
  const operation = getOperationAST(document, operationNameOf(request));
  if (operation?.operation === OperationTypeNode.SUBSCRIPTION)
    throw badInput('A subscription is asked for over a WebSocket at this address, by graphql-transport-ws.');
  if (request.method !== 'GET') return;
  if (!operation) throw badInput('operationName must be the name of an operation of the document.');
  if (operation.operation !== OperationTypeNode.QUERY) throw new UnansweredRequest(405);
}

/** A request that is refused by its form, with this status. */
export class UnansweredRequest extends Error {
  constructor(readonly statusCode: 405 | 415) {
    super('The request cannot be answered.');
  }
}

/** No question begins as any text of JSON does. */
const isJson = /^\s*(?:\{\s*["}]|["[\d-]|(?:true|false|null)\s*$)/;

function parametersOf(request: FastifyRequest): unknown {
  return request.method === 'GET' ? request.query : request.body;
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parsed(text: unknown): unknown {
  if (typeof text !== 'string') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
