/** For so long a number or unit that came in a caseworker's token of the authority is known as his. */
export const KNOWN_FOR = `interval '12 months'`;

/** Limits of authorities, as `limitsJson` states them, from the statement's third parameter. */
export const LIMITS = `select * from jsonb_to_recordset($3::jsonb) as t
    (authority text, repeated integer, repeated_within interval, bulk integer, bulk_within interval)`;

/** The nodes of the viewer's own number at look-up `k`: by his token, or by an earlier one where it has none. */
export const OWN_NODES = `(case when k.own_nodes <> '{}' then k.own_nodes else array(
   select c.node_id from oversight.colleague c where c.authority = k.authority and c.user_id = k.user_id
      and c.first_at <= k.at and c.last_at > k.at - ${KNOWN_FOR}) end)`;

/** The viewer's own unit at look-up `k`: by his token, or the latest of his earlier ones that had it. */
export const OWN_UNIT = `coalesce(k.unit, (
   select w.unit from oversight.look_up w where w.authority = k.authority and w.user_id = k.user_id and w.unit is not null
      and w.at <= k.at and w.at > k.at - ${KNOWN_FOR} order by w.at desc limit 1))`;
