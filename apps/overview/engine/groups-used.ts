import { groundOf, type Asker, type Operation, type PrivilegeGroup } from '#access';
import type { ShownThen } from '#read-models/queries';
import type { Rights } from '../queries.js';

/** One field of a view that was answered, and what it showed by the caller's right to each node. */
export interface Answered {
  readonly operation: Operation;
  /** Those that may call it. */
  readonly groups: readonly PrivilegeGroup[];
  /** Undefined where it shows what the role alone opens (the access log, sources, reports), or nothing but a count. */
  readonly nodes: ShownThen | undefined;
}

/**
 * The privilege groups that a view was let through by: those that alone show at least one of its nodes, each as
 * `explainAccess` says. Where a field shows something that none of them alone shows, those that could have: of a history the
 * auditor's, since only they read of what is there no more; else, and where it shows no nodes, all that may call it.
 *
 * The read models are asked only where a field may be called by several groups. What changes between the answer and its entry is
 * judged as it is when the entry is written.
 * @throws where the read models cannot be asked: then there is no entry, and so no answer
 */
export async function groupsUsed(
  answered: readonly Answered[],
  asker: Asker,
  rights: Pick<Rights, 'letThrough'>,
): Promise<ReadonlySet<PrivilegeGroup>> {
  const used = new Set<PrivilegeGroup>();
  const judged: (Answered & { readonly nodes: ShownThen })[] = [];
  for (const { nodes, ...field } of answered) {
    if (nodes !== undefined && field.groups.length > 1) judged.push({ ...field, nodes });
    else for (const group of field.groups) used.add(group);
  }
  const groups = [...new Set(judged.flatMap((field) => field.groups))];
  const [first] = groups;
  if (first === undefined || groups.every((group) => used.has(group))) return used;
  const through = await rights.letThrough(
    judged.map(({ nodes }) => nodes),
    first.authority,
    groups.map((group) => groundOf(group, asker)),
  );
  for (const [place, field] of judged.entries()) {
    const told = through[place];
    for (const group of field.groups) if (told?.groups.has(groups.indexOf(group))) used.add(group);
    if (told?.isAll !== true) for (const group of couldHave(field)) used.add(group);
  }
  return used;
}

const HISTORIES: readonly Operation[] = ['caseHistory', 'partyHistory', 'objectHistory'];

function couldHave({ operation, groups }: Answered): readonly PrivilegeGroup[] {
  const auditors = HISTORIES.includes(operation) ? groups.filter(({ role }) => role === 'auditor') : [];
  return auditors.length === 0 ? groups : auditors;
}
