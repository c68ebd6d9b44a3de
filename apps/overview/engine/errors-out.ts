import { GraphQLError } from 'graphql';
import { Refusal } from './refusal.js';
import type { ErrorCode } from './refusal.js';

/** An error as it leaves: a sentence, where it is, and a code. Never a stack, SQL, or a value that was sent. */
export interface ErrorOut {
  readonly message: string;
  readonly locations?: readonly { readonly line: number; readonly column: number }[];
  readonly path?: readonly (string | number)[];
  readonly extensions: { readonly code: ErrorCode };
}

const faultMessage = 'Something went wrong here. The x-TransaktionsId of the answer finds it in our log.';
const storeAwayMessage = 'The overview cannot be read just now. Try again in a moment.';
const beingBuiltMessage =
  'This part of the overview is being built anew after an upgrade. Try again when the status says that it serves.';

/** How the parser of graphql-js says that it gave up. */
const tooManyTokens = /^Syntax Error: Document contains more that \d+ tokens/;

/** Errors of one execution as they leave. */
export function errorsOut(errors: readonly unknown[]): ErrorOut[] {
  return errors.map(errorOut);
}

/** A single error as it leaves. */
export function errorOut(error: unknown): ErrorOut {
  const cause = rootOf(error);
  const place = error instanceof GraphQLError ? placeOf(error) : {};
  if (cause instanceof Refusal) return { message: cause.message, ...place, extensions: { code: cause.code } };
  if (cause instanceof GraphQLError && isAboutTheQuestion(cause)) {
    const code = tooManyTokens.test(cause.message) ? 'QUERY_TOO_COMPLEX' : 'BAD_USER_INPUT';
    return { message: withoutValues(cause.message), ...place, extensions: { code } };
  }
  return { message: faultMessage, ...place, extensions: { code: 'INTERNAL' } };
}

/** An answer that is not given because the store or the access log is away. */
export function storeAway(cause: unknown): Refusal {
  return new Refusal('SOURCE_UNAVAILABLE', storeAwayMessage, { cause });
}

/** An answer that is not given because what it is made of is being built anew. */
export function beingBuilt(cause: unknown): Refusal {
  return new Refusal('SOURCE_UNAVAILABLE', beingBuiltMessage, { cause });
}

function rootOf(error: unknown): unknown {
  return error instanceof GraphQLError &&
    error.originalError !== undefined &&
    !(error.originalError instanceof GraphQLError)
    ? error.originalError
    : error;
}

function placeOf(error: GraphQLError): Pick<ErrorOut, 'locations' | 'path'> {
  return {
    ...(error.locations !== undefined && error.locations.length > 0 && { locations: error.locations }),
    ...(error.path !== undefined && { path: error.path }),
  };
}

/** With a path, an error is of execution: only those of arguments and variables are the caller's. */
function isAboutTheQuestion(error: GraphQLError): boolean {
  return error.path === undefined || /^(Argument|Variable|Expected value of type) /.test(error.message);
}

const name = String.raw`[$\w.!\[\]@]+`;

/**
 * graphql-js repeats what was sent in its messages. What stands for a value is cut out; names of the schema stay, and
 * quoted words that are no names, since anything may have been sent in the place of one.
 */
function withoutValues(message: string): string {
  return message
    .replace(
      /^(Variable "\$\w+") got invalid value [\s\S]*$/,
      (_all, variable: string) => `${variable} has an invalid value${reasonIn(message)}.`,
    )
    .replace(/^Value [\s\S]* does not exist in/, 'The value does not exist in')
    .replace(/(cannot represent [a-z0-9 -]+(?: value)?): [\s\S]*$/i, '$1.')
    .replace(/, found [\s\S]*$/, '.')
    .replace(/Unexpected (String|Int|Float|BlockString|Comment) [\s\S]*$/, 'Unexpected $1.')
    .replace(/ Did you mean [\s\S]*$/, '')
    .replace(/"([^"]*)"/g, (quoted, inside: string) => (new RegExp(`^${name}$`).test(inside) ? quoted : '"*"'))
    .replace(/\d{6}-?\w{4}/g, '*');
}

/** The end of the message, where it is one of those that repeat nothing that was sent. */
function reasonIn(message: string): string {
  const tail =
    /; (Field "\w+" of required type "[\w!\[\]]+" was not provided|(?:DateTime|Date|JSON) (?:must|is)[ \w,()+:'-]*|Exactly one key must be specified for OneOf type "\w+")\.$/.exec(
      message,
    );
  return tail?.[1] === undefined ? '' : `: ${tail[1]}`;
}
