import { isReservedName, looksUnsafe, unsafeText } from './json-safety.js';
import { pointer, schemaProblem, type Problem } from './problem.js';

/** The most characters of an event id. */
export const MAX_ID_LENGTH = 128;
const MAX_EXTENSIONS = 64;
const MAX_EXTENSION_LENGTH = 8192;

const REQUIRED = ['specversion', 'id', 'source', 'type', 'subject', 'time', 'authority'] as const;
/** Attributes that are plain text, with the most characters that each may have. */
const LONGEST: ReadonlyMap<string, number> = new Map([
  ['id', MAX_ID_LENGTH],
  ['source', 512],
  ['type', 256],
  ['subject', 256],
  ['authority', Infinity], // whatever its length: no CVR number is the rule `identifier`
  ['registeredby', 256],
  ['correlationid', 256],
  ['causationid', 256],
  ['snapshotid', 128],
  ['datacontenttype', 256],
  ['dataschema', 2048],
]);
/** Attributes with a form of their own. */
const FORMED: ReadonlySet<string> = new Set([
  'specversion',
  'time',
  'effectivefrom',
  'effectiveto',
  'sequence',
  'silent',
  'data',
]);
const NO_EXTENSIONS: { readonly extensions: Extensions } = { extensions: Object.freeze({}) };
const EXTENSION_NAME = /^[a-z0-9]{1,20}$/;

/** A CloudEvent as parsed, nothing known of it but that it is an object. */
export type Attributes = Readonly<Record<string, unknown>>;
type Extensions = Readonly<Record<string, string | number | boolean>>;

/** The first required attribute that was not sent. */
export function faultOfMissing(event: Attributes): Problem | undefined {
  const name = REQUIRED.find((each) => event[each] === undefined || event[each] === null);
  if (name === undefined) return undefined;
  return schemaProblem(
    `/${name}`,
    `The required attribute ${name} is missing.`,
    `Add ${name}; see the contract for its form.`,
  );
}

/** One pass over all attributes: names, lengths and characters; gives the extension attributes. */
export function readAttributes(event: Attributes): Problem | { readonly extensions: Extensions } {
  let extensions: Record<string, string | number | boolean> | undefined;
  for (const name of Object.keys(event)) {
    const value = event[name];
    const longest = LONGEST.get(name);
    if (longest === undefined && FORMED.has(name)) continue;
    if (longest === undefined) {
      const fault = faultOfExtension(name, value);
      if (fault !== undefined) return fault;
    }
    if (value === null || value === undefined) continue;
    if (typeof value === 'string') {
      const unsafe = looksUnsafe(value) ? unsafeText(value, () => pointer([name])) : undefined;
      if (unsafe !== undefined) return unsafe;
    }
    if (longest === undefined) {
      extensions ??= {};
      extensions[name] = value as string | number | boolean;
    } else if (typeof value !== 'string' || value.length > longest || (value === '' && name !== 'authority')) {
      return unfitText(name, value, longest);
    }
  }
  if (extensions === undefined) return NO_EXTENSIONS;
  return Object.keys(extensions).length <= MAX_EXTENSIONS ? { extensions } : tooManyExtensions();
}

function unfitText(name: string, value: unknown, longest: number): Problem {
  if (typeof value !== 'string') {
    return schemaProblem(`/${name}`, `The attribute ${name} must be text.`, `Send ${name} as a JSON string.`);
  }
  return schemaProblem(
    `/${name}`,
    `The attribute ${name} must have 1 to ${longest} characters.`,
    value === '' ? 'Give it a value or leave it out.' : 'Shorten it.',
  );
}

function tooManyExtensions(): Problem {
  const message = `An event has at most ${MAX_EXTENSIONS} extension attributes.`;
  return schemaProblem('', message, 'Leave out what nobody needs.');
}

function faultOfExtension(name: string, value: unknown): Problem | undefined {
  if (name === 'data_base64') {
    return schemaProblem(pointer([name]), 'Data in base64 is not accepted.', 'Send the data as a JSON object in data.');
  }
  if (isReservedName(name)) {
    return schemaProblem(pointer([name]), 'The name is reserved and never accepted.', 'Leave the attribute out.');
  }
  if (!EXTENSION_NAME.test(name)) {
    const lower = name.toLowerCase();
    const isKnown = LONGEST.has(lower) || FORMED.has(lower);
    return schemaProblem(
      pointer([name]),
      'The attribute is not one of the contract, and its name is none of an extension ([a-z0-9]{1,20}).',
      isKnown
        ? `Write it in lower case: ${lower}.`
        : 'Leave it out, or rename it to at most 20 lower-case letters and digits.',
    );
  }
  if (value === null || value === undefined || typeof value === 'boolean' || Number.isFinite(value)) return undefined;
  if (typeof value !== 'string') {
    return schemaProblem(
      pointer([name]),
      'An extension attribute must be text, a number or a boolean.',
      'Send one plain value, or move it into data.',
    );
  }
  if (value.length <= MAX_EXTENSION_LENGTH) return undefined;
  const message = `An extension attribute holds at most ${MAX_EXTENSION_LENGTH} characters.`;
  return schemaProblem(pointer([name]), message, 'Shorten it.');
}
