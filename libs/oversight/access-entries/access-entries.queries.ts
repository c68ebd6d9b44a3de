import type { Pool } from 'pg';
import type { AccessAction, AccessParts, StoredAccessEntry, StoredEntry } from '#access';
import { isUuid, momentOf, type Instant } from '#contracts';
import { isForgottenSql, type EventStore } from '#event-store';
import type { AuthorityKeyring } from '#personal-data';
import {
  decodeCursor,
  InvalidCursor,
  nodesNow,
  pageOf,
  type Page,
  type PageArgs,
  type PartyKey,
} from '#read-models/queries';
import { untilFollowed } from '../following/follower.js';
import { underInvestigationSql } from '../investigations/investigation-register.js';
import { accessEntries } from './access-entries.register.js';
import { citizensEntry, type CitizensEntry } from './citizens-entries.js';
import { shownEntry, type ShownEntry } from './shown-entry.js';
import { idsOfParty, withMerged } from './ids-of-party.js';

/** Fields given are ANDed; `from` inclusive, `to` exclusive. */
export interface AccessFilter {
  readonly user?: string | null;
  readonly party?: PartyKey | null;
  readonly objectId?: string | null;
  readonly actions?: readonly AccessAction[] | null;
  readonly from?: Instant | null;
  readonly to?: Instant | null;
  readonly transactionId?: string | null;
}

/** What is asked of the access log of one authority. Every answer has all entries that were written before it was asked. */
export interface AccessEntryQueries {
  /** Newest first. @throws NotYetFollowed, InvalidCursor */
  page(authority: string, filter: AccessFilter, page: PageArgs): Promise<Page<ShownEntry>>;
  /**
   * Who has looked at the citizen whose own nodes these are, whatever numbers and ids he has had; without what is under
   * investigation, and without what was refused. Newest first. @throws NotYetFollowed, InvalidCursor
   */
  ofCitizen(authority: string, ownNodes: readonly string[], page: PageArgs): Promise<Page<CitizensEntry>>;
}

/** What the queries read from. */
export interface AccessEntrySources {
  readonly pool: Pool;
  readonly keyring: AuthorityKeyring;
  /** The access log. */
  readonly store: Pick<EventStore, 'head'>;
  readonly accessParts: Pick<AccessParts, 'openAll'>;
}

/** As long as a reader waits for what was written before he asked. */
const LONGEST_WAIT_MS = 5_000;

interface FoundRow {
  readonly total: string;
  readonly remaining: string;
  /** Null where the page is empty. */
  readonly position: string | null;
  readonly eventId: string;
  readonly data: Buffer;
}

/** @see AccessEntryQueries */
export function createAccessEntryQueries(sources: AccessEntrySources): AccessEntryQueries {
  const { pool, accessParts } = sources;
  return {
    async page(authority, filter, page) {
      const statement = statementParts();
      const wanted = await conditions(sources, authority, filter, statement.add);
      const found = await findPage(sources, wanted, page, statement);
      const opened = await accessParts.openAll(found.views);
      return found.pageWith((view, index) => shownEntry(view.eventId, view.entry, opened[index] ?? null));
    },
    async ofCitizen(authority, ownNodes, page) {
      const statement = statementParts();
      // Of one who was erased and came back, entries name both parties that he has been.
      const nodes = [...ownNodes, ...(await nodesNow(pool, ownNodes))];
      const own = `${statement.add(await withMerged(pool, authority, nodes))}::uuid[]`;
      const where = `e.authority = ${statement.add(authority)} and e.parties && ${own} and e.action <> 'DENIED'
        and not ${underInvestigationSql(own)}`;
      const found = await findPage(sources, { where, namesIds: true }, page, statement);
      return found.pageWith(({ entry }) => citizensEntry(entry));
    },
  };
}

/** The parameters of a statement while it is written. */
interface StatementParts {
  readonly values: unknown[];
  readonly add: (value: unknown) => string;
}

function statementParts(): StatementParts {
  const values: unknown[] = [];
  return { values, add: (value) => `$${values.push(value)}` };
}

