import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import type { EventDefinition } from './catalogue.js';
import { formats } from './formats.js';
import { pointer, schemaProblem, type Problem } from './problem.js';

const ajv = new Ajv2020({
  allErrors: false,
  strict: true,
  messages: false,
  formats: { ...formats },
});
const validators = new Map<string, ValidateFunction>();

/** Compiles the validator of a definition at its first event and keeps it. */
function validatorOf(definition: EventDefinition): ValidateFunction {
  let validator = validators.get(definition.name);
  if (validator === undefined) {
    validator = ajv.compile(definition.schema);
    validators.set(definition.name, validator);
  }
  return validator;
}

/** Holds data against the schema of its definition; the first useful fault, or undefined. */
export function faultOfData(data: unknown, definition: EventDefinition): Problem | undefined {
  const validate = validatorOf(definition);
  if (validate(data)) return undefined;
  return translate(mostUseful(validate.errors ?? []));
}

/** Of the faults of alternatives the one that lies deepest tells most: the sender meant that alternative. */
function mostUseful(errors: readonly ErrorObject[]): ErrorObject | undefined {
  const plain = errors.filter(({ keyword }) => keyword !== 'anyOf' && keyword !== 'if');
  const depth = (error: ErrorObject) => error.instancePath.split('/').length;
  return plain.reduce<ErrorObject | undefined>(
    (best, each) => (best === undefined || depth(each) > depth(best) ? each : best),
    undefined,
  );
}

function translate(error: ErrorObject | undefined): Problem {
  if (error === undefined)
    return schemaProblem('/data', 'The data does not fit its schema.', 'Compare it with /contracts.');
  const at = ['data', ...segmentsOf(error.instancePath)];
  const { message, fix, member } = explain(error);
  return schemaProblem(pointer(member === undefined ? at : [...at, member]), message, fix);
}

/** ajv writes JSON Pointers, numbers of list members included. */
function segmentsOf(instancePath: string): string[] {
  return instancePath
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}

interface Explanation {
  readonly message: string;
  readonly fix: string;
  /** Name of the missing or unknown member, where the fault lies in one. */
  readonly member?: string;
}

type Explainer = (params: Readonly<Record<string, unknown>>) => Explanation;

const FORMAT_FIXES: Readonly<Record<string, string>> = {
  date: 'Send a real calendar day as YYYY-MM-DD.',
  'date-time': 'Send RFC 3339 with zone, such as 2026-03-01T12:00:00Z; check that the day exists.',
  uuid: 'Send a UUID in its text form of 36 characters.',
  uri: 'Send an absolute URI, percent-encoded.',
  duration: 'Send an ISO 8601 duration of whole numbers, such as PT15M.',
};

const EXPLAINERS: Readonly<Record<string, Explainer>> = {
  required: ({ missingProperty }) => ({
    message: 'A required field is missing.',
    fix: 'Add the field.',
    member: String(missingProperty),
  }),
  additionalProperties: ({ additionalProperty }) => ({
    message: 'The schema does not know this field here.',
    fix: 'Leave it out, or check its spelling against /contracts.',
    member: String(additionalProperty),
  }),
  type: ({ type }) => ({ message: `The value has the wrong JSON type.`, fix: `Send ${typeNames(type)}.` }),
  enum: ({ allowedValues }) => ({
    message: 'The value is not one of the closed list.',
    fix: `Send one of: ${(allowedValues as readonly string[]).join(', ')}.`,
  }),
  format: ({ format }) => ({
    message: `The text is no valid ${String(format)}.`,
    fix: FORMAT_FIXES[String(format)] ?? 'Compare it with /contracts.',
  }),
  pattern: ({ pattern }) => ({
    message: 'The text does not have the form of this field.',
    fix: `Send text that matches ${String(pattern)}.`,
  }),
  minLength: ({ limit }) => ({
    message: 'The text is too short.',
    fix: `Send at least ${String(limit)} characters, or leave an optional field out.`,
  }),
  maxLength: ({ limit }) => ({ message: 'The text is too long.', fix: `Send at most ${String(limit)} characters.` }),
  minItems: ({ limit }) => ({ message: 'The list is too short.', fix: `Send at least ${String(limit)} entries.` }),
  maxItems: ({ limit }) => ({ message: 'The list is too long.', fix: `Send at most ${String(limit)} entries.` }),
  minimum: ({ limit }) => ({ message: 'The number is too small.', fix: `Send at least ${String(limit)}.` }),
  maximum: ({ limit }) => ({ message: 'The number is too large.', fix: `Send at most ${String(limit)}.` }),
};

function explain(error: ErrorObject): Explanation {
  const explainer = EXPLAINERS[error.keyword];
  if (explainer !== undefined) return explainer(error.params);
  return { message: `The value breaks the schema keyword ${error.keyword}.`, fix: 'Compare it with /contracts.' };
}

const ARTICLES: Readonly<Record<string, string>> = {
  object: 'a JSON object',
  array: 'a list',
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  null: 'null',
};

function typeNames(type: unknown): string {
  const types: readonly unknown[] = Array.isArray(type) ? type : [type];
  return types.map((each) => ARTICLES[String(each)] ?? String(each)).join(' or ');
}
