import type { GraphqlServer } from '../../scenarios/graphql/graphql-server.js';
import { line, nameOf, type Reports } from './reconciled-oracle.js';
import { BYSTANDER, LEGACY, SUCCESSOR, type Family } from './reconciled-telling.js';

/* What the API tells of reports, as the lines of the oracle. */

type Ask = (query: string, variables?: Record<string, unknown>) => ReturnType<GraphqlServer['ask']>;
type Value = Readonly<Record<string, unknown>>;
interface Connection {
  readonly totalCount: number;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly edges: readonly { readonly node: Value }[];
}

const PAGE = 'totalCount pageInfo { hasNextPage endCursor } edges';
const DIFFERENCE = 'id objectId caseNumber path legacy successor';
const NODES: Readonly<Record<string, string>> = {
  objectsMissingHere: 'objectId family',
  objectsMissingThere: 'objectId family',
  differingObjects: `objectId family differences { ${DIFFERENCE} }`,
};
const listOf = (list: string): string =>
  `${list}(first: $first, after: $after) { ${PAGE} { node { ${NODES[list]} } } }`;
const reportOf = (fields: string, paging = ''): string =>
  `query ($source: ID! ${paging}) { reconciliation(source: $source) { ${fields} } }`;
const PAGING = '$first: Int, $after: String';
const PAIRS = `query ($legacy: ID!, $successor: ID!, $which: WhichDifferences, ${PAGING}) {
  parallelRun(legacy: $legacy, successor: $successor, which: $which, first: $first, after: $after) { ${PAGE} { node { ${DIFFERENCE} } } } }`;

class Refused extends Error {}

/**
 * All reports that the caller is told. The lists without pages are held against those with.
 * @param first how many entries a page has
 */
export async function reportsTold(ask: Ask, first: number): Promise<Reports> {
  try {
    const found = [
      ...(await snapshotTold(ask, LEGACY, first)),
      ...(await snapshotTold(ask, SUCCESSOR, first)),
      ...(await pairsTold(ask, first)),
    ];
    if ((await asked(ask, reportOf('source'), { source: BYSTANDER }))['reconciliation'] !== null)
      found.push(['a report without snapshot', []]);
    return Object.fromEntries(found);
  } catch (error) {
    if (error instanceof Refused) return { refused: ['yes'] };
    throw error;
  }
}

async function asked(ask: Ask, query: string, variables: Record<string, unknown>): Promise<Value> {
  const { body } = await ask(query, variables);
  const codes = body.errors?.map(({ extensions }) => extensions.code) ?? [];
  if (codes.includes('FORBIDDEN')) throw new Refused();
  if (codes.length > 0) throw new Error(`answered with ${JSON.stringify(body.errors)}`);
  return body.data ?? {};
}

async function snapshotTold(ask: Ask, source: string, first: number): Promise<[string, string[]][]> {
  const whole = await asked(
    ask,
    reportOf(`missingHere missingThere different { ${DIFFERENCE} } counts { family announced named } snapshotId`),
    { source },
  );
  const report = whole['reconciliation'] as Readonly<Record<string, Value[]>>;
  const pages = async (list: string): Promise<Value[]> =>
    allOf(async (after) => {
      const page = await asked(ask, reportOf(listOf(list), PAGING), { source, first, after });
      return (page['reconciliation'] as Record<string, Connection>)[list];
    });
  const named = (node: Value): string => nameOf({ family: node['family'] as Family, id: String(node['objectId']) });
  const [missingHere, missingThere] = [await pages('objectsMissingHere'), await pages('objectsMissingThere')];
  const differing = await pages('differingObjects');
  const differences = (nodes: readonly Value[]): string[] => nodes.map(differenceOf).sort();
  const counts = (report['counts'] ?? []).map(
    (each) => `${String(each['family'])} ${String(each['announced'])} ${String(each['named'])}`,
  );
  return [
    [`${source} missingHere`, whereSame(missingHere.map(named).sort(), idsOf(missingHere), report['missingHere'])],
    [`${source} missingThere`, whereSame(missingThere.map(named).sort(), idsOf(missingThere), report['missingThere'])],
    [
      `${source} differing`,
      differing.map((node) => line(named(node), differences(node['differences'] as Value[]))).sort(),
    ],
    [`${source} different`, differences(report['different'] ?? [])],
    [`${source} counts`, counts.sort()],
  ];
}

const idsOf = (nodes: readonly Value[]): string[] => nodes.map(({ objectId }) => String(objectId));
const differenceOf = ({ objectId, caseNumber, path, legacy, successor }: Value): string =>
  line(objectId, caseNumber, path, legacy, successor);
/** The lines, where the list without pages names the same objects. */
const whereSame = (lines: string[], paged: readonly string[], whole: unknown): string[] =>
  line(paged) === line(whole) ? lines : [`${line(paged)} by pages, ${line(whole)} without`];

async function pairsTold(ask: Ask, first: number): Promise<[string, string[]][]> {
  const found: [string, string[]][] = [];
  for (const which of ['STANDING', 'GONE', 'ALL']) {
    const nodes = await allOf(async (after) => {
      const variables = { legacy: LEGACY, successor: SUCCESSOR, which, first, after };
      return (await asked(ask, PAIRS, variables))['parallelRun'] as Connection;
    });
    found.push([which, nodes.map(pairDifferenceOf).sort()]);
  }
  return found;
}

const pairDifferenceOf = ({ id, caseNumber, path, legacy, successor }: Value): string => {
  const [legacyId, successorId] = String(id).split('~');
  return line(legacyId, successorId, caseNumber, path, legacy, successor);
};

/** Every node of a list, page by page; each page must count them all. */
async function allOf(pageAfter: (after: string | null) => Promise<Connection | undefined>): Promise<Value[]> {
  const nodes: Value[] = [];
  const totals = new Set<number>();
  for (let after: string | null = null; ;) {
    const page = await pageAfter(after);
    if (page === undefined) throw new Error('there is no such list');
    nodes.push(...page.edges.map(({ node }) => node));
    totals.add(page.totalCount);
    if (!page.pageInfo.hasNextPage) break;
    after = page.pageInfo.endCursor;
  }
  const isCounted = totals.size === 1 && totals.has(nodes.length);
  return isCounted ? nodes : [...nodes, { objectId: `counted as ${[...totals].join()} in place of ${nodes.length}` }];
}
