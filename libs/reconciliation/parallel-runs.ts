import type { Pool } from 'pg';
import { instantFromDate, isUuid, type Instant } from '#contracts';
import type { EventStore } from '#event-store';
import type { KeyVault } from '#personal-data';
import { emptyRow, loadRows, memberKeys, readerOf, served, stateTable, type AssertionRow } from '#projection-engine';
import { caseOverview } from '#read-models/projections';
import {
  createSettingQueries,
  findPairDifferences,
  PARTIES,
  pairCourse,
  pairValues,
  type CasePair,
  type OverviewQueries,
  type Page,
  type PageArgs,
  type PairDifference,
  type PairRows,
  type ParallelRunPair,
  type Scope,
  type WhichDifferences,
} from '#read-models/queries';
import type { DifferenceVerdict, FieldDifferenceView } from './difference.js';
import { shownValues } from './shown-values.js';
import { lastSignOff, signOffsOf, storeSignOff, valuesHash } from './sign-offs.js';

/** What parallel runs are read from. */
export interface ParallelRunOptions {
  readonly pool: Pool;
  readonly store: EventStore;
  readonly vault: KeyVault;
  readonly queries: OverviewQueries;
  readonly clock?: () => Date;
}

/** A verdict on a difference, with who gives it. */
export interface Verdict {
  readonly id: string;
  readonly verdict: DifferenceVerdict;
  readonly note: string | null;
  readonly by: string;
}

/** Legacy systems beside their successors. */
export interface ParallelRuns {
  /** In what their cases differ or differed, from when to when; nothing where the authority has not declared the run. */
  parallelRun(
    run: ParallelRunPair,
    which: WhichDifferences,
    page: PageArgs,
    scope: Scope,
  ): Promise<Page<FieldDifferenceView>>;
  /** Judges a difference that stands, in an event that names the judge; null where there is none of this id for the caller. */
  signOff(verdict: Verdict, scope: Scope): Promise<FieldDifferenceView | null>;
}

/** @see ParallelRuns */
export function createParallelRuns({ pool, clock = () => new Date(), ...options }: ParallelRunOptions): ParallelRuns {
  const now = (): Instant => instantFromDate(clock());
  const views = (
    found: readonly PairDifference[],
    run: ParallelRunPair,
    scope: Scope,
    at: Instant,
  ): Promise<FieldDifferenceView[]> => differenceViews(found, { ...options, pool, run, scope, now: at });
  const find = async (id: string, scope: Scope, at: Instant): Promise<FieldDifferenceView | null> => {
    const named = readId(id);
    if (named === null) return null;
    for (const run of await createSettingQueries(pool).parallelRuns(scope.authority)) {
      const page = { first: MOST_FIELDS, after: null };
      const question = { ...run, which: 'STANDING', page, only: named, now: at } as const;
      const found = await findPairDifferences(pool, scope, question);
      const difference = found.edges.find(({ node }) => node.field === named.field);
      if (difference !== undefined) return (await views([difference.node], run, scope, at))[0] ?? null;
    }
    return null;
  };
  return {
    async parallelRun(run, which, page, scope) {
      const at = now();
      const found = await findPairDifferences(pool, scope, { ...run, which, page, now: at });
      const nodes = await views(
        found.edges.map(({ node }) => node),
        run,
        scope,
        at,
      );
      return {
        ...found,
        edges: found.edges.map(({ cursor }, index) => ({ cursor, node: nodes[index] as FieldDifferenceView })),
      };
    },
    async signOff({ id, verdict, note, by }, scope) {
      const { authority } = scope;
      const difference = await find(id, scope, now());
      if (difference === null) return null;
      const { legacy, successor, objectId: caseId } = difference;
      const values = valuesHash(legacy, successor, authority, options);
      const signing = { authority, differenceId: difference.id, caseId, verdict, note, by, values };
      return (await storeSignOff(signing, now(), options)) ? { ...difference, verdict, note } : null;
    },
  };
}

/** More than a case has fields. */
const MOST_FIELDS = 200;

/** Made of what it is about, so that it can be found again by its id alone: two uuids and a field name. */
const idOf = ({ legacyId, successorId, field }: PairDifference): string => `${legacyId}~${successorId}~/${field}`;

/** Of a difference that stands; what is gone has one more part, and nothing is found by it. */
function readId(id: string): (CasePair & { readonly field: string }) | null {
  const [legacyId = '', successorId = '', path = '', ...rest] = id.split('~');
  const isOne = isUuid(legacyId) && isUuid(successorId) && path.startsWith('/') && rest.length === 0;
  return isOne
    ? { legacyId: legacyId.toLowerCase(), successorId: successorId.toLowerCase(), field: path.slice(1) }
    : null;
}

interface Viewing extends Omit<ParallelRunOptions, 'clock'> {
  readonly run: ParallelRunPair;
  readonly scope: Scope;
  readonly now: Instant;
}

async function differenceViews(
  found: readonly PairDifference[],
  { pool, store, vault, queries, run, scope, now }: Viewing,
): Promise<FieldDifferenceView[]> {
  const { authority } = scope;
  const keyOf = (id: string): string => `${authority}/${id}`;
  const rows = await loadRows<AssertionRow>(readerOf(pool), served.of(stateTable(caseOverview.name)), [
    ...new Set(found.flatMap(({ legacyId, successorId }) => [keyOf(legacyId), keyOf(successorId)])),
  ]);
  const signOffs = await signOffsOf(authority, found.map(idOf), { store, vault });
  const nodes = [...rows.values()].flatMap(({ row }) => partyNodesOf(row));
  const { partyOf } = await shownValues(nodes, queries, scope);
  return found.map((difference): FieldDifferenceView => {
    const { legacyId, successorId, caseNumber, field, gone } = difference;
    const [ours, theirs] = [rows.get(keyOf(legacyId))?.row, rows.get(keyOf(successorId))?.row];
    const pair = { ...run, legacyId, successorId, legacyRow: ours ?? emptyRow(), successorRow: theirs ?? emptyRow() };
    const period = gone ?? { since: standsSince(pair, field, now, partyOf), until: null };
    const { legacy, successor } = gone === null || field === PARTIES ? difference : pairValues(pair, field, gone.since);
    const signOff = lastSignOff(signOffs.get(idOf(difference)), period);
    // The verdict is on these values: neither on others, nor on the same ones where others came between.
    const holds = signOff?.values === valuesHash(legacy, successor, authority, { store, vault });
    return {
      ...{
        id: gone === null ? idOf(difference) : `${idOf(difference)}~${gone.since}`,
        caseNumber,
        objectId: successorId,
      },
      ...{ path: `/${field}`, legacy: legacy ?? null, successor: successor ?? null, ...period },
      verdict: holds ? signOff.verdict : null,
      note: holds ? signOff.note : null,
    };
  });
}

function standsSince(pair: PairRows, field: string, now: Instant, partyOf: (node: string) => string): Instant {
  const isStanding = (at: { readonly since: Instant; readonly until: Instant | null }): boolean =>
    at.since <= now && (at.until === null || at.until > now);
  return pairCourse(pair, partyOf).find((stretch) => stretch.field === field && isStanding(stretch))?.since ?? now;
}

/** Every number by which the case ever named a party. */
const partyNodesOf = (row: AssertionRow): string[] =>
  memberKeys(row, 'party').map((key) => key.slice(key.indexOf('/') + 1));
