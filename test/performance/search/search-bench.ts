import type { Pool } from 'pg';
import { groundsParameter, type PrivilegeGroup } from '#access';
import { createOverviewQueries, type OverviewQueries, type Page, type Scope } from '#read-models/queries';
import type { Effort } from '../effort.js';
import { atMost, median, type Finding } from '../figures.js';
import { AUTHORITY, type Place } from '../place.js';
import { UNITS } from '../sample-words.js';
import { fillArchive } from './filled-archive.js';
import { probesOf, type Probe } from './probes.js';
import { archiveOf } from './sample-archive.js';

const FIRST = 20;
/** Statements are prepared, and their plans settled, in the first searches of a shape. */
const WARM_UP = 8;

/** By search over all families, against a look-up of the rows that it found by their primary keys. */
export async function measureSearch(place: Place, effort: Effort): Promise<Finding[]> {
  const { url } = await place.createDatabase('search');
  const stores = await place.openStores(url);
  try {
    await fillArchive(stores, archiveOf(effort.searchedCases), effort.tell);
    const queries = createOverviewQueries({ ...stores, keyring: stores.vault.authority });
    const findings: Finding[] = [];
    for (const probe of await probesOf(stores.pool, effort.searchedCases, effort.searches)) {
      effort.tell(`search: ${probe.kind}`);
      findings.push(findingOf(probe, await measureProbe(stores.pool, queries, probe)));
    }
    return findings;
  } finally {
    await stores.close();
  }
}

/** Milliseconds of one search, and of what it is held against. */
export interface Search {
  readonly search: number;
  /** Of the rows of its page, by primary key. */
  readonly page: number;
  /** Of as many rows as it found in all. */
  readonly all: number;
  readonly hits: number;
}

/** Each text by a caller who sees all and by one who sees little, one at a time. */
export async function measureProbe(pool: Pool, queries: OverviewQueries, { texts }: Probe): Promise<Search[]> {
  const measured: Search[] = [];
  for (const scope of [wide, narrow])
    for (const [n, text] of [...texts.slice(0, WARM_UP), ...texts].entries()) {
      const start = performance.now();
      const found = await queries.search(text, null, { first: FIRST, after: null }, scope);
      const search = performance.now() - start;
      const page = await lookUp(pool, found);
      if (n < Math.min(WARM_UP, texts.length)) continue;
      const all = found.totalCount <= found.edges.length ? page : await lookUpAsMany(pool, found.totalCount);
      measured.push({ search, page, all, hits: found.totalCount });
    }
  return measured;
}

const group = (of: Partial<PrivilegeGroup>): PrivilegeGroup => ({
  role: 'caseworker',
  authority: AUTHORITY,
  kle: ['*'],
  sensitivity: 3,
  units: null,
  sources: null,
  viewClasses: [],
  grounds: [],
  ...of,
});
const scopeOf = (...groups: readonly PrivilegeGroup[]): Scope => ({
  authority: AUTHORITY,
  grounds: groundsParameter(groups, { sub: 'bench', unit: null }),
  auditor: false,
});
const wide = scopeOf(group({}));
/** Two groups of one constraint each, as of a caseworker in two teams. */
const narrow = scopeOf(
  group({ kle: ['27.18'], sensitivity: 2 }),
  group({ kle: ['32'], sensitivity: 1, units: [UNITS[0]?.id ?? ''] }),
);

const LOOK_UP = `select (select count(*) from (select doc from overview.case_current where authority = $1 and case_id = any($2::uuid[])) x where doc <> '')
  + (select count(*) from (select doc from overview.document_current where authority = $1 and document_id = any($3::uuid[])) x where doc <> '')
  + (select count(*) from (select doc from overview.note_current where authority = $1 and note_id = any($4::uuid[])) x where doc <> '')
  + (select count(*) from (select doc from overview.party_current where party_id = any($5::uuid[])) x where doc <> '')`;
const PAGE_LOOK_UP = `select doc from overview.case_current where authority = $1 and case_id = any($2::uuid[])
  union all select doc from overview.document_current where authority = $1 and document_id = any($3::uuid[])
  union all select doc from overview.note_current where authority = $1 and note_id = any($4::uuid[])
  union all select doc from overview.party_current where party_id = any($5::uuid[])`;
const KINDS = ['CASE', 'DOCUMENT', 'JOURNAL_NOTE', 'PARTY'];

/** Milliseconds of one hand-written statement that gives the rows of the page by their primary keys, with no rights and no order. */
async function lookUp(pool: Pool, { edges }: Page): Promise<number> {
  const ids = KINDS.map((kind) =>
    edges.filter(({ node }) => node['kind'] === kind).map(({ node }) => node['objectId']),
  );
  const start = performance.now();
  await pool.query({ name: 'look up the page', text: PAGE_LOOK_UP, values: [AUTHORITY, ...ids] });
  return performance.now() - start;
}

/** Milliseconds of looking so many cases up by their primary keys, only counting them. */
async function lookUpAsMany(pool: Pool, count: number): Promise<number> {
  const { rows } = await pool.query<{ ids: string[] }>(
    'select array_agg(case_id)::text[] as ids from (select case_id from overview.case_current order by case_id limit $1) x',
    [count],
  );
  const start = performance.now();
  await pool.query({ name: 'look up as many', text: LOOK_UP, values: [AUTHORITY, rows[0]?.ids ?? [], [], [], []] });
  return performance.now() - start;
}

export function findingOf({ kind, isSelective }: Probe, measured: readonly Search[]): Finding {
  const of = (pick: (search: Search) => number): number[] => measured.map(pick);
  const value = p95(of(({ search }) => search));
  const [page, all] = [p95(of((each) => each.page)), p95(of((each) => each.all))];
  const hits = of((each) => each.hits).sort((a, b) => a - b);
  return atMost({
    name: `search: ${kind} (p95)`,
    unit: 'ms',
    value,
    limit: isSelective ? page : all,
    bar: 5,
    against: isSelective
      ? 'the rows of its page looked up by primary key, in one statement without rights, count, order or highlighting (p95)'
      : 'as many rows as it found looked up by primary key (p95): a total of all visible hits reads each of them',
    notes: [
      `${measured.length} searches, half by a caller who sees all; ${hits[0] ?? 0} to ${hits.at(-1) ?? 0} hits (p50 ${median(hits)}); p50 ${median(of(({ search }) => search)).toFixed(2)} ms; ${(value / page).toFixed(1)} times the rows of its page (${page.toFixed(2)} ms)`,
    ],
  });
}

export function p95(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.95))] ?? 0;
}
