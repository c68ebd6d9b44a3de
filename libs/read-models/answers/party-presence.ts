import { caseVisibleSql, documentVisibleSql } from '#access';
import { isGivenSql } from './live-benefits.js';
import { casesOfDocument } from './live-rights.js';
import type { LiveNames } from './list-sql.js';
import { isRelated, takesPart } from './membership.js';
import { holdsAt } from './statement-builder.js';

const NODES = 'overview.party_node n';

/** Row `p`, with `party_id` and `founded`, is there for the caller: a party event founded it, or he may see something of it. */
export const isPartyThereSql = (names: Pick<LiveNames, 'authority' | 'now'>, p: string): string => {
  const { authority, now } = names;
  return `(${p}.founded
       or exists (select 1 from ${NODES} join overview.case_party cp on cp.node_id = n.node_id and cp.authority = ${authority} and ${takesPart('cp', now)}
         join overview.case_words c on c.authority = cp.authority and c.case_id = cp.case_id and ${holdsAt('c', now)}
         where n.party_id = ${p}.party_id and ${caseVisibleSql('c')})
       or exists (select 1 from ${NODES} join overview.document_party dp on dp.node_id = n.node_id and dp.authority = ${authority} and ${holdsAt('dp', now)}
         join overview.document_current d on d.authority = dp.authority and d.document_id = dp.document_id and ${holdsAt('d', now)}
         where n.party_id = ${p}.party_id and ${documentVisibleSql('d', casesOfDocument('d', now))})
       or ${isGivenSql(names, { from: NODES, node: 'n.node_id', where: `n.party_id = ${p}.party_id` })}
       or exists (select 1 from ${NODES} join overview.party_relation pr on pr.other_node_id = n.node_id and ${isRelated('pr', now)}
         where n.party_id = ${p}.party_id))`;
};
