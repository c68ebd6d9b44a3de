import type { Pool } from 'pg';
import type { Ground } from '#access';
import { instantFromDate } from '#contracts';
import { BARE_NODE, hiddenObjects, NOW, type OverviewQueries, type Scope } from '#read-models/queries';

const ANY = '*';

/** Whether a group of the caller is restricted by nothing but view classes and security profiles. */
export const reachesAll = (scope: Pick<Scope, 'grounds'>): boolean => reachingGroups(scope).length > 0;

const reachingGroups = ({ grounds }: Pick<Scope, 'grounds'>): Ground[] =>
  (JSON.parse(grounds) as Ground[]).filter(
    ({ kle, units, sources, sensitivity }) =>
      kle.includes(ANY) && units.includes(ANY) && sources.includes(ANY) && sensitivity === 3,
  );

/** Those of the cases that the caller may see. */
export async function visibleCases(
  ids: readonly string[],
  queries: Pick<OverviewQueries, 'casesByIds'>,
  scope: Scope,
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  return new Set((await queries.casesByIds([...new Set(ids)], scope, NOW, BARE_NODE)).keys());
}

/**
 * Those of the objects (`<family>/<uuid>`) that a report may name to the caller: whoever is restricted is told of the cases he
 * may see and of nothing else; whoever is not, of all that lies on no case hidden by a view class or a security profile.
 */
export async function toldAmong(
  objects: readonly string[],
  { pool, queries, scope }: { readonly pool: Pool; readonly queries: OverviewQueries; readonly scope: Scope },
): Promise<string[]> {
  const groups = reachingGroups(scope);
  const reaching = { authority: scope.authority, grounds: JSON.stringify(groups) };
  const hidden =
    groups.length === 0 ? new Set(objects) : await hiddenObjects(pool, reaching, objects, instantFromDate(new Date()));
  const visible = await visibleCases(
    objects.filter((object) => hidden.has(object) && isCase(object)).map(idOf),
    queries,
    scope,
  );
  return objects.filter((object) => !hidden.has(object) || (isCase(object) && visible.has(idOf(object))));
}

const isCase = (object: string): boolean => object.startsWith('case/');

/** The uuid of `<family>/<uuid>`. */
export const idOf = (object: string): string => object.slice(object.indexOf('/') + 1);

/** The family of `<family>/<uuid>`. */
export const familyOf = (object: string): string => object.slice(0, object.indexOf('/'));
