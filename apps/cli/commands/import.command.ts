import { Command, CommandRunner, Option, SubCommand } from 'nest-commander';
import { ndjson } from '../feed/ndjson.js';
import { openInput, plainBytes } from '../feed/input.js';
import { runImport } from '../feed/run-import.js';
import { sourceImport } from '../feed/source-import.js';
import { runInSession } from './command-end.js';

interface XesFlags {
  source: string;
  authority: string;
  kle: string;
  sensitivity?: string;
  partyAttribute?: string;
}

@SubCommand({
  name: 'xes',
  arguments: '<file>',
  argsDescription: { file: 'event log, IEEE 1849 XES, plain or gzipped; - for stdin' },
  description: 'an event log as a source system: every trace becomes a case',
})
export class ImportXesCommand extends CommandRunner {
  override async run([file = '']: string[], flags: XesFlags): Promise<void> {
    await runInSession(async (session) => {
      const { authority, source, kle, sensitivity, partyAttribute } = flags;
      return runImport(
        session,
        await sourceImport(session, 'xes', [file], authority, {
          source,
          kle,
          sensitivity,
          'party-attribute': partyAttribute,
        }),
      );
    });
  }

  @Option({ flags: '--source <uri>', description: 'URI of the source system', required: true })
  source(text: string): string {
    return text;
  }

  @Option({ flags: '--authority <cvr>', description: 'CVR number of the municipality', required: true })
  authority(text: string): string {
    return text;
  }

  @Option({ flags: '--kle <dd.dd.dd>', description: 'KLE subject of all cases', required: true })
  kle(text: string): string {
    return text;
  }

  @Option({ flags: '--sensitivity <level>', description: 'notConfidential (default), confidential, sensitive or vip' })
  sensitivity(text: string): string {
    return text;
  }

  @Option({
    flags: '--party-attribute <name>',
    description: 'attribute of the trace, or of its events, that names the party',
  })
  partyAttribute(text: string): string {
    return text;
  }
}

@SubCommand({
  name: 'cpr',
  arguments: '<files...>',
  argsDescription: { files: 'CPR Direkte extracts, fixed width, ISO 8859-1' },
  description: 'persons of CPR Direkte extracts: numbers, names, addresses, protection, relations',
})
export class ImportCprCommand extends CommandRunner {
  override async run(files: string[], { authority }: { authority: string }): Promise<void> {
    await runInSession(async (session) => runImport(session, await sourceImport(session, 'cpr', files, authority, {})));
  }

  @Option({ flags: '--authority <cvr>', description: 'CVR number of the municipality', required: true })
  authority(text: string): string {
    return text;
  }
}

@SubCommand({
  name: 'events',
  arguments: '<file>',
  argsDescription: { file: 'CloudEvents as newline-delimited JSON, plain or gzipped; - for stdin' },
  description: 'CloudEvents, one a line; a line that is no JSON is told with its number and counts as quarantined',
})
export class ImportEventsCommand extends CommandRunner {
  override async run([file = '']: string[]): Promise<void> {
    const input = await openInput(file);
    await runInSession((session) =>
      runImport(session, {
        label: 'import events',
        incoming: ndjson(plainBytes(input.bytes)),
        share: () => input.share(),
      }),
    );
  }
}

@Command({
  name: 'import',
  description: 'bring in real input; ends when the view shows it',
  subCommands: [ImportXesCommand, ImportCprCommand, ImportEventsCommand],
})
export class ImportCommand extends CommandRunner {
  override async run(): Promise<void> {
    this.command.help({ error: true });
    await Promise.resolve();
  }
}
