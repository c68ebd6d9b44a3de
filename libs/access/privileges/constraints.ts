import { readKle, readSensitivity, readSources, readUnits, readViewClasses } from './constraint-values.js';
import type { DenialReason, Restrictions } from './privilege-group.js';
import type { StatedConstraint } from './stated-privilege.js';

interface ReadRestrictions extends Restrictions {
  readonly grounds: readonly string[];
}

/** Any host; the path is compared as it stands (nothing decoded, nothing resolved), so that no other spelling passes. */
const constraintUri = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/[^/?#\s]+\/constraints\/([^/?#\s]+)\/1$/;

type Reader = (value: string) => Partial<Restrictions> | undefined;

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['KLE', (value) => member('kle', readKle(value))],
  ['foelsomhed', (value) => member('sensitivity', readSensitivity(value))],
  ['orgenhed', (value) => member('units', readUnits(value))],
  ['itsystem', (value) => member('sources', readSources(value))],
  ['visningsklasse', (value) => member('viewClasses', readViewClasses(value))],
]);

/** What the constraints of one group restrict, or why the group is denied: one fault in one of them is enough. */
export function readConstraints(stated: readonly StatedConstraint[] | 'unreadable'): ReadRestrictions | DenialReason {
  if (stated === 'unreadable') return 'constraint-value';
  let restrictions: Restrictions = { kle: null, sensitivity: null, units: null, sources: null, viewClasses: [] };
  const grounds = new Map<string, string>();
  for (const { uri, value } of stated) {
    const name = constraintUri.exec(uri)?.[1];
    const reader = name === undefined ? undefined : readers.get(name);
    if (name === undefined || reader === undefined) return 'unknown-constraint';
    if (grounds.has(name)) return 'repeated-constraint';
    if (value === null) return 'constraint-value';
    if (value.trim() === '') return 'empty-constraint';
    const read = reader(value);
    if (read === undefined) return 'constraint-value';
    restrictions = { ...restrictions, ...read };
    grounds.set(name, `${name}=${value.trim()}`);
  }
  return { ...restrictions, grounds: [...grounds.values()] };
}

function member<K extends keyof Restrictions>(
  name: K,
  value: Restrictions[K] | undefined,
): Partial<Restrictions> | undefined {
  return value === undefined ? undefined : { [name]: value };
}
