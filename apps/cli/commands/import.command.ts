import { Command, CommandRunner, SubCommand } from 'nest-commander';
import { sourceRegistry } from '#sources';
import { ndjson } from '../feed/ndjson.js';
import { openInput, plainBytes } from '../feed/input.js';
import { runImport } from '../feed/run-import.js';
import { sourceImport } from '../feed/source-import.js';
import { runInSession } from './command-end.js';
import { CommandGroup } from './shapes.js';

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

/** How a flag's name comes back from commander: `party-attribute` as `partyAttribute`. */
const camelCase = (name: string): string => name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

@Command({
  name: 'import',
  description: 'bring in real input; ends when the view shows it',
  subCommands: [ImportEventsCommand],
})
export class ImportCommand extends CommandGroup {
  /** One subcommand for each kind of source system in the registry, with the flags that its adapter asks for. */
  override setCommand(command: CommandRunner['command']): this {
    super.setCommand(command);
    for (const { name, description, flags } of sourceRegistry) {
      const kind = command.command(`${name} <files...>`).description(description);
      kind.requiredOption('--authority <cvr>', 'CVR number of the municipality');
      for (const flag of flags) {
        if (flag.isRequired) kind.requiredOption(`--${flag.name} <value>`, flag.description);
        else kind.option(`--${flag.name} <value>`, flag.description);
      }
      kind.action(async (files: string[], given: Record<string, string | undefined>) => {
        const values = Object.fromEntries(flags.map((flag) => [flag.name, given[camelCase(flag.name)]]));
        await runInSession(async (session) =>
          runImport(session, await sourceImport(session, name, files, given['authority'] ?? '', values)),
        );
      });
    }
    return this;
  }
}
