import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Instant } from '#contracts';
import { loadRows, readerOf, served, stateTable, type AssertionRow, type TableRow } from '#projection-engine';
import type { PoolClient } from 'pg';
import { caseOverview } from '../cases/case-overview.projection.js';
import { deriveCase } from '../cases/case-overview.table.js';
import { viewCase } from '../cases/case-overview.view.js';
import type { ParallelRunPair } from '../settings/setting-keys.js';
import { otherHalves } from './belonging-sql.js';
import { COMPARED_FIELDS, PARTIES, pairCourse, type PairRows } from './pair-course.js';
import { lastPresence } from './past-rights.js';

/** Writes anew what is kept of the pairs of these cases, under the lock of their authority. */
export async function rewritePairs(
  client: PoolClient,
  authority: string,
  ids: readonly string[],
  now: Instant,
): Promise<void> {
  for (const table of ['pair_difference', 'pair_past'])
    await client.query(
      `delete from overview.${table} where authority = $1 and (legacy_id = any($2::uuid[]) or successor_id = any($2::uuid[]))`,
      [authority, ids],
    );
  const pairs = await pairsOf(client, authority, ids);
  const [legacyIds, successorIds] = [
    pairs.map(({ legacyId }) => legacyId),
    pairs.map(({ successorId }) => successorId),
  ];
  await client.query(INSERT, [authority, now, [...COMPARED_FIELDS], legacyIds, successorIds]);
  const past: object[] = [];
  for (const pair of pairs) {
    // A pair that both systems told much of takes milliseconds: hundreds of them must not keep others waiting.
    await nextTurn();
    past.push(...pastRowsOf(pair, authority));
  }
  await client.query(
    'insert into overview.pair_past select * from json_populate_recordset(null::overview.pair_past, $1)',
    [JSON.stringify(past)],
  );
}

/** What is no right: all else that a case's row has is judged by, so what rights come to need is here by itself. */
const NO_RIGHTS = [
  ...['authority', 'case_id', 'segment', 'valid_from', 'valid_to', 'case_number'],
  ...['handler', 'progress', 'opened_on', 'last_event_at', 'doc'],
];
const rightsOf = (half: string): string => `to_jsonb(${half}) - '{${NO_RIGHTS.join(',')}}'::text[]`;

/** The halves of a pair as its column `rights` tells of them, as rows of `case_current` with nothing else in them. */
export const halvesOfRights = (rights: string): string =>
  ['l', 's']
    .map(
      (half) =>
        `cross join lateral jsonb_populate_record(null::overview.case_current, ${rights}::jsonb -> '${half}') ${half}`,
    )
    .join(' ');

/**
 * `$1` the authority, `$2` now, `$3` the fields, `$4` and `$5` the pairs that may be. Every stretch in which the two have one
 * number, with what differs in it.
 */
const INSERT = `insert into overview.pair_difference
    (authority, legacy, successor, legacy_id, successor_id, valid_from, valid_to, case_number, fields, may_differ_in_parties, rights)
  select l.authority, run.legacy, run.successor, l.case_id, s.case_id, stretch.valid_from, stretch.valid_to, s.case_number,
         differing.fields, who.may_differ, jsonb_build_object('l', ${rightsOf('l')}, 's', ${rightsOf('s')})::text
    from (select distinct * from unnest($4::uuid[], $5::uuid[])) pair (legacy_id, successor_id)
    join overview.case_current l on l.authority = $1 and l.case_id = pair.legacy_id
    join overview.case_current s on s.authority = $1 and s.case_id = pair.successor_id and s.case_number = l.case_number
      and s.valid_from < l.valid_to and l.valid_from < s.valid_to
    join overview.parallel_run run on run.authority = $1 and run.legacy = l.source and run.successor = s.source
   cross join lateral (select greatest(l.valid_from, s.valid_from) as valid_from, least(l.valid_to, s.valid_to) as valid_to,
      l.doc::jsonb as legacy, s.doc::jsonb as successor offset 0) stretch
   cross join lateral (select array(select f.field from unnest($3::text[]) as f (field)
      where stretch.legacy -> f.field is distinct from stretch.successor -> f.field) as fields) differing
   cross join lateral (select coalesce(bool_or(not told.present or told.halves = 1), false) as may_differ from (
      select cp.present, count(*) over (partition by cp.role, cp.node_id) as halves from overview.case_party cp
       where cp.authority = run.authority and cp.case_id in (l.case_id, s.case_id)
         and cp.valid_from <= greatest(stretch.valid_from, $2::timestamptz) and cp.valid_to > greatest(stretch.valid_from, $2::timestamptz)) told) who
   where cardinality(differing.fields) > 0 or who.may_differ`;

