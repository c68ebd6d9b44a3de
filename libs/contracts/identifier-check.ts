import type { DataOf, EventName } from './catalogue.js';
import { isCvr, isPNumber, normalizeCpr } from './identifiers.js';
import { pointer, type Problem } from './problem.js';
import type { Identifier } from './vocabulary.js';

type Segments = readonly (string | number)[];

/** The rule `identifier` for one number; the types `replacement` and `other` are the source's own text. */
export function faultOfIdentifier({ type, value }: Identifier, path: () => string): Problem | undefined {
  if (type === 'cpr' && normalizeCpr(value) === undefined) {
    return {
      rule: 'identifier',
      path: path(),
      message: 'The value is no CPR number.',
      fix: 'Send ten digits, with or without hyphen after the sixth; numbers with letters are of type replacement.',
    };
  }
  if (type === 'cvr' && !isCvr(value)) return noCvr(path());
  if (type === 'pnr' && !isPNumber(value)) return noPNumber(path());
  return undefined;
}

/** The rule `identifier` for the municipality that owns the event. */
export function checkAuthority(envelope: { readonly authority: string }): Problem | undefined {
  return isCvr(envelope.authority) ? undefined : noCvr('/authority');
}

/**
 * The rule `identifier` for every number in the data, wherever it stands: whatever is an object with a `type` and a
 * `value` is one, as nothing else of the contract has both.
 */
export function faultOfIdentifiers<N extends EventName>(name: N, data: DataOf<N>): Problem | undefined {
  return name === 'party.company-changed'
    ? faultOfPNumbers(data as DataOf<'party.company-changed'>)
    : faultWithin(data, ['data']);
}

function faultOfPNumbers({ pNumbers }: DataOf<'party.company-changed'>): Problem | undefined {
  const wrong = pNumbers?.findIndex((each) => !isPNumber(each)) ?? -1;
  return wrong < 0 ? undefined : noPNumber(`/data/pNumbers/${wrong}`);
}

/** Recursive: the data has passed its schema, whose depth is a handful of levels. */
function faultWithin(value: unknown, path: Segments): Problem | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      const fault = faultWithin(item, [...path, index]);
      if (fault !== undefined) return fault;
    }
    return undefined;
  }
  const members = value as Readonly<Record<string, unknown>>;
  if (typeof members['type'] === 'string' && typeof members['value'] === 'string') {
    return faultOfIdentifier(members as unknown as Identifier, () => pointer([...path, 'value']));
  }
  for (const key of Object.keys(members)) {
    const member = members[key];
    if (typeof member !== 'object' || member === null || key === 'hop') continue; // params may be called anything
    const fault = faultWithin(member, [...path, key]);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function noCvr(path: string): Problem {
  return {
    rule: 'identifier',
    path,
    message: 'The value is no CVR number.',
    fix: 'Send eight digits that hold against modulus 11 (weights 2 7 6 5 4 3 2 1).',
  };
}

function noPNumber(path: string): Problem {
  return { rule: 'identifier', path, message: 'The value is no P-number.', fix: 'Send ten digits.' };
}
