import type { ListPlan, Moment, Node, NodePlan, OverviewQueries, Page, PartyKey, Scope } from '#read-models/queries';

/** The 360° view of a party in GraphQL's names, with what its objects refer to filled in. */
export type PartyAnswer = Node & {
  readonly relations: readonly {
    readonly kind: string;
    readonly party: Node;
    readonly from: string;
    readonly to: string | null;
  }[];
  readonly freshness: readonly {
    readonly source: string;
    readonly state: string;
    readonly message: string | null;
    readonly lastEventAt: string | null;
  }[];
  readonly cases: Page;
  readonly documents: Page;
  readonly journalNotes: Page;
  readonly grants: Page;
  readonly payments: Page;
  readonly services: Page;
  readonly timeline: Page;
};

/** What views are worked out from, and no reader of GraphQL sees. */
const INNER: ReadonlySet<string> = new Set([
  'caseLinks',
  'day',
  'partyLinks',
  'partyNode',
  'partyNodes',
  'relationLinks',
]);

/** The answer as GraphQL would give it. */
export function asGiven<T>(value: T): T {
  const given = (inner: unknown): unknown => {
    if (Array.isArray(inner)) return inner.map(given);
    if (!isObject(inner)) return inner;
    const fields = Object.entries(inner).filter(([name]) => !INNER.has(name));
    return Object.fromEntries(fields.map(([name, member]) => [name, given(member)]));
  };
  return given(value) as T;
}

/** A view and what it names, for the access log. */
export interface ShownParty {
  readonly answer: PartyAnswer;
  readonly parties: ReadonlySet<string>;
  readonly objects: ReadonlySet<string>;
}

const NO_LISTS: NodePlan = { lists: [], freshness: false, relations: false, histories: false };

/** Asks for a party with the first page of every list; null where there is none. */
export async function askParty(
  queries: OverviewQueries,
  key: PartyKey,
  scope: Scope,
  moment: Moment,
  first: number,
): Promise<ShownParty | null> {
  const page = { first, after: null } as const;
  const lists: readonly ListPlan[] = [
    { ...page, key: 'cases', kind: 'cases', filter: null, orderBy: 'NEWEST_OPENED' },
    { ...page, key: 'documents', kind: 'documents' },
    { ...page, key: 'journalNotes', kind: 'journalNotes' },
    { ...page, key: 'grants', kind: 'grants' },
    { ...page, key: 'payments', kind: 'payments' },
    { ...page, key: 'services', kind: 'services' },
    { ...page, key: 'timeline', kind: 'timeline', kinds: null, from: null, to: null },
  ];
  const found = await queries.party(key, scope, moment, { lists, freshness: true, relations: true, histories: true });
  if (found === null) return null;

  const listed = new Map((found.lists['cases']?.edges ?? []).map(({ node }) => [node.id, node]));
  const whole = asGiven({ ...found.node, ...found.lists });
  const { answer, cases, parties } = await withReferences(whole, listed, queries, scope, moment);
  const objects = new Set([
    ...listed.keys(),
    ...cases.keys(),
    ...edgeIds(found.lists['documents']),
    ...edgeIds(found.lists['journalNotes']),
    ...edgeIds(found.lists['grants']),
    ...edgeIds(found.lists['payments']),
    ...edgeIds(found.lists['services']),
  ]);
  return {
    answer: answer as PartyAnswer,
    parties: new Set([found.node.id, ...[...parties.values()].map(({ id }) => id)]),
    objects,
  };
}

/** The value with the cases and parties that it refers to in brief, and which of them had to be read. */
export async function withReferences(
  value: unknown,
  known: ReadonlyMap<string, Node>,
  queries: Pick<OverviewQueries, 'casesByIds' | 'partiesByIds'>,
  scope: Scope,
  moment: Moment,
): Promise<{
  readonly answer: unknown;
  readonly cases: ReadonlyMap<string, Node>;
  readonly parties: ReadonlyMap<string, Node>;
}> {
  const caseIds = new Set<string>();
  const partyIds = new Set<string>();
  walk(value, (name, { id }) => {
    if (name === 'case') caseIds.add(id);
    if (name === 'party') partyIds.add(id);
  });
  const [cases, parties] = await Promise.all([
    queries.casesByIds(
      [...caseIds].filter((id) => !known.has(id)),
      scope,
      moment,
      NO_LISTS,
    ),
    queries.partiesByIds([...partyIds], scope, moment, NO_LISTS),
  ]);
  const answer = filledIn(value, (name, id) => {
    const node = name === 'case' ? (known.get(id) ?? cases.get(id)) : parties.get(id);
    return node === undefined ? undefined : name === 'case' ? briefCase(node) : briefParty(node);
  });
  return { answer, cases, parties };
}

type Reference = 'case' | 'party';

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A member that refers to another node: `{id}` under the name `case` or `party`. */
function isReference(name: string, value: unknown): value is { id: string } {
  return (name === 'case' || name === 'party') && isObject(value) && typeof value['id'] === 'string';
}

function walk(value: unknown, visit: (name: Reference, node: { id: string }) => void): void {
  if (Array.isArray(value)) for (const item of value) walk(item, visit);
  if (!isObject(value)) return;
  for (const [name, member] of Object.entries(value)) {
    if (isReference(name, member)) visit(name as Reference, member);
    else walk(member, visit);
  }
}

/** A reference to what may not be shown, or is not there, takes the object that carries it out of its list. */
function filledIn(value: unknown, resolve: (name: Reference, id: string) => Node | undefined): unknown {
  if (Array.isArray(value)) return value.map((item) => filledIn(item, resolve)).filter((item) => item !== undefined);
  if (!isObject(value)) return value;
  const filled: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    if (!isReference(name, member)) filled[name] = filledIn(member, resolve);
    else if ((filled[name] = resolve(name as Reference, member.id)) === undefined) return undefined;
  }
  return filled;
}

const briefCase = ({ id, source, caseNumber, title, kle, progress, statusText, openedOn }: Node): Node => ({
  id,
  source,
  caseNumber,
  title,
  kle,
  progress,
  statusText,
  openedOn,
});
const briefParty = ({ id, kind, name, nameProtected, birthDate, identifiers }: Node): Node => ({
  id,
  kind,
  name,
  nameProtected,
  birthDate,
  identifiers,
});
const edgeIds = (page: Page | undefined): string[] => (page?.edges ?? []).map(({ node }) => node.id);
