import type { PoolClient } from 'pg';
import { URL_NAMESPACE, uuidV5 } from '#contracts';
import type { Conspicuous } from './conspicuous.js';

/** Of one user, one party and one day a kind is one signal, however often it is found. */
export const signalId = ({ kind, authority, user, party, day }: Conspicuous): string =>
  uuidV5(URL_NAMESPACE, `misuse|${JSON.stringify([kind, authority, user, party, day])}`);

/** A robot gives any number of look-ups: the first of them are named, and the access log has the others. */
const NAMED = 1_000;

const KEEP = `
  insert into oversight.signal as s (id, authority, kind, at, user_id, party_id, entries)
  select id, authority, kind, at, user_id, party_id, entries[1:${NAMED}]
    from jsonb_to_recordset($1::jsonb) as r (id uuid, authority text, kind text, at timestamptz, user_id text,
      party_id uuid, entries uuid[])
  on conflict (id) do update set entries = array(
    select unnest(s.entries) union select unnest(excluded.entries) order by 1 limit ${NAMED})
   where cardinality(s.entries) < ${NAMED}`;

/** Keeps them as signals; one that is there gets the entries that it lacks. */
export async function keepSignals(client: PoolClient, found: readonly Conspicuous[]): Promise<void> {
  if (found.length === 0) return;
  const rows = found.map((each) => ({
    id: signalId(each),
    authority: each.authority,
    kind: each.kind,
    at: each.at,
    user_id: each.user,
    party_id: each.party,
    entries: each.entries,
  }));
  await client.query({ name: 'misuse keep', text: KEEP, values: [JSON.stringify(rows)] });
}
