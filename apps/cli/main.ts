import 'reflect-metadata';
import { CommandFactory, CommandRunnerService } from 'nest-commander';
import { CliModule } from './cli.module.js';
import { Failure, reasonOf } from './output/failure.js';

// A reader that has seen enough (`| head`) is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

/** The operator's and auditor's command line: `npm run overblik -- <command>`. */
try {
  const application = await CommandFactory.createWithoutRunning(CliModule, {
    logger: false,
    cliName: 'overblik',
    serviceErrorHandler: (error) => {
      throw error; // one way to fail for all commands: below
    },
  });
  await application.get(CommandRunnerService).run();
} catch (error) {
  process.stderr.write(`overblik: ${reasonOf(error)}\n`);
  process.exitCode = error instanceof Failure ? error.exitCode : 1;
}
