import type { Pool } from 'pg';
import { belongingSql, otherHalves } from './belonging-sql.js';
import type { ObjectFamily } from './past-objects.js';
import { allRows, among } from './statement-builder.js';

/** An object with a history of its own. */
export interface ObjectName {
  /** The family of its events. */
  readonly family: 'case' | 'party' | ObjectFamily;
  /** Of a party our own id. */
  readonly id: string;
}

const NONE = 'select null::uuid where false';

/** `$1` the authority, `$2` parties, `$3` cases. */
const TIED = `with near as materialized (
    select n.node_id from overview.party_node k join overview.party_node n on n.party_id = k.party_id
     where k.authority = $1 and k.node_id = any($2::uuid[])),
  own as materialized (
    select unnest($3::uuid[]) as case_id
    union select case_id from overview.case_party where authority = $1 and ${among('node_id', 'select node_id from near')}),
  cases as materialized (select case_id from own union ${otherHalves}),
  ${belongingSql(NONE)}
  select 'case' as family, case_id as id from cases
  union select 'document', document_id from documents
  union select 'journal-note', note_id from notes
  union select 'grant', grant_id from overview.grant_owner where authority = $1 and ${among('grant_id', 'select grant_id from grants')}
  union select 'payment', payment_id from payments
  union select 'payment', payment_id from overview.payment_owner where authority = $1
    and ${among('owner_id', `select grant_id from overview.grant_owner where authority = $1 and ${among('owner_id', 'select owner_id from owners')}`)}
  union select 'service', service_id from services
  order by family, id`;

/**
 * What was ever said to lie on a case, or on the cases of a party and to be the party's own, whatever applies now; of a party
 * without itself. Nothing is judged by anybody's rights. What was purged is tied to nothing any more.
 */
export async function tiedObjects(pool: Pool, authority: string, { family, id }: ObjectName): Promise<ObjectName[]> {
  const rows = await allRows<ObjectName & Record<string, unknown>>(pool, TIED, [
    authority,
    family === 'party' ? [id] : [],
    family === 'case' ? [id] : [],
  ]);
  return rows
    .filter((row) => row.family !== family || row.id !== id)
    .map((row) => ({ family: row.family, id: row.id }));
}
