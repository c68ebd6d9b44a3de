import type { Instant } from '#contracts';
import type { Reading } from './reading.js';

/** On whose behalf a question is asked: the tenant, and the privilege groups as the one JSON parameter of the rights in SQL. */
export interface Scope {
  readonly authority: string;
  /** `groundsParameter` of `#access`. */
  readonly grounds: string;
  /** True for an auditor: he sees the history of what has been removed or erased. */
  readonly auditor: boolean;
  /** Where the answer takes several statements: told which generation each of them met. */
  readonly reading?: Reading;
}

/** Both time axes; null is now. */
export interface Moment {
  readonly asOf: Instant | null;
  readonly asKnownAt: Instant | null;
}

/** The present, on both axes. */
export const NOW: Moment = { asOf: null, asKnownAt: null };

/** Whether that is asked for, and so answered by the tables of what holds. */
export const isNow = ({ asOf, asKnownAt }: Moment): boolean => asOf === null && asKnownAt === null;

/** One page of a list, keyset-wise: `after` is a cursor of an earlier page. */
export interface PageArgs {
  readonly first: number;
  readonly after: string | null;
}

/** A value that one source gives a party, as `party(key:)` names it. */
export interface OtherKey {
  readonly source: string;
  readonly value: string;
}

/** Exactly one member is given (`@oneOf`). */
export interface PartyKey {
  readonly id?: string | null;
  readonly cpr?: string | null;
  readonly cvr?: string | null;
  readonly pnr?: string | null;
  readonly replacement?: OtherKey | null;
  readonly other?: OtherKey | null;
}

/** Fields given are ANDed. Days are days of Europe/Copenhagen; `openedTo` is inclusive. */
export interface CaseFilter {
  readonly text?: string | null;
  readonly caseNumber?: string | null;
  /** `32`, `32.18`, `32.18.04` or `32.*`: whole segments. */
  readonly kle?: string | null;
  readonly progress?: readonly string[] | null;
  readonly source?: string | null;
  readonly responsibleUnit?: string | null;
  readonly primaryHandler?: string | null;
  readonly openedFrom?: string | null;
  readonly openedTo?: string | null;
  readonly party?: PartyKey | null;
}

export type CaseOrder = 'NEWEST_OPENED' | 'LATEST_EVENT' | 'CASE_NUMBER';

/**
 * One list that is wanted of a party or case; `key` names it in the answer. `restricted`: the page shall tell of hidden
 * objects too, where the authority has chosen so; to be asked of a party's lists without a filter only.
 */
export type ListPlan = PageArgs & { readonly key: string } & (
    | {
        readonly kind: 'cases';
        readonly filter: CaseFilter | null;
        readonly orderBy: CaseOrder;
        readonly restricted?: true;
      }
    | { readonly kind: 'documents'; readonly restricted?: true }
    | { readonly kind: 'journalNotes' }
    | { readonly kind: 'grants' }
    | { readonly kind: 'payments' }
    | { readonly kind: 'services' }
    | {
        readonly kind: 'timeline';
        readonly kinds: readonly string[] | null;
        readonly from: Instant | null;
        readonly to: Instant | null;
      }
  );

/** What of a party or case is wanted, so that nothing else need be read. */
export interface NodePlan {
  readonly lists: readonly ListPlan[];
  readonly freshness: boolean;
  /** Party: `relations`; case: `relatedCases`. */
  readonly relations: boolean;
  /** Party: `addressHistory` or `nameHistory`. */
  readonly histories: boolean;
}

/** Nothing of a party or case but itself. */
export const BARE_NODE: NodePlan = { lists: [], freshness: false, relations: false, histories: false };

/** A node in GraphQL's names and spellings; references to other nodes are `{id}`. */
export type Node = { readonly id: string } & Record<string, unknown>;

/** An object that is there and may not be seen: nothing else may be told of it. */
export interface RestrictedObject {
  readonly family: 'case' | 'document';
  readonly source: string;
}

export interface Page<N = Node> {
  readonly edges: { readonly cursor: string; readonly node: N }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly totalCount: number;
  /** One for each hidden object, by family and source; left out where the list does not tell of them. */
  readonly restricted?: readonly RestrictedObject[];
}

export interface Found {
  readonly node: Node;
  readonly lists: Readonly<Record<string, Page>>;
  /** Everything the answer used had been read up to this position. */
  readonly position: number;
}
