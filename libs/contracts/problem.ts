/** The stable codes of what an event can fail on, in the order in which intake asks. */
export const RULES = [
  'schema',
  'identifier',
  'foreign-authority',
  'foreign-source',
  'unknown-type',
  'too-large',
  'future-time',
  'purged-object',
  'retention-hold',
  'id-reused',
  'not-master',
  'unknown-object',
] as const;
export type RuleCode = (typeof RULES)[number];

/** Why an event cannot be accepted, and how to mend it. Never holds a value of the event. */
export interface Problem {
  readonly rule: RuleCode;
  /** JSON Pointer (RFC 6901) from the event; of a missing member too. */
  readonly path: string;
  readonly message: string;
  readonly fix: string;
}

/** True for a problem, false for whatever else a check may give. */
export function isProblem(result: object): result is Problem {
  return 'rule' in result && 'path' in result && 'fix' in result;
}

export function schemaProblem(path: string, message: string, fix: string): Problem {
  return { rule: 'schema', path, message, fix };
}

const LONGEST_SEGMENT = 100;
const UNPRINTABLE = /[\p{Cc}\p{Cs}]/u;

/**
 * One segment of a path as it may be shown. A name with ten digits in it may be a person number, a very long one
 * anything at all, and unprintable ones break what shows them: these are `*`.
 */
export function pathSegment(name: string): string {
  if (name.length > LONGEST_SEGMENT || UNPRINTABLE.test(name)) return '*';
  if ((name.match(/\p{Nd}/gu)?.length ?? 0) >= 10) return '*';
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** A JSON Pointer of the segments, each in the form in which it may be shown. */
export function pointer(segments: readonly (string | number)[]): string {
  return segments.map((segment) => `/${pathSegment(String(segment))}`).join('');
}
