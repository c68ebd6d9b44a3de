import { GROUND_OF_ALL, type Ground } from '#access';
import type { Instant } from '#contracts';
import type { AssertionRow } from '#projection-engine';
import type { PastMaterial, PastReader } from './past-material.js';
import type { ObjectFamily } from './past-objects.js';
import { ownedByParty } from './past-owned.js';
import { isPartySeen } from './past-presence.js';
import { pastWorld, type PastContext, type PastWorld } from './past-world.js';
import { NOW } from './question.js';

/** What can be judged by itself. */
export type JudgedKind = 'case' | 'party' | ObjectFamily;

/** An object of the authority, held against one privilege group at a time by the rules of every other answer. */
export interface JudgedObject {
  readonly kind: JudgedKind;
  /** Whether who has this ground alone sees it now. */
  isSeenBy(ground: Ground): boolean;
}

interface Judging {
  readonly kind: JudgedKind;
  readonly rows: (material: PastMaterial) => ReadonlyMap<string, AssertionRow>;
  readonly isSeen: (world: PastWorld, id: string) => boolean;
}

/** Whoever adds a family says here how it is seen. */
const JUDGING: readonly Judging[] = [
  { kind: 'case', rows: ({ cases }) => cases, isSeen: (world, id) => world.cases().has(world.shownAs(id)) },
  { kind: 'document', rows: ({ documents }) => documents, isSeen: (world, id) => world.documents().has(id) },
  { kind: 'journal-note', rows: ({ notes }) => notes, isSeen: (world, id) => world.notesAlsoCorrected().has(id) },
  { kind: 'grant', rows: ({ grants }) => grants, isSeen: (world, id) => world.benefits().grants().has(id) },
  { kind: 'payment', rows: ({ payments }) => payments, isSeen: (world, id) => world.benefits().payments().has(id) },
  { kind: 'service', rows: ({ services }) => services, isSeen: (world, id) => world.benefits().services().has(id) },
];

/** Reads the object and what decides who sees it, by one statement; null where the authority has no such object. */
export async function judgedObject(
  read: PastReader,
  id: string,
  authority: string,
  now: Instant,
): Promise<JudgedObject | null> {
  const one = [id];
  const wanted = {
    parties: one,
    cases: one,
    others: one,
    alsoParties: [],
    objects: true,
    units: true,
    relations: true,
    names: null,
  };
  const material = await read(wanted, { authority });
  const judging = judgingOf(id, material);
  if (judging === undefined) return null;
  const { kind, isSeen } = judging;
  const worldOf = (ground: Ground): PastWorld => pastWorld(contextFor(authority, [ground], now), NOW, material);
  return { kind, isSeenBy: judgedOnce((ground) => isSeen(worldOf(ground), id)) };
}

/** How the object is judged; undefined where the material has none of this id, or it was purged. */
export function judgingOf(id: string, material: PastMaterial): Pick<Judging, 'kind' | 'isSeen'> | undefined {
  const found = JUDGING.find(({ rows }) => rows(material).get(id)?.purged === false);
  if (found !== undefined) return found;
  return material.nodes.some(({ nodeId }) => nodeId === id) ? { kind: 'party', isSeen: seesParty } : undefined;
}

/**
 * Judges each ground once. The thousands of an authority differ mostly in who they are, which only a security profile asks:
 * what one sees who is on no profile, all see, and what is hidden from one whom no profile binds, is hidden from all.
 */
function judgedOnce(judge: (ground: Ground) => boolean): (ground: Ground) => boolean {
  const judged = new Map<string, boolean>();
  const isSeenBy = (ground: Ground): boolean => {
    const key = JSON.stringify(ground);
    const isSeen = judged.get(key) ?? judge(ground);
    judged.set(key, isSeen);
    return isSeen;
  };
  return (ground) =>
    isSeenBy({ ...ground, members: [] }) ||
    (isSeenBy({ ...ground, members: GROUND_OF_ALL.members }) && isSeenBy(ground));
}

/** The context of a world that is judged and not shown: nothing is filtered, and nothing told of what is parked. */
export const contextFor = (authority: string, grounds: readonly Ground[], now: Instant): PastContext => ({
  scope: { authority, grounds: JSON.stringify(grounds), auditor: false },
  now,
  nodes: () => [],
  parkedAmong: () => Promise.resolve({}),
});

/** Whether the party of the node is there for the world's caller. */
export function seesParty(world: PastWorld, nodeId: string): boolean {
  const identity = world.identity(nodeId);
  if (identity?.composed === undefined) return false;
  return isPartySeen(world, identity, identity.composed, ownedByParty(world, identity, identity.composed));
}
