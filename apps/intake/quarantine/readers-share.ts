import { admit, senderRights, type Caller } from '#access';
import type { Cover } from '#intake';
import { forbidden } from '../http/token-check.js';
import { HttpProblem } from '../http/problem-document.js';

/** What of the quarantine a caller reads: an authority as its operator, or what the sources he speaks for have sent. */
export type ReadersShare =
  | { readonly kind: 'authority'; readonly authority: string }
  | { readonly kind: 'covers'; readonly covers: readonly Cover[] };

/** Reads the share from the token, or refuses with 403 (400 where `x-Authority` must choose). */
export function readersShare(caller: Caller, xAuthority: string | undefined): ReadersShare {
  if (caller.groups.some((group) => group.role === 'operator')) {
    const admission = admit(caller, 'quarantine', xAuthority);
    if (admission.kind === 'refused') {
      throw admission.code === 'FORBIDDEN' ? forbidden(admission.message) : new HttpProblem(400, admission.message);
    }
    if (admission.roles.includes('operator')) return { kind: 'authority', authority: admission.authority };
  }
  const rights = senderRights(caller);
  if (rights.kind === 'refused') throw forbidden('Only a source system or an operator may read the quarantine.');
  return { kind: 'covers', covers: rights.covers };
}
