import type { Caller, Role } from '#access';
import { partyKeyNodeIds } from '#personal-data';
import { openHouse, type House } from '../../support/house.js';
import { AUTHORITY, CPR, story } from '../deletion/told.js';
import { caller, startGraphqlServer, type GraphqlServer } from '../graphql/graphql-server.js';

const group = (role: Role, authority = AUTHORITY) => ({
  role,
  authority,
  kle: ['*'],
  sensitivity: 3 as const,
  units: null,
  sources: null,
  viewClasses: [],
  grounds: role === 'caseworker' ? ['KLE=*', 'foelsomhed=vip'] : [],
});

/** A question's answer, shortened. */
export interface Asked<T> {
  readonly data: T | null | undefined;
  readonly code: string | undefined;
}

/** The house with the story of Karla, those who look at her, and those who look after them. */
export interface LookedAt {
  readonly house: House;
  readonly server: GraphqlServer;
  /** Karla's id. */
  readonly party: string;
  ask<T = Record<string, unknown>>(
    query: string,
    token: string,
    variables?: Record<string, unknown>,
    headers?: Record<string, string>,
  ): Promise<Asked<T>>;
  close(): Promise<void>;
}

/** Opens the house and has the story told. */
export async function openLookedAt(): Promise<LookedAt> {
  const house = await openHouse();
  const { pool, vault } = house.stores;
  const own = partyKeyNodeIds({ cpr: CPR }, vault.authority(AUTHORITY));
  const callers: Record<string, Caller> = {
    caseworker: { ...caller('bo', group('caseworker')), unit: 'Familieafdelingen' },
    narrow: caller('nanna', { ...group('caseworker'), kle: ['27'] }),
    auditor: caller('aud-1', group('auditor')),
    dpo: caller('dpo-1', group('dpo')),
    operator: caller('op-1', group('operator')),
    citizen: { ...caller('karla', group('citizen')), ownNodes: new Map([[AUTHORITY, own]]) },
    stranger: { ...caller('stranger', group('citizen')), ownNodes: new Map([[AUTHORITY, []]]) },
    powerless: {
      ...caller('ingen'),
      denied: [{ role: 'caseworker', authority: AUTHORITY, reason: 'constraint-missing' }],
    },
    elsewhere: caller('aud-2', group('auditor', '29189714')),
  };
  await house.publish(story);
  await house.settle();
  const server = await startGraphqlServer({ stores: house.stores, callers });
  const { rows } = await pool.query<{ id: string }>('select party_id as id from overview.party_current');
  return {
    house,
    server,
    party: rows[0]?.id ?? '',
    async ask<T>(query: string, token: string, variables: Record<string, unknown> = {}, headers = {}) {
      const { data, errors } = (await server.ask(query, { token, variables, headers })).body;
      return { data: data as T | null | undefined, code: errors?.[0]?.extensions.code };
    },
    async close() {
      await server.close();
      await house.close();
    },
  };
}

const FIELDS = `id at user userName unit roles grounds action operation purpose parties objects asked searchText hits
  reason denied asOf asKnownAt hopOrigin transactionId ip`;

export const ACCESS_LOG = `query ($filter: AccessFilter, $first: Int = 50, $after: String) {
  accessLog(filter: $filter, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor } edges { cursor node { ${FIELDS} } } } }`;
export const VIEW_PARTY =
  'query ($cpr: String) { party(key: {cpr: $cpr}) { id name cases { edges { node { id } } } } }';

/** An entry as the API gives it. */
export interface Entry {
  readonly id: string;
  readonly user: string;
  readonly action: string;
  readonly [field: string]: unknown;
}

/** A page of entries as the API gives it. */
export interface Entries {
  readonly accessLog: {
    readonly totalCount: number;
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    readonly edges: readonly { readonly cursor: string; readonly node: Entry }[];
  };
}
