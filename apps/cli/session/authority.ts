import { isCvr } from '#contracts';
import { groundsOfAll } from '#access';
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

/** The command line acts as the operator of the whole store: whoever runs it holds the database and its key. */
export const operatorScope = (authority: string): Scope => ({ authority, grounds: groundsOfAll(), auditor: true });
