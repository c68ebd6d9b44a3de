import { createOverviewQueries, type OverviewQueries } from '#read-models/queries';
import { authorityOf } from '../session/authority.js';
import { inSession, type Session } from '../session/session.js';
import { untilCurrent } from '../session/visibility.js';

/** Runs a command's work in a session and makes its result the exit code of the process. */
export async function runInSession(work: (session: Session) => Promise<number>): Promise<void> {
  process.exitCode = await inSession(work);
}

/** The same once the view shows all that the store holds, in the authority that was named or else the only one. */
export async function runInAuthority(
  named: string | undefined,
  work: (session: Session, authority: string, queries: OverviewQueries) => Promise<number>,
): Promise<void> {
  await runInSession(async (session) => {
    await untilCurrent(session);
    const { pool, vault } = session.stores;
    const queries = createOverviewQueries({ pool, keyring: vault.authority });
    return work(session, await authorityOf(queries, named), queries);
  });
}
