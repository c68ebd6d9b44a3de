import { isCvr } from '#contracts';
import { groundsParameter } from '#access';
import type { OverviewQueries, Scope } from '#read-models/queries';
import { Failure } from '../output/failure.js';

/** The authority that was named, else the only one that the store holds anything of. */
export async function authorityOf(
  queries: Pick<OverviewQueries, 'authorities'>,
  named: string | undefined,
): Promise<string> {
  if (named !== undefined) {
    if (!isCvr(named)) throw new Failure('--authority must be the CVR number of a municipality');
    return named;
  }
  const held = await queries.authorities();
  const [only] = held;
  if (only === undefined) throw new Failure('the store is empty: import something first, or run demo');
  if (held.length > 1)
    throw new Failure(
      `the store holds ${held.length} authorities; choose one with --authority (${held.slice(0, 5).join(', ')}${held.length > 5 ? ', …' : ''})`,
    );
  return only;
}

/** The command line acts as an operator who sees every subject and sensitivity of the authority. */
export function operatorScope(authority: string): Scope {
  const group = {
    role: 'operator',
    authority,
    kle: null,
    sensitivity: null,
    units: null,
    sources: null,
    viewClasses: [],
    grounds: [],
  } as const;
  return { authority, grounds: groundsParameter([group]), auditor: true };
}
