import type { Ground } from '#access';
import type { OverviewQueries, Scope } from '#read-models/queries';

const NOW = { asOf: null, asKnownAt: null };
const NOTHING = { lists: [], freshness: false, relations: false, histories: false };
const ANY = '*';

/** Whether a group of the caller reaches everything of the authority. */
export function reachesAll({ grounds }: Pick<Scope, 'grounds'>): boolean {
  return (JSON.parse(grounds) as Ground[]).some(
    ({ kle, units, sources, sensitivity }) =>
      kle.includes(ANY) && units.includes(ANY) && sources.includes(ANY) && sensitivity === 3,
  );
}

/** Those of the cases that the caller may see. */
export async function visibleCases(
  ids: readonly string[],
  queries: Pick<OverviewQueries, 'casesByIds'>,
  scope: Scope,
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  return new Set((await queries.casesByIds([...new Set(ids)], scope, NOW, NOTHING)).keys());
}
