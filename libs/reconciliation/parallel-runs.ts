import type { Pool } from 'pg';
import { instantFromDate, isUuid, type Instant } from '#contracts';
import type { EventStore } from '#event-store';
import type { KeyVault } from '#personal-data';
import { loadRows, memberKeys, readerOf, served, stateTable, type AssertionRow } from '#projection-engine';
import { caseOverview } from '#read-models/projections';
import {
  createSettingQueries,
  findPairDifferences,
  type CasePair,
  type OverviewQueries,
  type Page,
  type PageArgs,
  type PairDifference,
  type ParallelRunPair,
  type Scope,
} from '#read-models/queries';
import type { DifferenceVerdict, FieldDifferenceView } from './difference.js';
import { standsSince } from './pair-course.js';
import { shownValues } from './shown-values.js';
import { lastSignOffs, storeSignOff, valuesHash } from './sign-offs.js';

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
  /** In what their cases differ now, and from when; nothing where the authority has not declared the run. */
  parallelRun(run: ParallelRunPair, page: PageArgs, scope: Scope): Promise<Page<FieldDifferenceView>>;
  /** Judges a difference, in an event that names the judge; null where there is none of this id for the caller. */
  signOff(verdict: Verdict, scope: Scope): Promise<FieldDifferenceView | null>;
}

/** @see ParallelRuns */
export function createParallelRuns({ pool, clock = () => new Date(), ...options }: ParallelRunOptions): ParallelRuns {
  const now = (): Instant => instantFromDate(clock());
  const views = (found: readonly PairDifference[], scope: Scope, at: Instant): Promise<FieldDifferenceView[]> =>
    differenceViews(found, { ...options, pool, scope, now: at });
  const find = async (id: string, scope: Scope, at: Instant): Promise<FieldDifferenceView | null> => {
    const named = readId(id);
    if (named === null) return null;
    for (const run of await createSettingQueries(pool).parallelRuns(scope.authority)) {
      const page = { first: MOST_FIELDS, after: null };
      const found = await findPairDifferences(pool, scope, { ...run, page, only: named, now: at });
      const difference = found.edges.find(({ node }) => node.field === named.field);
      if (difference !== undefined) return (await views([difference.node], scope, at))[0] ?? null;
    }
    return null;
  };
  return {
    async parallelRun(run, page, scope) {
      const at = now();
      const found = await findPairDifferences(pool, scope, { ...run, page, now: at });
      const nodes = await views(
        found.edges.map(({ node }) => node),
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

function readId(id: string): (CasePair & { readonly field: string }) | null {
  const [legacyId = '', successorId = '', path = ''] = id.split('~');
  const isOne = isUuid(legacyId) && isUuid(successorId) && path.startsWith('/');
  return isOne
    ? { legacyId: legacyId.toLowerCase(), successorId: successorId.toLowerCase(), field: path.slice(1) }
    : null;
}

interface Viewing extends Omit<ParallelRunOptions, 'clock'> {
  readonly scope: Scope;
  readonly now: Instant;
}

async function differenceViews(
  found: readonly PairDifference[],
  { pool, store, vault, queries, scope, now }: Viewing,
): Promise<FieldDifferenceView[]> {
  const { authority } = scope;
  const keyOf = (id: string): string => `${authority}/${id}`;
  const rows = await loadRows<AssertionRow>(readerOf(pool), served.of(stateTable(caseOverview.name)), [
    ...new Set(found.flatMap(({ legacyId, successorId }) => [keyOf(legacyId), keyOf(successorId)])),
  ]);
  const signOffs = await lastSignOffs(authority, found.map(idOf), { store, vault });
  const nodes = [...rows.values()].flatMap(({ row }) => partyNodesOf(row));
  const { partyOf } = await shownValues(nodes, queries, scope);
  return found.map((difference): FieldDifferenceView => {
    const { legacyId, successorId, caseNumber, field, legacy, successor } = difference;
    const [ours, theirs] = [rows.get(keyOf(legacyId))?.row, rows.get(keyOf(successorId))?.row];
    const pair = ours === undefined || theirs === undefined ? undefined : { legacy: ours, successor: theirs };
    const since = pair === undefined ? now : standsSince(pair, difference, now, partyOf);
    const id = idOf(difference);
    const signOff = signOffs.get(id);
    // The verdict is on these values: neither on others, nor on the same ones where others came between.
    const holds =
      signOff !== undefined &&
      signOff.recordedAt >= since &&
      signOff.values === valuesHash(legacy, successor, authority, { store, vault });
    return {
      ...{
        id,
        caseNumber,
        objectId: successorId,
        path: `/${field}`,
        legacy: legacy ?? null,
        successor: successor ?? null,
      },
      since,
      verdict: holds ? signOff.verdict : null,
      note: holds ? signOff.note : null,
    };
  });
}

/** Every number by which the case ever named a party. */
const partyNodesOf = (row: AssertionRow): string[] =>
  memberKeys(row, 'party').map((key) => key.slice(key.indexOf('/') + 1));
