import { normalizeCpr } from '#contracts';
import { byRank, type Data, type Fact } from './facts.js';
import { isFounded, type Known } from './known.js';

/** Who is one party: groups of the names by which sources call parties. */
export interface Identity {
  /** The group of a node; a node that nothing joins is a group of itself. */
  groupOf(node: string): ReadonlySet<string>;
  readonly groups: readonly ReadonlySet<string>[];
}

export const subjectNode = (source: string, uuid: string): string => `subject ${source} ${uuid}`;

/** "cpr, cvr and pnr identify within the authority, other and replacement only within their source." */
export function identifierNode({ type, value }: Data, source: string): string {
  if (type === 'cpr') return `cpr ${normalizeCpr(value as string) ?? ''}`;
  return type === 'cvr' || type === 'pnr' ? `${type} ${value}` : `${type} ${source} ${value}`;
}

/** A PartyRef where an event has one. */
export interface Mention {
  readonly fact: Fact;
  readonly ref: Data;
  readonly node: string;
}

export function mentionsOf(fact: Fact): Mention[] {
  const { data, name, source } = fact;
  const of = (ref: Data): Mention => ({ fact, ref, node: identifierNode(ref['identifier'] as Data, source) });
  if (name.startsWith('party.relation-') || name === 'case.party-added' || name === 'case.party-ended')
    return [of(data['party'] as Data)];
  if (name === 'case.registered' || name === 'case.imported')
    return (data['parties'] as Data[]).map(({ party }) => of(party as Data));
  if (name === 'document.registered')
    return ((data['parties'] ?? []) as Data[]).map((entry) => of((entry['party'] ?? entry) as Data));
  return [];
}

/**
 * "Sharing is transitive: one `registered` naming identifiers of two parties joins them." Only on the recorded axis: no
 * effective period is asked. "A party: that source's events count only [when founded]."
 */
export function identityOf(known: Known): Identity {
  const counted = known.facts.filter(
    (fact) => fact.family === 'party' && isFounded(known.of('party', fact.objectId, fact.source)),
  );
  const apart = separations(counted);
  const groups: Set<string>[] = [];
  const groupOf = (node: string): Set<string> => {
    let group = groups.find((one) => one.has(node));
    if (!group) groups.push((group = new Set([node])));
    return group;
  };
  counted.forEach(({ source, objectId }) => groupOf(subjectNode(source, objectId)));
  for (const [one, other] of joins(counted, known.facts)) {
    const [a, b] = [groupOf(one), groupOf(other)];
    if (a === b || apart.some(([x, y]) => (a.has(x) && b.has(y)) || (a.has(y) && b.has(x)))) continue;
    groups.splice(groups.indexOf(b), 1);
    b.forEach((node) => a.add(node));
  }
  known.facts.flatMap(mentionsOf).forEach(({ node }) => groupOf(node));
  return { groupOf, groups };
}

/**
 * What is one: what was said to be merged, then what shares a number, the parties recorded first before the others: so
 * they keep what two parties that are kept apart share.
 */
function joins(counted: readonly Fact[], all: readonly Fact[]): [string, string][] {
  const ownFirst = ({ source, objectId }: Fact): number =>
    Math.min(
      ...all
        .filter((fact) => fact.family === 'party' && fact.source === source && fact.objectId === objectId)
        .map(({ position }) => position),
    );
  const firstSeen = (node: string): number =>
    Math.min(...all.filter((fact) => nodesOf(fact).includes(node)).map(({ position }) => position));
  const order = ({ fact, node }: { fact: Fact; node: string }): number[] => [
    fact.name === 'party.merged' ? -1 : ownFirst(fact),
    firstSeen(node),
  ];
  return counted
    .flatMap((fact) => namesOf(fact).map((node) => ({ fact, node })))
    .sort((a, b) => (order(a)[0] ?? 0) - (order(b)[0] ?? 0) || (order(a)[1] ?? 0) - (order(b)[1] ?? 0))
    .map(({ fact, node }) => [subjectNode(fact.source, fact.objectId), node]);
}

/** Every node that an event speaks of. */
const nodesOf = (fact: Fact): string[] => [
  ...(fact.family === 'party' ? [subjectNode(fact.source, fact.objectId)] : []),
  ...namesOf(fact),
  ...mentionsOf(fact).map(({ node }) => node),
];

/** The nodes that a party event says its subject is. */
function namesOf({ name, data, source }: Fact): string[] {
  switch (name) {
    case 'party.registered':
      return (data['identifiers'] as Data[]).map((identifier) => identifierNode(identifier, source));
    case 'party.identifier-changed':
      return [identifierNode(data['old'] as Data, source), identifierNode(data['new'] as Data, source)];
    case 'party.merged':
      return [subjectNode(source, data['into'] as string)];
    case 'party.company-changed':
      return ((data['pNumbers'] ?? []) as string[]).map((value) => identifierNode({ type: 'pnr', value }, source));
    default:
      return [];
  }
}

/** "`unmerged` keeps the two apart even where they share an identifier, until merged again." */
function separations(counted: readonly Fact[]): [string, string][] {
  const latest = new Map<string, Fact>();
  for (const fact of counted.filter(({ name }) => name === 'party.merged' || name === 'party.unmerged').sort(byRank)) {
    latest.set(pairOf(fact).join('\n'), fact);
  }
  return [...latest.values()].filter(({ name }) => name === 'party.unmerged').map(pairOf);
}

function pairOf({ source, objectId, data }: Fact): [string, string] {
  const [one = '', other = ''] = [subjectNode(source, objectId), subjectNode(source, data['into'] as string)].sort();
  return [one, other];
}
