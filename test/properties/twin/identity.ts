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
  if (type === 'cpr') return `cpr ${(value as string).replace('-', '')}`;
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
  if (['grant.granted', 'payment.calculated', 'service.started'].includes(name)) return [of(data['party'] as Data)];
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
  const join = (one: string, other: string): void => {
    const [a, b] = [groupOf(one), groupOf(other)];
    if (a === b || apart.some(([x, y]) => (a.has(x) && b.has(y)) || (a.has(y) && b.has(x)))) return;
    groups.splice(groups.indexOf(b), 1);
    b.forEach((node) => a.add(node));
  };
  const own = firstOf(known.facts, ownNode);
  const named = firstOf(known.facts, nodesOf);
  const recorded = (node: string): number => own.get(node) ?? named.get(node) ?? Infinity;
  // "Merged": the pairs recorded first before the others.
  const merged = counted
    .filter(({ name }) => name === 'party.merged')
    .map((fact) => pairOf(fact).sort((one, other) => recorded(one) - recorded(other)))
    .sort((a, b) => recorded(a[0]) - recorded(b[0]) || recorded(a[1]) - recorded(b[1]));
  merged.forEach(([one, other]) => join(one, other));
  // "The party recorded first keeps the look-up": it takes what it shares before the others, and others follow it.
  const numbersOf = new Map<string, Set<string>>();
  for (const fact of counted.filter(({ name }) => name !== 'party.merged')) {
    const subject = subjectNode(fact.source, fact.objectId);
    numbersOf.set(subject, new Set([...(numbersOf.get(subject) ?? []), ...namesOf(fact)]));
  }
  const eldest = (node: string): number =>
    Math.min(...[...own.keys()].filter((subject) => groupOf(node).has(subject)).map(recorded));
  for (const [subject, numbers] of [...numbersOf].sort(([a], [b]) => recorded(a) - recorded(b))) {
    groupOf(subject);
    const byAge = [...numbers].map((number) => ({ number, age: eldest(number) }));
    byAge.sort((a, b) => (a.age === b.age ? 0 : a.age - b.age)).forEach(({ number }) => join(subject, number));
  }
  known.facts.flatMap(mentionsOf).forEach(({ node }) => groupOf(node));
  return { groupOf, groups };
}

/** The position at which each node was told of first. */
function firstOf(facts: readonly Fact[], nodesIn: (fact: Fact) => string[]): Map<string, number> {
  const first = new Map<string, number>();
  for (const fact of [...facts].sort((a, b) => a.position - b.position))
    for (const node of nodesIn(fact)) if (!first.has(node)) first.set(node, fact.position);
  return first;
}

const ownNode = ({ family, source, objectId }: Fact): string[] =>
  family === 'party' ? [subjectNode(source, objectId)] : [];

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
