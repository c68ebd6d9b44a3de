import type { StatedConstraint, StatedPrivilege } from './stated-privilege.js';

/**
 * The privileges of the JSON form. Undefined where it is no list of privileges at all. `repeatedAt` are the places
 * (JSON Pointers from the list) where a name stood twice in one object: JSON.parse keeps the last in silence, and a
 * constraint given twice must deny its group.
 */
export function readJsonPrivileges(
  list: readonly unknown[],
  repeatedAt: ReadonlySet<string>,
): readonly StatedPrivilege[] | undefined {
  const stated: StatedPrivilege[] = [];
  for (const [index, item] of list.entries()) {
    if (!isRecord(item) || typeof item['privilege'] !== 'string') return undefined;
    const isRepeated = repeatedAt.has(`/${index}`) || repeatedAt.has(`/${index}/constraints`);
    stated.push({
      scope: typeof item['scope'] === 'string' ? item['scope'] : null,
      privilege: item['privilege'],
      constraints: isRepeated ? 'unreadable' : readConstraintMap(item['constraints']),
    });
  }
  return stated;
}

function readConstraintMap(constraints: unknown): readonly StatedConstraint[] | 'unreadable' {
  if (constraints === undefined) return [];
  if (!isRecord(constraints)) return 'unreadable';
  return Object.entries(constraints).map(([uri, value]) => ({ uri, value: typeof value === 'string' ? value : null }));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
