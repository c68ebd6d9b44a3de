import { askedNodesSql, type NodeResolver } from './party-key.js';
import { InvalidFilter } from './errors.js';
import type { CaseFilter } from './question.js';
import { caseMatchesSql } from './search/case-matches.js';
import { nearWords } from './search-words.js';
import { takesPart } from './membership.js';

/** A filter on `case_current c`. */
export interface FilterSql {
  readonly conditions: readonly string[];
  /** Where there is a text: rows `(case_id, segment, score)` of the cases that match it; what a higher score has matches better. */
  readonly matches: string | null;
  /** What a statement with them begins with. */
  readonly ctes: readonly string[];
}

const KLE = /^\d{2}(\.\d{2}){0,2}$/;

/** `32`, `32.18`, `32.18.04` or `32.*` as the whole-segment prefix that a case's path must contain. */
export function klePrefix(text: string): string {
  const prefix = text.trim().replace(/\.\*$/, '');
  if (!KLE.test(prefix)) throw new InvalidFilter('kle: dd, dd.dd, dd.dd.dd or dd.*');
  return prefix;
}

/** @param now placeholder of the moment; @param authority placeholder of the authority */
export function caseFilterSql(
  filter: CaseFilter,
  {
    authority,
    now,
    add,
    nodes,
  }: { authority: string; now: string; add: (value: unknown) => string; nodes: NodeResolver },
): FilterSql {
  const conditions: string[] = [];
  const given = <T>(value: T | null | undefined): value is T => value !== null && value !== undefined;
  if (given(filter.caseNumber)) conditions.push(`c.case_number = ${add(filter.caseNumber)}`);
  if (given(filter.kle)) conditions.push(`c.kle_path @> array[${add(klePrefix(filter.kle))}::text]`);
  if (given(filter.progress)) conditions.push(`c.progress = any(${add([...filter.progress])}::text[])`);
  if (given(filter.source)) conditions.push(`c.source = ${add(filter.source)}`);
  if (given(filter.responsibleUnit)) conditions.push(`c.responsible_unit = ${add(filter.responsibleUnit)}`);
  if (given(filter.primaryHandler)) conditions.push(`c.handler = ${add(filter.primaryHandler)}`);
  if (given(filter.openedFrom)) conditions.push(`c.opened_on >= ${add(filter.openedFrom)}::date`);
  if (given(filter.openedTo)) conditions.push(`c.opened_on <= ${add(filter.openedTo)}::date`);
  if (given(filter.party)) {
    conditions.push(`exists (select 1 from overview.party_node k
      join overview.party_node n on n.party_id = k.party_id
      join overview.case_party cp on cp.node_id = n.node_id and cp.authority = c.authority and cp.case_id = c.case_id
      where k.authority = ${authority} and k.node_id = any(${askedNodesSql(filter.party, nodes, add)}) and ${takesPart('cp', now)})`);
  }
  if (!given(filter.text)) return { conditions, matches: null, ctes: [] };
  const { words, ctes } = nearWords(filter.text, authority, add);
  return { conditions, matches: caseMatchesSql({ words, depth: 'whole' }, { authority, now }), ctes };
}
