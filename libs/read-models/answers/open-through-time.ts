import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Ground } from '#access';
import type { Instant } from '#contracts';
import type { AssertionRow, Statement } from '#projection-engine';
import { contextFor, seesParty } from './judged-object.js';
import type { PastMaterial } from './past-material.js';
import { ownedByParty } from './past-owned.js';
import { isPartySeen } from './past-presence.js';
import { pastWorld, type PastIdentity, type PastWorld } from './past-world.js';
import { NOW } from './question.js';
import type { SearchKind } from './search/searched-family.js';

/** What a user could do in a stretch of time: `to` null is still. */
export interface RightsStretch<G extends { readonly ground: Ground }> {
  readonly from: Instant;
  readonly to: Instant | null;
  readonly groups: readonly G[];
}

/** An object that was open to him from `from` until `to`, by the first of his groups that saw it. */
export interface OpenObject<G> {
  readonly kind: SearchKind;
  readonly objectId: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly group: G;
}

/** A period, half-open. */
export interface Period {
  readonly from: Instant;
  readonly to: Instant;
}

/**
 * What of a party was open through the period. The party is whoever the node stands for by all that is known: of then it is every
 * party that any of its numbers and subjects belonged to, so that each of its numbers, a later one too, finds the same. At each moment the world is judged as it stood then: by what applied and by
 * what had been received, and by nothing that came later. Between two moments at which something begins, ends or is received,
 * or the rights change, nothing can change, so those are all the moments there are to look at.
 */
export async function openThroughTime<G extends { readonly ground: Ground }>(
  authority: string,
  nodes: readonly string[],
  material: PastMaterial,
  period: Period,
  rights: readonly RightsStretch<G>[],
): Promise<OpenObject<G>[]> {
  const open = new Map<string, OpenObject<G>>();
  const closed: OpenObject<G>[] = [];
  const moments = momentsOf(material, period, rights);
  const parties = sameToday(authority, nodes, material, period.to);
  for (const [index, at] of moments.entries()) {
    const to = moments[index + 1] ?? period.to;
    const groups = rights.find((held) => held.from <= at && (held.to === null || at < held.to))?.groups ?? [];
    if (groups.length === 0) continue;
    // A long period must not keep others waiting.
    await nextTurn();
    for (const { kind, objectId, group } of seenAt(authority, parties, knownBy(material, at), at, groups)) {
      const key = `${kind} ${objectId}`;
      const before = open.get(key);
      const goesOn = before?.to === at && sameGroup(before.group, group);
      if (before !== undefined && !goesOn) closed.push(before);
      open.set(key, { kind, objectId, from: goesOn ? before.from : at, to, group });
    }
  }
  return [...closed, ...open.values()].sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
}

/** Of each node all that is one party with it, by what is known now. */
function sameToday(
  authority: string,
  nodes: readonly string[],
  material: PastMaterial,
  now: Instant,
): readonly (readonly string[])[] {
  const today = pastWorld(contextFor(authority, [], now), NOW, material);
  return nodes.map((node) => [...(today.identity(node)?.nodes ?? [node])]);
}

const orderOf = ({ from, kind, objectId }: OpenObject<unknown>): string => `${from} ${kind} ${objectId}`;

/** The same rights said twice are one stretch to whoever reads the answer. */
const sameGroup = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

type SeenNow<G> = Pick<OpenObject<G>, 'kind' | 'objectId' | 'group'>;

function seenAt<G extends { readonly ground: Ground }>(
  authority: string,
  parties: readonly (readonly string[])[],
  material: PastMaterial,
  at: Instant,
  groups: readonly G[],
): SeenNow<G>[] {
  const worldOf = (grounds: readonly Ground[]): PastWorld =>
    pastWorld(contextFor(authority, grounds, at), NOW, material);
  const world = worldOf(groups.map(({ ground }) => ground));
  // A number may mean one of two parties: the likelier that is seen.
  const all = parties.map((nodes) => objectsIn(world, nodes)).find((objects) => objects.length > 0) ?? [];
  const byGroup = groups.map((group) => ({ group, world: worldOf([group.ground]) }));
  return all.flatMap(({ kind, objectId, isIn }) => {
    // What only several groups show together (a document on a case of another group) is told by the first.
    const by = byGroup.find(({ world }) => isIn(world))?.group ?? groups[0];
    return by === undefined ? [] : [{ kind, objectId, group: by }];
  });
}

