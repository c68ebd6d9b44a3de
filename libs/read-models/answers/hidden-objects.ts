import type { Pool } from 'pg';
import { caseVisibleSql, groundsCte, groupSeesCase } from '#access';
import type { Instant } from '#contracts';
import { stateTable, unpackRow } from '#projection-engine';
import { caseOverview } from '../cases/case-overview.projection.js';
import { groundsOf, lastRights } from './past-rights.js';
import type { Scope } from './question.js';
import { allRows, holdsAt } from './statement-builder.js';
import { unitTreeSql } from './unit-tree.js';

interface Judged {
  readonly object: string;
  readonly caseId: string;
  /** The row of a case that is there no more; null where the case is there, and hidden. */
  readonly state: string | null;
}

/** `$1` the grounds, `$2` the authority, `$3` now, `$4` the families and `$5` the ids. */
const HIDDEN = `with ${groundsCte(1, unitTreeSql('$2::text', '$3::timestamptz'))},
  asked as materialized (select a.family, a.id, a.family || '/' || a.id as object from unnest($4::text[], $5::uuid[]) as a (family, id)),
  lying as materialized (
    select object, id as case_id, false as may_lie_elsewhere from asked where family = 'case'
    union select a.object, l.case_id, ${holdsAt('l', '$3::timestamptz')} from asked a
      join overview.document_case l on a.family = 'document' and l.authority = $2 and l.document_id = a.id
    union select a.object, n.case_id, false from asked a
      join overview.note_case n on a.family = 'journal-note' and n.authority = $2 and n.note_id = a.id
    union select a.object, o.owner_id, false from asked a
      join overview.grant_owner o on a.family = 'grant' and o.authority = $2 and o.grant_id = a.id
    union select a.object, o.owner_id, false from asked a
      join overview.payment_owner p on a.family = 'payment' and p.authority = $2 and p.payment_id = a.id
      join overview.grant_owner o on o.authority = $2 and o.grant_id = p.owner_id
    union select a.object, o.owner_id, false from asked a
      join overview.service_owner o on a.family = 'service' and o.authority = $2 and o.service_id = a.id),
  judged as materialized (
    select x.object, x.case_id, x.may_lie_elsewhere, c.case_id is not null as is_there, c.case_id is not null and ${caseVisibleSql('c')} as is_seen
      from lying x left join overview.case_current c on c.authority = $2 and c.case_id = x.case_id and ${holdsAt('c', '$3::timestamptz')})
  select j.object, j.case_id::text as "caseId", s.state from judged j
    left join overview.${stateTable(caseOverview.name).name} s on not j.is_there and s.key = $2 || '/' || j.case_id
   where not j.is_seen and (j.is_there or s.key is not null)
     and not exists (select from judged o where o.may_lie_elsewhere and o.is_seen and o.object = j.object)`;

/**
 * Those of the objects (`<family>/<uuid>`) that are, or lie or ever lay on, a case that no group of the caller sees: one that is
 * there no more is judged as it last was. For callers whom nothing else restricts; what lies on no case known to us is not hidden.
 */
export async function hiddenObjects(
  pool: Pool,
  { authority, grounds }: Pick<Scope, 'authority' | 'grounds'>,
  objects: readonly string[],
  now: Instant,
): Promise<ReadonlySet<string>> {
  const named = objects.map((object) => object.split('/'));
  const values = [grounds, authority, now, named.map(([family]) => family), named.map(([, id]) => id)];
  const rows = await allRows<Judged & Record<string, unknown>>(pool, HIDDEN, values);
  const groups = groundsOf(grounds);
  const isGoneHidden = (caseId: string, state: string): boolean => {
    const row = unpackRow(state);
    // Of a purged one nothing is left to judge by.
    if (row.purged) return false;
    const last = lastRights(caseId, row, now);
    return last !== undefined && !groups.some((group) => groupSeesCase(group, last));
  };
  return new Set(
    rows.flatMap(({ object, caseId, state }) => (state === null || isGoneHidden(caseId, state) ? object : [])),
  );
}