/** Every two cases, one of them among these, that may ever have been a pair of a declared run. */
async function pairsOf(client: PoolClient, authority: string, ids: readonly string[]): Promise<PairRows[]> {
  const { rows: runs } = await client.query<ParallelRunPair>(
    'select legacy, successor from overview.parallel_run where authority = $1',
    [authority],
  );
  const { rows: others } = await client.query<{ case_id: string }>(
    `with own as (select unnest($2::uuid[]) as case_id) ${otherHalves}`,
    [authority, ids],
  );
  const keys = [...new Set([...ids, ...others.map(({ case_id: id }) => id)])].map((id) => `${authority}/${id}`);
  const loaded = await loadRows<AssertionRow>(readerOf(client), served.of(stateTable(caseOverview.name)), keys);
  const byNumber = new Map<unknown, Set<string>>();
  const rowOf = new Map<string, AssertionRow>();
  for (const [key, { row }] of loaded) {
    const id = key.slice(authority.length + 1);
    rowOf.set(id, row);
    for (const number of told(row, 'caseNumber')) byNumber.set(number, (byNumber.get(number) ?? new Set()).add(id));
  }
  const asked = new Set(ids);
  const found = new Map<string, PairRows>();
  for (const { legacy, successor } of runs)
    for (const alike of byNumber.values()) {
      const [ours, theirs] = [legacy, successor].map((source) =>
        [...alike].filter((id) => isOf(rowOf.get(id), source)),
      );
      for (const legacyId of ours ?? [])
        for (const successorId of theirs ?? []) {
          const [legacyRow, successorRow] = [rowOf.get(legacyId), rowOf.get(successorId)];
          if (legacyId === successorId || (!asked.has(legacyId) && !asked.has(successorId))) continue;
          if (legacyRow === undefined || successorRow === undefined) continue;
          found.set(`${legacy} ${legacyId}/${successorId}`, {
            legacyId,
            successorId,
            legacy,
            successor,
            legacyRow,
            successorRow,
          });
        }
    }
  return [...found.values()];
}

/** Every value that was ever claimed of an attribute. */
const told = (row: AssertionRow, attribute: string): unknown[] =>
  (row.attributes[attribute] ?? []).map(([, value]) => value);

const isOf = (row: AssertionRow | undefined, source: string): boolean =>
  row !== undefined && told(row, 'master').includes(source);

/**
 * The stretches that end, as rows of `pair_past`: no values, but the numbers by which parties were named, since who is who is
 * seen when somebody reads. Of parties also what stands: what ended may go on by another number of the same party.
 */
function pastRowsOf(pair: PairRows, authority: string): object[] {
  const { legacy, successor, legacyId, successorId } = pair;
  const stretches = pairCourse(pair, (node) => node).filter(({ until, field }) => until !== null || field === PARTIES);
  if (stretches.length === 0) return [];
  const legacyLast = lastRightsOf(legacyId, pair.legacyRow, authority);
  const successorLast = lastRightsOf(successorId, pair.successorRow, authority);
  return stretches.map((stretch) => ({
    ...{ authority, legacy, successor, legacy_id: legacyId, successor_id: successorId },
    ...{ case_number: stretch.caseNumber, field: stretch.field, since: stretch.since },
    until: stretch.until ?? 'infinity',
    parties: stretch.field === PARTIES ? JSON.stringify([stretch.legacy, stretch.successor]) : null,
    ...{ legacy_last: legacyLast, successor_last: successorLast },
  }));
}

const AT_LAST: Instant = '9999-12-31T23:59:59.999999Z';

/** What a case is judged by when it is there no more, as JSON; null where it stays. */
function lastRightsOf(id: string, row: AssertionRow, authority: string): string | null {
  if (viewCase(id, row, { asOf: AT_LAST, knownAt: null }) !== undefined) return null;
  const [last] = deriveCase(`${authority}/${id}`, row, lastPresence(row, AT_LAST).asOf)['case_current'] ?? [];
  return last === undefined ? null : JSON.stringify(withoutAll(last, NO_RIGHTS));
}

const withoutAll = (row: TableRow, columns: readonly string[]): TableRow =>
  Object.fromEntries(Object.entries(row).filter(([column]) => !columns.includes(column)));
