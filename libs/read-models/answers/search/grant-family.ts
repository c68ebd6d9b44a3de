import { grantHitsSql, grantToldSql } from '../live-benefits.js';
import type { RawGrant } from '../shape.js';
import { matchesAll, scoreOf } from './scores.js';
import type { SearchedFamily } from './searched-family.js';

/** Grants by number and by the names of their benefits; a benefit that the caller may not see finds nothing. */
export const grantFamily: SearchedFamily<RawGrant> = {
  kind: 'GRANT',
  hits: ({ names, words }) => grantHitsSql(names, matchesAll('gb.words', words), scoreOf('gb.words', words)),
  told: grantToldSql,
  show: ({ n: { grantNumber, caseId }, q, b }) => {
    const benefits = b.map(([{ name }]) => name).sort();
    return { title: `Bevilling ${grantNumber}`, texts: [grantNumber, ...benefits], partyId: q, caseId };
  },
};
