import { accessViewed } from '#access';
import { isUuid } from '#contracts';
import { isView, type LoggedView, type Register } from '../following/register.js';
import { BulkCount, latestBefore } from './bulk-count.js';
import { findConspicuous } from './conspicuous.js';
import { keepSignals } from './signals.js';
import { limitsOf } from './misuse-limits.js';
import { UNJUDGED } from './unjudged.js';

interface LookUpRow {
  readonly position: number;
  readonly entry_id: string;
  readonly authority: string;
  readonly user_id: string;
  readonly unit: string | null;
  readonly is_caseworker: boolean;
  readonly at: string;
  readonly own_nodes: readonly string[];
  readonly object_id: string;
}

/**
 * Look-ups, the parties that are colleagues, and the signals they give. A look-up is a party or case that the question asked
 * for itself: who is only named in an answer was not looked up. Of a case its primary parties were. A register made anew
 * judges by the ties and cases that are known then.
 */
export const misuse: Register = {
  name: 'misuse',
  version: 2,
  hears: new Set([accessViewed]),
  tables: [
    {
      name: 'look_up',
      sql: [
        `create table oversight.look_up (
           position bigint not null, entry_id uuid not null, authority text not null, user_id text not null, unit text,
           is_caseworker boolean not null, at timestamptz not null, own_nodes uuid[] not null, object_id uuid not null,
           party_id uuid, is_latest boolean not null default false)`,
        `create index look_up_place on oversight.look_up (position)`,
        `create index look_up_of_party on oversight.look_up (authority, user_id, party_id, at, position)`,
        `create index look_up_with_unit on oversight.look_up (authority, user_id, at) where unit is not null`,
        `create index look_up_latest on oversight.look_up (authority, user_id, at) where is_latest`,
        `create unique index look_up_latest_of_party on oversight.look_up (authority, user_id, party_id) where is_latest`,
      ],
    },
    {
      name: 'colleague',
      sql: [
        `create table oversight.colleague (
           node_id uuid not null, authority text not null, user_id text not null,
           first_at timestamptz not null, last_at timestamptz not null, primary key (node_id, authority, user_id))`,
        `create index colleague_of_user on oversight.colleague (authority, user_id)`,
      ],
    },
    {
      name: 'unjudged',
      sql: [
        `create table oversight.unjudged (
           authority text not null, lacks text not null, look_ups bigint not null, primary key (authority, lacks))`,
      ],
    },
    {
      name: 'signal',
      sql: [
        `create table oversight.signal (
           id uuid primary key, authority text not null, kind text not null, at timestamptz not null,
           user_id text not null, party_id uuid, entries uuid[] not null, told boolean not null default false)`,
        `create index signal_newest on oversight.signal (authority, at desc, id)`,
        `create index signal_untold on oversight.signal (at, id) where not told`,
      ],
    },
  ],
  async takeIn(entries, { client }) {
    const views = entries.filter(isView).filter(({ data }) => data.authority !== null);
    const [first, last] = [views[0], views.at(-1)];
    if (first === undefined || last === undefined) return;
    await client.query({ name: 'misuse colleagues', text: COLLEAGUES, values: [JSON.stringify(views.map(ownOf))] });
    const rows = views.filter(({ data }) => data.action !== 'DENIED').flatMap(lookUpsOf);
    if (rows.length === 0) return;
    await client.query({ name: 'misuse look-ups', text: LOOK_UPS, values: [JSON.stringify(rows)] });
    const limits = await limitsOf(client, [...new Set(rows.map(({ authority }) => authority))]);
    const range = { fromPosition: first.position, toPosition: last.position };
    const bulk = new BulkCount(limits);
    bulk.count(await latestBefore(client, range, limits));
    await keepSignals(client, await findConspicuous(client, range, limits, bulk));
    const positions = [range.fromPosition, range.toPosition];
    await client.query({ name: 'misuse unjudged', text: UNJUDGED, values: positions });
    await client.query({ name: 'misuse superseded', text: SUPERSEDED, values: positions });
    await client.query({ name: 'misuse latest', text: LATEST, values: positions });
  },
  async forget(positions, client) {
    await client.query({ name: 'misuse forget', text: FORGET, values: [positions] });
  },
};

