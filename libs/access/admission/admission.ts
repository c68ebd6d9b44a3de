import { isCvr } from '#contracts';
import type { PrivilegeGroup, Role } from '../privileges/privilege-group.js';
import type { Caller } from '../tokens/caller.js';
import { groundsParameter, type Grounds } from '../visibility/grounds.js';
import { allows, type Operation } from './who-may-call.js';

/** Why a caller is not let in. The message is for him; it names nothing that he did not say himself. */
export interface Refusal {
  readonly kind: 'refused';
  readonly code: 'BAD_USER_INPUT' | 'FORBIDDEN';
  readonly message: string;
  /**
   * The refusal is written into its access log: the authority that he acted for, else the one that he asked for, else the first
   * that his token names. Null where he named none.
   */
  readonly authority: string | null;
}

/** The one authority for which a request acts. */
export interface ChosenAuthority {
  readonly kind: 'authority';
  readonly authority: string;
}

/** A caller who may call the operation, with what he brings to it. */
export interface Admission {
  readonly kind: 'admitted';
  readonly authority: string;
  /** All roles in effect in the authority, in order of first mention. */
  readonly roles: readonly Role[];
  /** The groups whose role may call the operation: only they decide what is seen. */
  readonly groups: readonly PrivilegeGroup[];
  /** The same groups, for SQL. */
  readonly grounds: Grounds;
}

/** What a token of role `source` may send: for each authority the URIs it speaks for. */
export interface SenderRights {
  readonly kind: 'sender';
  readonly authorities: readonly string[];
  readonly sources: readonly string[];
  /** The pairs as granted: one who may speak for two sources in two authorities may not cross them. */
  readonly covers: readonly { readonly authority: string; readonly source: string }[];
}

/** The authority of the request: the only one of the caller's groups in effect, or the one that header `x-Authority` chooses. */
export function chooseAuthority(caller: Caller, xAuthority: string | undefined): ChosenAuthority | Refusal {
  const covered = [...new Set(caller.groups.map((group) => group.authority))];
  const [only] = covered;
  const header = xAuthority?.trim();
  if (only === undefined) return forbidden('No privilege of the token is in effect.', namedBy(caller, header));
  if (header === undefined) {
    return covered.length === 1
      ? chosen(only)
      : badInput('The token covers several authorities: x-Authority must choose one.');
  }
  if (!isCvr(header)) return badInput('x-Authority must be a CVR number.');
  return covered.includes(header) ? chosen(header) : forbidden('The token does not cover this authority.', header);
}

/** The roles in effect in the authority. */
export function rolesFor(caller: Caller, authority: string): readonly Role[] {
  return [...new Set(caller.groups.filter((group) => group.authority === authority).map((group) => group.role))];
}

/** Lets the caller in to the operation, for one authority and with the groups that count for it; or says why not. */
export function admit(caller: Caller, operation: Operation, xAuthority: string | undefined): Admission | Refusal {
  const choice = chooseAuthority(caller, xAuthority);
  if (choice.kind === 'refused') return choice;
  const { authority } = choice;
  const groups = caller.groups.filter((group) => group.authority === authority && allows(operation, group.role));
  if (groups.length === 0) return forbidden('Your roles may not do this.', authority);
  const grounds = groundsParameter(groups, caller);
  return { kind: 'admitted', authority, roles: rolesFor(caller, authority), groups, grounds };
}

/** What the caller may send as a source, in all authorities of the token: an event names its own. */
export function senderRights(caller: Caller): SenderRights | Refusal {
  const covers = caller.groups
    .filter((group) => allows('events', group.role))
    .flatMap(({ authority, sources }) => (sources ?? []).map((source) => ({ authority, source })));
  if (covers.length === 0) return forbidden('Only a source system may send events.', null);
  return {
    kind: 'sender',
    authorities: [...new Set(covers.map((pair) => pair.authority))],
    sources: [...new Set(covers.map((pair) => pair.source))],
    covers,
  };
}

function namedBy({ denied }: Caller, header: string | undefined): string | null {
  if (header !== undefined && isCvr(header)) return header;
  return denied.flatMap(({ authority }) => authority ?? [])[0] ?? null;
}

function chosen(authority: string): ChosenAuthority {
  return { kind: 'authority', authority };
}

function badInput(message: string): Refusal {
  return { kind: 'refused', code: 'BAD_USER_INPUT', message, authority: null };
}

function forbidden(message: string, authority: string | null): Refusal {
  return { kind: 'refused', code: 'FORBIDDEN', message, authority };
}
