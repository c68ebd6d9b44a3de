import { Command, CommandRunner } from 'nest-commander';
import { readModels } from '#read-models/projections';
import { Failure } from '../output/failure.js';
import { createProgress } from '../output/progress.js';
import { untilCurrent } from '../session/visibility.js';
import { runInSession } from './command-end.js';

@Command({
  name: 'rebuild',
  arguments: '<read-model>',
  argsDescription: { 'read-model': readModels.map(({ name }) => name).join(', ') },
  description: 'throw a read model away and project it again from the first event, in place',
})
export class RebuildCommand extends CommandRunner {
  override async run([name = '']: string[]): Promise<void> {
    if (readModels.every((model) => model.name !== name))
      throw new Failure(
        `there is no read model of that name; there are ${readModels.map((model) => model.name).join(', ')}`,
      );
    await runInSession(async (session) => {
      await session.runner.rebuild(name);
      await untilCurrent(session, createProgress());
      process.stdout.write(`rebuilt ${name}\n`);
      return 0;
    });
  }
}