/** A party is asked for by any id that it has ever had; a case stands for its primary parties. */
const LOOK_UPS = `
  insert into oversight.look_up
    (position, entry_id, authority, user_id, unit, is_caseworker, at, own_nodes, object_id, party_id)
  select r.position, r.entry_id, r.authority, r.user_id, r.unit, r.is_caseworker, r.at, r.own_nodes, r.object_id, p.party_id
    from jsonb_to_recordset($1::jsonb) as r (position bigint, entry_id uuid, authority text, user_id text, unit text,
      is_caseworker boolean, at timestamptz, own_nodes uuid[], object_id uuid)
    left join lateral (
      select n.party_id from overview.party_node n where n.node_id = r.object_id and n.authority = r.authority
      union
      select n.party_id from overview.case_party c
        join overview.party_node n on n.node_id = c.node_id and n.authority = c.authority
       where c.authority = r.authority and c.case_id = r.object_id and c.role = 'primary' and c.present) p on true`;

/** Of a caseworker and a party one look-up is the latest: those of the range take the place of what was marked before. */
const SUPERSEDED = `
  update oversight.look_up w set is_latest = false from (select distinct authority, user_id, party_id from oversight.look_up
     where position between $1 and $2 and is_caseworker) p
   where w.authority = p.authority and w.user_id = p.user_id and w.party_id = p.party_id and w.is_latest`;
const LATEST = `
  update oversight.look_up w set is_latest = true from (select distinct on (authority, user_id, party_id) ctid from oversight.look_up
     where position between $1 and $2 and is_caseworker and party_id is not null
     order by authority, user_id, party_id, position desc) l
   where w.ctid = l.ctid`;

const COLLEAGUES = `
  insert into oversight.colleague as c (node_id, authority, user_id, first_at, last_at)
  select node, r.authority, r.user_id, min(r.at), max(r.at)
    from jsonb_to_recordset($1::jsonb) as r (authority text, user_id text, at timestamptz, nodes uuid[]), unnest(r.nodes) node
   group by 1, 2, 3
  on conflict (node_id, authority, user_id) do update set last_at = greatest(c.last_at, excluded.last_at)`;

/** A signal goes with the last look-up that gave it. */
const FORGET = `
  with gone as (delete from oversight.look_up where position = any($1::bigint[]) returning entry_id),
  lessened as (select s.id, array(select unnest(s.entries) except select entry_id from gone) as entries
                 from oversight.signal s where s.entries && array(select entry_id from gone)),
  over as (delete from oversight.signal s using lessened l where s.id = l.id and l.entries = '{}')
  update oversight.signal s set entries = l.entries from lessened l where s.id = l.id and l.entries <> '{}'`;

/** By the token, whatever right of his let the view through: a caseworker who is an auditor too looks no less. */
const isCaseworker = ({ data }: LoggedView): boolean => (data.rolesInEffect ?? data.roles).includes('caseworker');

function ownOf(view: LoggedView): unknown {
  const { authority, user, at, ownNodes } = view.data;
  return { authority, user_id: user, at, nodes: isCaseworker(view) ? (ownNodes ?? []) : [] };
}

function lookUpsOf(view: LoggedView): LookUpRow[] {
  const { authority, user, unit, at, ownNodes, lookedUp } = view.data;
  return (lookedUp ?? []).filter(isUuid).map((object_id) => ({
    position: view.position,
    entry_id: view.eventId,
    authority: authority ?? '',
    user_id: user,
    unit,
    is_caseworker: isCaseworker(view),
    at,
    own_nodes: ownNodes ?? [],
    object_id,
  }));
}
