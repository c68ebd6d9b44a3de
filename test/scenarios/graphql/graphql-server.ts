import 'reflect-metadata';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import type { AccessEntry, Caller, PrivilegeGroup, Role, TokenVerifier } from '#access';
import { openInMemoryEventStore } from '#event-store';
import { openInMemoryKeyVault } from '#personal-data';
import { Configuration, Log } from '#runtime';
import { Stores } from '#stores';
import { AccessTrail, TokenCheck } from '../../../apps/overview/engine/access-doors.js';
import { OverviewModule } from '../../../apps/overview/overview.module.js';
import { Histories, Queries } from '../../../apps/overview/queries.js';
import { runLog } from '../../support/run-logs.js';
import { FakeQueries } from './fake-queries.js';

/** The GraphQL app on a free port, over read models from memory, with tokens that are words. */
export interface GraphqlServer {
  readonly url: string;
  readonly queries: FakeQueries;
  readonly entries: AccessEntry[];
  /** What the access log answers instead of writing. */
  refuseEntries(error: Error | undefined): void;
  ask(query: string, options?: AskOptions): Promise<Answer>;
  close(): Promise<void>;
}

export interface AskOptions {
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
  readonly token?: string | null;
  readonly headers?: Record<string, string>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: {
    data?: Record<string, unknown> | null;
    errors?: { message: string; path?: unknown[]; extensions: { code: string } }[];
    extensions: { position: string };
  };
}

const authority = '29189846';

function group(role: Role, of = authority): PrivilegeGroup {
  return {
    role,
    authority: of,
    kle: null,
    sensitivity: 3,
    units: null,
    sources: null,
    viewClasses: [],
    grounds: [`role=${role}`],
  };
}

export function caller(sub: string, ...groups: PrivilegeGroup[]): Caller {
  return {
    kind: 'caller',
    sub,
    name: 'Bo Sagsbehandler',
    unit: null,
    jti: null,
    cprHash: null,
    groups,
    denied: [],
    expiresAt: 9e9,
  };
}

/** Tokens and who they are. */
const callers: Readonly<Record<string, Caller>> = {
  caseworker: caller('bo', group('caseworker')),
  auditor: caller('ida', group('auditor')),
  operator: caller('ole', group('operator')),
  citizen: caller('cit', group('citizen')),
  nobody: caller('none'),
  'two-authorities': caller('two', group('caseworker'), group('caseworker', '55133018')),
};

export interface ServerOptions {
  readonly environment?: 'development' | 'production';
  /** What is configured otherwise than by default. */
  readonly configuration?: Partial<Configuration>;
  /** Real stores, with the read models and the access log on them; left out: all from memory. */
  readonly stores?: Stores;
  /** Further tokens and who they are. */
  readonly callers?: Readonly<Record<string, Caller>>;
  /** Judges tokens in place of the words. */
  readonly verifier?: TokenVerifier;
}

export async function startGraphqlServer(options: ServerOptions = {}): Promise<GraphqlServer> {
  const { environment = 'development' } = options;
  const queries = new FakeQueries();
  const entries: AccessEntry[] = [];
  let refusal: Error | undefined;
  const log = runLog();
  const configuration = Object.assign(new Configuration(), { environment, ...options.configuration });
  const inMemory = { pool: {}, vault: openInMemoryKeyVault(), accessLogStore: openInMemoryEventStore() };
  const given = [
    { provide: Configuration, useValue: configuration },
    { provide: Log, useValue: log },
    { provide: Stores, useValue: options.stores ?? inMemory },
  ];
  const root = {
    module: class Root {},
    global: true,
    imports: [OverviewModule],
    providers: given,
    exports: [Configuration, Log, Stores],
  };
  const verify: TokenVerifier['verify'] = async (bearer) =>
    options.callers?.[bearer ?? ''] ??
    callers[bearer ?? ''] ?? { kind: 'unauthenticated', because: bearer === undefined ? 'missing' : 'signature' };
  const record = async (entry: AccessEntry): Promise<void> => {
    if (refusal !== undefined) throw refusal;
    entries.push(entry);
  };
  const building = Test.createTestingModule({ imports: [root] })
    .overrideProvider(TokenCheck)
    .useValue(tokenCheckOf(options.verifier ?? { verify }));
  if (options.stores === undefined) {
    building.overrideProvider(Queries).useValue(queries);
    building.overrideProvider(Histories).useValue(histories);
    building.overrideProvider(AccessTrail).useValue({ record });
  }
  const module = await building.compile();
  const application = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), { logger: false });
  await application.listen(0, '127.0.0.1');
  const url = `${(await application.getUrl()).replace('[::1]', '127.0.0.1')}/graphql`;
  return {
    url,
    queries,
    entries,
    refuseEntries: (error) => {
      refusal = error;
    },
    ask: async (query, { variables, operationName, token = 'caseworker', headers } = {}) => {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(token !== null && { authorization: `Bearer ${token}` }),
          ...headers,
        },
        body: JSON.stringify({ query, variables, operationName }),
      });
      return { status: response.status, headers: response.headers, body: (await response.json()) as Answer['body'] };
    },
    close: () => application.close(),
  };
}

/** A token is judged the same the first time and later. */
const tokenCheckOf = ({ verify }: Pick<TokenVerifier, 'verify'>): Omit<TokenCheck, 'onModuleDestroy'> => ({
  verify: (bearer) => verify(bearer),
  verifyAgain: (bearer) => verify(bearer),
});

const entryAt = '2026-03-03T08:15:30.123456Z';
const histories: Histories = {
  ofCase: async (id) => historyPage(id.startsWith('ca5e') ? 1 : 0),
  ofParty: async () => historyPage(0),
  ofObject: async (id) => historyPage(id.startsWith('d0c0') ? 1 : 0),
};

function historyPage(entries: number): Awaited<ReturnType<Histories['ofCase']>> {
  const node = {
    id: 'e1',
    eventId: 'e1',
    position: '12',
    type: 'dk.overblik.case.registered.v1',
    effectiveFrom: entryAt,
    effectiveTo: null,
    registeredAt: entryAt,
    recordedAt: entryAt,
    registeredBy: null,
    source: 'urn:overblik:source:ky',
    data: { title: 'Enkeltydelse' },
    erased: false,
    erasure: null,
    changed: [{ path: '/title', before: null, after: 'Enkeltydelse' }],
  };
  return {
    edges: Array.from({ length: entries }, () => ({ cursor: 'c', node })),
    pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
    totalCount: entries,
  };
}
