import { holdsAt } from './statement-builder.js';

/**
 * The tree of an authority at the moment of the placeholder, as `groundsCte` takes it. A unit lies below another while both
 * are there: one that is removed, or of which only its sub-units have told, has none below it. A closed unit is there.
 */
export const unitTreeSql = (authority: string, now: string): string => `(select u.unit_id as unit, u.parent_id as parent
    from overview.unit_current u join overview.unit_current above on above.authority = u.authority and above.unit_id = u.parent_id
      and ${holdsAt('above', now)}
   where u.authority = ${authority} and ${holdsAt('u', now)})`;