interface SeenObject {
  readonly kind: SearchKind;
  readonly objectId: string;
  isIn(world: PastWorld): boolean;
}

/** What the views of the parties that the nodes belonged to show: the party itself, its cases, documents, notes and grants. */
function objectsIn(world: PastWorld, nodes: readonly string[]): SeenObject[] {
  const found = new Map<string, SeenObject>();
  const add = (kind: SearchKind, ids: Iterable<string>, isIn: (world: PastWorld, id: string) => boolean): void => {
    for (const objectId of ids)
      found.set(`${kind} ${objectId}`, { kind, objectId, isIn: (other) => isIn(other, objectId) });
  };
  const identities = new Map(nodes.flatMap((node) => withId(world.identity(node))));
  for (const identity of identities.values()) {
    if (identity.composed === undefined) continue;
    const owned = ownedByParty(world, identity, identity.composed);
    if (!isPartySeen(world, identity, identity.composed, owned)) continue;
    add('PARTY', [identity.id], seesParty);
    add('CASE', owned.cases.keys(), (other, id) => other.cases().has(id));
    add('DOCUMENT', owned.documents.keys(), (other, id) => other.documents().has(id));
    add('JOURNAL_NOTE', owned.notes.keys(), (other, id) => other.notes().has(id));
    add('GRANT', owned.grants.keys(), (other, id) => other.benefits().grants().has(id));
  }
  return [...found.values()];
}

const withId = (identity: PastIdentity | undefined): [string, PastIdentity][] =>
  identity === undefined ? [] : [[identity.id, identity]];

const MATERIAL_ROWS = ['cases', 'documents', 'notes', 'grants', 'payments', 'services', 'units'] as const;

/** The moments within the period at which anything could change, its beginning first. */
function momentsOf<G extends { readonly ground: Ground }>(
  material: PastMaterial,
  { from, to }: Period,
  rights: readonly RightsStretch<G>[],
): Instant[] {
  const found = new Set<Instant>([from]);
  const add = (at: Instant | null): void => {
    if (at !== null && at > from && at < to) found.add(at);
  };
  const addStatement = (statement: Pick<Statement, 'from' | 'to' | 'recordedAt'>): void => {
    add(statement.from);
    add(statement.to);
    add(statement.recordedAt);
  };
  for (const held of rights) [held.from, held.to].forEach(add);
  // Of an authority there are thousands of changes of units, which only rights that are limited to units go by.
  const isByUnit = rights.some(({ groups }) => groups.some(({ ground }) => !ground.units.includes('*')));
  for (const name of MATERIAL_ROWS) {
    if (name === 'units' && !isByUnit) continue;
    for (const row of material[name].values()) row.statements.forEach(addStatement);
  }
  for (const { row } of material.subjects) row.statements.forEach(addStatement);
  for (const { statement } of material.mentions) addStatement(statement);
  return [...found].sort();
}

/** The material without what was received later. */
function knownBy(material: PastMaterial, at: Instant): PastMaterial {
  const known = (rows: ReadonlyMap<string, AssertionRow>): Map<string, AssertionRow> =>
    new Map([...rows].map(([id, row]) => [id, rowKnownBy(row, at)]));
  return {
    ...material,
    ...Object.fromEntries(MATERIAL_ROWS.map((name) => [name, known(material[name])])),
    subjects: material.subjects.map(({ nodeId, row }) => ({ nodeId, row: rowKnownBy(row, at) })),
    mentions: material.mentions.filter(({ statement }) => statement.recordedAt <= at),
  };
}

/** Claims name statements by their place, so those stay and only the claims go. */
function rowKnownBy<R extends AssertionRow>(row: R, at: Instant): R {
  if (row.statements.every(({ recordedAt }) => recordedAt <= at)) return row;
  const isKnown = (index: number): boolean => (row.statements[index]?.recordedAt ?? '') <= at;
  const attributes = Object.fromEntries(
    Object.entries(row.attributes).map(([name, claims]) => [name, claims.filter(([index]) => isKnown(index))]),
  );
  return { ...row, attributes };
}