/** The views of a page as they are stored. */
interface FoundPage {
  readonly views: readonly (StoredEntry & { readonly position: string })[];
  pageWith<N>(nodeOf: (view: StoredEntry, index: number) => N): Page<N>;
}

/** Which entries are wanted, as SQL. */
interface Wanted {
  readonly where: string;
  /** Whether by ids that are named, which few entries are. */
  readonly namesIds: boolean;
}

/** Page and counts in one statement, so that they are of one moment. */
async function findPage(
  { pool, store }: AccessEntrySources,
  { where, namesIds }: Wanted,
  { first, after }: PageArgs,
  { values, add }: StatementParts,
): Promise<FoundPage> {
  const cursor = cursorOf(after);
  const beyond =
    cursor === null ? 'true' : `(e.at, e.position) < (${add(cursor.at)}::timestamptz, ${add(cursor.position)}::bigint)`;
  await untilFollowed(pool, accessEntries, await store.head(), LONGEST_WAIT_MS);
  const found = `select e.position, e.at from oversight.entry e where ${where}`;
  // Told of an order, the planner reads the newest of all until it has met a page of the few (measured: a second of a million).
  const [before, among] = namesIds ? [`with found as materialized (${found})`, 'found e'] : ['', `(${found}) e`];
  const { rows } = await pool.query<FoundRow>(
    `${before} select c.total, c.remaining, p.position, p.event_id as "eventId", p.data
       from (select count(*) as total, count(*) filter (where ${beyond}) as remaining
               from ${among}) c
       left join lateral (
         select e.position, e.at, a.event_id, a.data
           from (select e.position, e.at from ${among} where ${beyond}
                  order by e.at desc, e.position desc limit ${add(first)}) e
           join overblik.access_log a on a.position = e.position and not ${isForgottenSql('a.data')}) p on true
      order by p.at desc, p.position desc`,
    values,
  );
  const views = rows.flatMap(({ eventId, data, position }) =>
    position === null ? [] : [{ eventId, position, entry: JSON.parse(data.toString('utf8')) as StoredAccessEntry }],
  );
  return {
    views,
    pageWith: (nodeOf) =>
      pageOf(
        views.map((view, index) => ({ key: view.entry.at, id: view.position, node: nodeOf(view, index) })),
        Number(rows[0]?.total ?? 0),
        Number(rows[0]?.remaining ?? 0),
      ),
  };
}

/** The filter as SQL. What can be nobody's and nothing's finds nothing. */
async function conditions(
  finding: AccessEntrySources,
  authority: string,
  { user, party, objectId, actions, from, to, transactionId }: AccessFilter,
  add: (value: unknown) => string,
): Promise<Wanted> {
  const all = [`e.authority = ${add(authority)}`];
  if (given(user)) all.push(`e.user_id = ${add(user)}`);
  if (given(party)) {
    const ids = `${add(await idsOfParty(finding, authority, party))}::uuid[]`;
    all.push(`(e.parties && ${ids} or e.asked && ${ids})`);
  }
  if (given(objectId)) {
    const ids = `${add(isUuid(objectId) ? [objectId] : [])}::uuid[]`;
    all.push(`(e.objects && ${ids} or e.asked && ${ids})`);
  }
  if (given(actions)) all.push(`e.action = any(${add(actions)}::text[])`);
  if (given(from)) all.push(`e.at >= ${add(from)}::timestamptz`);
  if (given(to)) all.push(`e.at < ${add(to)}::timestamptz`);
  if (given(transactionId))
    all.push(isUuid(transactionId) ? `e.transaction_id = ${add(transactionId)}::uuid` : 'false');
  return { where: all.join(' and '), namesIds: [party, objectId, transactionId].some(given) };
}

const given = <T>(value: T | null | undefined): value is T => value !== null && value !== undefined;

/** @throws InvalidCursor */
function cursorOf(after: string | null): { readonly at: string; readonly position: string } | null {
  const cursor = decodeCursor(after);
  if (cursor === null) return null;
  if (momentOf(cursor.key) === undefined || !/^\d{1,16}$/.test(cursor.id)) throw new InvalidCursor();
  return { at: cursor.key, position: cursor.id };
}
