import type { FastifyRequest } from 'fastify';

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

interface Parameters {
  query?: unknown;
  operationName?: unknown;
  variables?: unknown;
  extensions?: unknown;
}

/**
 * What is wrong with the parameters of a request by GraphQL over HTTP, if anything. A named operation is also written into
 * the question as a comment: Mercurius keeps compiled questions by their text alone, and would run the operation that was
 * named first whatever is named next.
 */
export function readParameters(request: FastifyRequest): string | undefined {
  const isGet = request.method === 'GET';
  const given = isGet ? request.query : request.body;
  if (!isObject(given)) return 'The body must be a JSON object with the member "query".';
  const parameters = given as Parameters;
  if (typeof parameters.query !== 'string' || parameters.query === '') return 'query must be a text that is not empty.';
  for (const name of ['variables', 'extensions'] as const) {
    const value = parameters[name];
    if (value === undefined || value === null) continue;
    if (!isObject(isGet ? parsed(value) : value)) return `${name} must be an object.`;
  }
  const { operationName } = parameters;
  if (operationName === undefined || operationName === null || (isGet && operationName === '')) return undefined;
  if (typeof operationName !== 'string' || !/^[A-Za-z_]\w*$/.test(operationName))
    return 'operationName must be the name of an operation.';
  parameters.query = `${parameters.query}\n#${operationName}`;
  return undefined;
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
