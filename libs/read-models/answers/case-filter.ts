import { askedNodesSql, type NodeResolver } from './party-key.js';
import { InvalidFilter } from './errors.js';
import type { CaseFilter } from './question.js';
import { nearWords } from './search-words.js';
import { takesPart } from './membership.js';
import { holdsAt } from './statement-builder.js';

/** The conditions of a filter on `case_current c`, and how well a case matches its text (higher is better). */
export interface FilterSql {
  readonly conditions: readonly string[];
  readonly rank: string | null;
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
  if (!given(filter.text)) return { conditions, rank: null };
  const words = nearWords(filter.text, authority, add);
  // A text without a word in it asks for nothing and finds nothing.
  if (words.length === 0) return { conditions: [...conditions, 'false'], rank: '0' };
  const ranks: string[] = [];
  for (const { word, sql } of words) {
    const exact = `array[${add(word)}::text]`;
    const byName = (near: string): string => `select cp.case_id from overview.party_current p
      join overview.party_node n on n.party_id = p.party_id
      join overview.case_party cp on cp.node_id = n.node_id and cp.authority = ${authority} and ${takesPart('cp', now)}
      where p.authority = ${authority} and p.words && ${near} and p.name_words && ${near} and ${holdsAt('p', now)}`;
    conditions.push(`c.case_id in (select w.case_id from overview.case_words w where w.authority = ${authority} and w.words && ${sql}
      union ${byName(sql)})`);
    ranks.push(`(case when exists (select 1 from overview.case_words w where w.authority = c.authority and w.case_id = c.case_id
      and w.segment = c.segment and w.words @> ${exact}) then 4 when c.case_id in (${byName(exact)}) then 3 else 1 end)`);
  }
  return { conditions, rank: `(${ranks.join(' + ')})` };
}
