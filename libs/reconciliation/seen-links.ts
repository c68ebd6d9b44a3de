import type { FieldChange } from '#case-history';
import { canonicalJson } from '#contracts';

/** The fields by which an object names cases: as links, as ids, as one id. */
const NAMING_CASES: ReadonlySet<string> = new Set(['/cases', '/caseId', '/parentCaseId']);

/** The cases that the changes name. */
export const casesNamedIn = (changes: readonly FieldChange[]): string[] =>
  changes.flatMap(({ path, before, after }) => (NAMING_CASES.has(path) ? [...idsIn(before), ...idsIn(after)] : []));

/** A link is told to who sees both ends: other cases are left out of the values, and a field in which nothing else differs. */
export function withSeenLinks(changes: readonly FieldChange[], visible: ReadonlySet<string>): FieldChange[] {
  const seen = (value: unknown): unknown => {
    const isSeen = (link: unknown): boolean => idsIn(link).every((id) => visible.has(id));
    if (!Array.isArray(value)) return isSeen(value) ? value : null;
    const links = value.filter(isSeen);
    return links.length === 0 ? null : links;
  };
  return changes.flatMap((change): FieldChange[] => {
    if (!NAMING_CASES.has(change.path)) return [change];
    const [before, after] = [seen(change.before), seen(change.after)];
    return canonicalJson(before) === canonicalJson(after) ? [] : [{ path: change.path, before, after }];
  });
}

/** As the database writes them. */
function idsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(idsIn);
  if (typeof value === 'string') return [value.toLowerCase()];
  const { caseId } = (value ?? {}) as { caseId?: unknown };
  return typeof caseId === 'string' ? [caseId.toLowerCase()] : [];
}
