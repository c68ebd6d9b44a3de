import { normalizeCpr, uuidFromHmac } from '#contracts';
import type { AuthorityKeys } from './authority-keys.js';

export type PartyKind = 'person' | 'company';

/** An identifier as a PartyRef or a look-up names it. */
export interface KindedIdentifier {
  readonly kind: PartyKind;
  readonly type: string;
  readonly value: string;
}

/** A look-up by number, as `party(key:)` takes it. */
export type PartyLookUpKey =
  | { readonly cpr: string }
  | { readonly cvr: string }
  | { readonly pnr: string }
  | { readonly replacement: { readonly source: string; readonly value: string } }
  | { readonly other: { readonly source: string; readonly value: string } };

/** The kind that a number of this type has unless something else says so. */
export function naturalKindOf(identifierType: string): PartyKind {
  return identifierType === 'cvr' || identifierType === 'pnr' ? 'company' : 'person';
}

/**
 * The node of an identifier: the same number gives the same node wherever it is named, so identifying needs no look-up.
 * `cpr`, `cvr`, `pnr` hold within the authority; every other type only within its source.
 */
export function identifierNodeId(keys: AuthorityKeys, identifier: KindedIdentifier, source: string): string {
  const { kind, type } = identifier;
  const value = canonicalNumber(type, identifier.value);
  const scope = type === 'cpr' || type === 'cvr' || type === 'pnr' ? '' : `|${source}`;
  return uuidFromHmac(keys.identity, `identifier|${kind}|${type}|${value}${scope}`);
}

/**
 * The node of a number whose node was erased: what names the number again is a new party, and what named it before finds
 * nobody. It may be erased in its turn.
 */
export function successorNodeId(keys: AuthorityKeys, nodeId: string): string {
  return uuidFromHmac(keys.identity, `successor|${nodeId}`);
}

/** The node of a party subject: a source's own uuid of a party, which says nothing outside that source. */
export function subjectNodeId(keys: AuthorityKeys, source: string, subject: string): string {
  return uuidFromHmac(keys.identity, `subject|${source}|${subject}`);
}

/** The nodes a look-up key may mean, the likelier first; none where the number cannot be one. */
export function partyKeyNodeIds(key: PartyLookUpKey, keys: AuthorityKeys): readonly string[] {
  const nodes = (type: string, value: string, source: string, kinds: readonly PartyKind[]): readonly string[] =>
    kinds.map((kind) => identifierNodeId(keys, { kind, type, value }, source));
  if ('cpr' in key) {
    const cpr = normalizeCpr(key.cpr);
    return cpr === undefined ? [] : nodes('cpr', cpr, '', ['person', 'company']);
  }
  if ('cvr' in key) return nodes('cvr', key.cvr.trim(), '', ['company', 'person']);
  if ('pnr' in key) return nodes('pnr', key.pnr.trim(), '', ['company', 'person']);
  if ('replacement' in key)
    return nodes('replacement', key.replacement.value, key.replacement.source, ['person', 'company']);
  return nodes('other', key.other.value, key.other.source, ['person', 'company']);
}

/** A CPR number without its hyphen; any other number as it stands. */
export function canonicalNumber(type: string, value: string): string {
  return type === 'cpr' ? (normalizeCpr(value) ?? value) : value;
}
