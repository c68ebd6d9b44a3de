import { Command, CommandRunner } from 'nest-commander';
import { compact } from '#deletion';
import { createProgress, grouped } from '../output/progress.js';
import { untilCurrent } from '../session/visibility.js';
import { runInSession } from './command-end.js';

@Command({
  name: 'compact',
  description: 'rewrite every table that may hold what was erased, so that no byte of it is left in their files',
})
export class CompactCommand extends CommandRunner {
  override async run(): Promise<void> {
    await runInSession(async (session) => {
      const { pool, eventStore, vault } = session.stores;
      // What is erased must be gone from the rows before they are copied.
      await untilCurrent(session);
      const progress = createProgress();
      progress.start('rewriting', 'tables');
      try {
        const { tables, bytesBefore, bytesAfter } = await compact({
          pool,
          eventStore,
          vault,
          onTable: (_, done, of) => progress.reach(done, done / of),
        });
        process.stdout.write(
          `rewrote ${tables} tables, ${grouped(bytesBefore)} bytes before, ${grouped(bytesAfter)} after\n`,
        );
      } finally {
        progress.stop();
      }
      return 0;
    });
  }
}
