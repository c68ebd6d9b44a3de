import { randomUUID } from 'node:crypto';
import type { Caller, PrivilegeGroup, Role } from '#access';
import { instantFromDate } from '#contracts';
import { operationEvent } from '#intake';
import { openHouse, type House } from '../../support/house.js';
import { caller, startGraphqlServer, type Answer, type GraphqlServer } from './graphql-server.js';
import { AUTHORITY, caseData, told } from './told-events.js';

export const LEGACY = 'urn:overblik:source:kmd-sag';
export const SUCCESSOR = 'urn:overblik:source:sbsys';

const REPORT = `query ($first: Int, $after: String, $which: WhichDifferences) {
  parallelRun(legacy: "${LEGACY}", successor: "${SUCCESSOR}", first: $first, after: $after, which: $which) { totalCount pageInfo { hasNextPage endCursor }
    edges { node { id caseNumber objectId path legacy successor since until verdict note } } } }`;
const SIGN_OFF = `mutation ($id: ID!, $verdict: DifferenceVerdict!, $note: String) { signOffDifference(id: $id, verdict: $verdict, note: $note) { id verdict note } }`;

export interface Difference {
  readonly id: string;
  readonly path: string;
  readonly objectId: string;
  readonly legacy: unknown;
  readonly successor: unknown;
  readonly since: string;
  readonly until: string | null;
  readonly verdict: string | null;
  readonly note: string | null;
}

export interface Report {
  readonly totalCount: number;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
  readonly nodes: readonly Difference[];
}

/** A case that both tell of. */
export interface ToldPair {
  readonly legacy: string;
  readonly successor: string;
  readonly cpr: string;
  readonly number: string;
}

/** A privilege group that sees all, unless said otherwise. */
export const groupOf = (role: Role, over: Partial<PrivilegeGroup> = {}): PrivilegeGroup => ({
  ...{ role, authority: AUTHORITY, kle: ['*'], sensitivity: 3, units: null, sources: null },
  ...{ viewClasses: [], grounds: [], ...over },
});

/** What a successful answer says. */
export const dataOf = ({ body }: Answer): Record<string, never> => {
  expect(body.errors).toBeUndefined();
  return body.data as Record<string, never>;
};

/** A house in which a legacy system and its successor tell of the same cases, with GraphQL in front. */
export async function openParallelRun(callers: Readonly<Record<string, Caller>> = {}) {
  const house: House = await openHouse();
  const tokens = {
    auditor: caller('ida', groupOf('auditor')),
    operator: caller('ole', groupOf('operator')),
    ...callers,
  };
  const server: GraphqlServer = await startGraphqlServer({ stores: house.stores, callers: tokens });
  let serial = 0;

  async function set(value: string): Promise<void> {
    const act = { actId: randomUUID(), key: 'parallelRun', value, by: 'test' };
    const now = instantFromDate(new Date());
    await house.stores.eventStore.append(operationEvent('operation.setting-changed', AUTHORITY, act, now));
    await house.settle();
  }
  /** @returns when the last of them was recorded */
  async function send(...events: object[]): Promise<string> {
    const receipts = await house.publish(events);
    expect(receipts.map(({ status }) => status)).toEqual(events.map(() => 'accepted'));
    await house.settle();
    return (await house.recordedTimes()).get(Number(receipts.at(-1)?.position)) ?? '';
  }
  async function report(page: object = {}, token = 'auditor'): Promise<Report> {
    const variables = { first: 200, ...page };
    const { parallelRun: found } = dataOf(await server.ask(REPORT, { token, variables })) as unknown as {
      parallelRun: Omit<Report, 'nodes'> & { edges: { node: Difference }[] };
    };
    return { ...found, nodes: found.edges.map(({ node }) => node) };
  }
  /** Holds the report page by page, two at a time, against the whole: each once, with the count of all. @returns how many */
  async function expectPaged(question: object = {}): Promise<number> {
    const whole = await report(question);
    const ids: string[] = [];
    for (let after: string | undefined; ;) {
      const { nodes, totalCount, pageInfo } = await report({ ...question, first: 2, after: after ?? null });
      expect(totalCount).toBe(whole.totalCount);
      ids.push(...nodes.map(({ id }) => id));
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor;
    }
    expect(ids).toEqual(whole.nodes.map(({ id }) => id));
    expect(new Set(ids).size).toBe(whole.totalCount);
    return ids.length;
  }
  return {
    house,
    server,
    set,
    send,
    report,
    expectPaged,
    /** What the two tell of a new case, the legacy first. */
    pairEvents(legacyOver: object = {}, successorOver: object = {}): ToldPair & { readonly events: object[] } {
      const [legacy, successor] = [randomUUID(), randomUUID()];
      const cpr = `61018${String(10_000 + ++serial)}`;
      const number = `26-${serial}`;
      const events = [
        told(LEGACY, 'case.registered', `case/${legacy}`, caseData(number, legacyOver, cpr)),
        told(SUCCESSOR, 'case.registered', `case/${successor}`, caseData(number, successorOver, cpr)),
      ];
      return { legacy, successor, cpr, number, events };
    },
    ask: (token: string, variables: object): Promise<Answer> =>
      server.ask(REPORT, { token, variables: { ...variables } }),
    signOff: (token: string, id: string | undefined, verdict: string, note: string | null): Promise<Answer> =>
      server.ask(SIGN_OFF, { token, variables: { id, verdict, note } }),
    async close(): Promise<void> {
      await server.close();
      await house.close();
    },
  };
}
