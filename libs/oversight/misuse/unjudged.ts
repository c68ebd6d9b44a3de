import type { Pool } from 'pg';
import { OWN_NODES, OWN_UNIT } from './misuse-sql.js';

/** Look-ups of an authority's caseworkers that rules could say nothing of, since the register was made. */
export interface Unjudged {
  readonly authority: string;
  /** `cpr`: silent are OWN_RECORD, HOUSEHOLD and FAMILY. `unit`: NO_RELATION. */
  readonly lacks: 'cpr' | 'unit';
  readonly lookUps: number;
}

/** Adds those of a range, one for each view; neither the token nor an earlier one of the user told what is asked for. */
export const UNJUDGED = `
  insert into oversight.unjudged as u (authority, lacks, look_ups)
  select k.authority, m.lacks, count(distinct k.position) from oversight.look_up k, lateral (
     select 'cpr' where ${OWN_NODES} = '{}' union all select 'unit' where ${OWN_UNIT} is null) m (lacks)
   where k.position between $1 and $2 and k.is_caseworker group by 1, 2
  on conflict (authority, lacks) do update set look_ups = u.look_ups + excluded.look_ups`;

/** None where nothing was followed yet. */
export async function unjudgedLookUps(pool: Pool): Promise<readonly Unjudged[]> {
  const { rows } = await pool.query<Unjudged>(
    'select authority, lacks, look_ups::float8 as "lookUps" from oversight.unjudged order by 1, 2',
  );
  return rows;
}
