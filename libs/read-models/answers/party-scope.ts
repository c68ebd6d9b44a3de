import type { Pool } from 'pg';

/** A party with the nodes that are it now: what its sources told, and the numbers by which it was named. */
export interface PartyNodes {
  readonly partyId: string;
  readonly isErased: boolean;
  readonly nodes: readonly { readonly nodeId: string; readonly isSubject: boolean }[];
}

/** PostgreSQL's code for a table that is not there: nothing was projected yet, so nobody is known. */
const NO_SUCH_TABLE = '42P01';

/** Finds the party to which an id or node belongs, whoever asks: for what acts on a person, and shows nothing of him. */
export function partyFinder(pool: Pool): (authority: string, id: string) => Promise<PartyNodes | null> {
  return async (authority, id) => {
    try {
      const { rows } = await pool.query<{ partyId: string; nodeId: string; isSubject: boolean; isErased: boolean }>(
        `select n.party_id as "partyId", n.node_id as "nodeId", n.is_subject as "isSubject", n.erased as "isErased"
           from overview.party_node k join overview.party_node n on n.party_id = k.party_id
          where k.node_id = $1 and k.authority = $2 order by n.first_position, n.node_id`,
        [id, authority],
      );
      const [first] = rows;
      return first === undefined ? null : { partyId: first.partyId, isErased: first.isErased, nodes: rows };
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === NO_SUCH_TABLE) return null;
      throw error;
    }
  };
}
