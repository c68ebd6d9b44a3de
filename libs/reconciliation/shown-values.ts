import { maskCpr } from '#contracts';
import { BARE_NODE, NOW, type OverviewQueries, type Scope } from '#read-models/queries';

/** Values of differences as a reader may see them: parties by their ids, numbers masked, protected names left out. */
export interface ShownValues {
  /** The value with every party's node replaced by its party, and CPR numbers without their last four digits. */
  show(value: unknown): unknown;
  partyOf(nodeId: string): string;
  isNameHidden(nodeId: string): boolean;
}

/** What is needed to show values in which these nodes stand; one statement. */
export async function shownValues(
  nodes: Iterable<string>,
  queries: Pick<OverviewQueries, 'partiesByIds'>,
  scope: Scope,
): Promise<ShownValues> {
  const wanted = [...new Set(nodes)];
  const parties = wanted.length === 0 ? new Map() : await queries.partiesByIds(wanted, scope, NOW, BARE_NODE);
  const partyOf = (node: string): string => (parties.get(node) as { id: string } | undefined)?.id ?? node;
  const show = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(show);
    if (typeof value !== 'object' || value === null) return value;
    const fields = value as Record<string, unknown>;
    if (typeof fields['party'] === 'string') return { ...fields, party: partyOf(fields['party']) };
    const { type, value: number } = fields;
    const isNumber = typeof number === 'string' && (type === 'cpr' || type === 'replacement');
    return isNumber ? { ...fields, value: maskCpr(number) } : fields;
  };
  return {
    show,
    partyOf,
    // Whoever is not known is not shown: fail closed.
    isNameHidden: (node) => (parties.get(node) as { nameProtected?: unknown } | undefined)?.nameProtected !== false,
  };
}

/** The nodes of parties in a value. */
export function nodesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(nodesIn);
  if (typeof value !== 'object' || value === null) return [];
  const { party } = value as { party?: unknown };
  return typeof party === 'string' ? [party] : [];
}
