import { untilVisible } from '../session/visibility.js';
import type { Session } from '../session/session.js';
import { createProgress } from '../output/progress.js';
import { feed, type Incoming } from './feed.js';
import { exitCodeOf, lastLine, reportLines } from './import-report.js';

/** What is to be imported, and how much of it has been read. */
export interface ImportInput {
  readonly label: string;
  readonly incoming: AsyncIterable<Incoming>;
  share(): number | undefined;
}

/**
 * Feeds the input to intake as the operator, waits until the view shows it, and reports: problems to stderr, the counts
 * as the last line on stdout. Gives the exit code.
 */
export async function runImport(session: Session, { label, incoming, share }: ImportInput): Promise<number> {
  const progress = createProgress();
  progress.start(label, 'events');
  const sender = { kind: 'operator', name: session.operator } as const;
  const result = await feed(incoming, session.intake, sender, {
    onProgress: (done) => progress.reach(done, share()),
  }).finally(() => progress.stop());
  await untilVisible(session, result.position, progress);
  for (const line of reportLines(result)) process.stderr.write(`${line}\n`);
  process.stdout.write(`${lastLine(result)}\n`);
  return exitCodeOf(result);
}
