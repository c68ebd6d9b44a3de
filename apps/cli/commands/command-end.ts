import { inSession, type Session } from '../session/session.js';

/** Runs a command's work in a session and makes its result the exit code of the process. */
export async function runInSession(work: (session: Session) => Promise<number>): Promise<void> {
  process.exitCode = await inSession(work);
}
