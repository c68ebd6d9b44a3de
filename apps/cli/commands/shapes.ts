import { CommandRunner, Option } from 'nest-commander';
import type { Instant } from '#contracts';
import { writeLine } from '../output/line.js';
import type { Session } from '../session/session.js';
import { runInSession } from './command-end.js';
import { idNamed } from './named.js';

/* What commands of one kind have in common: their options are those of the class that they extend. */

/** A word that only stands before others: alone it says which. */
export abstract class CommandGroup extends CommandRunner {
  override run(): Promise<void> {
    return this.command.help({ error: true });
  }
}

/** What works in one authority: see `runInAuthority`. */
export abstract class AuthorityCommand extends CommandRunner {
  @Option({
    flags: '--authority <cvr>',
    description: 'CVR number of the municipality; needed where the store holds several',
  })
  authority(text: string): string {
    return text;
  }
}

/** Lists, a line each, what is not over, or all there was. */
export abstract class ListCommand<T extends object> extends CommandRunner {
  protected abstract list(session: Session, isWithPast: boolean): AsyncIterable<T>;

  protected abstract partsOf(each: T): readonly string[];

  override async run(_: string[], { all, json }: { all?: boolean; json?: boolean }): Promise<void> {
    await runInSession(async (session) => {
      for await (const each of this.list(session, all === true))
        writeLine(each, (listed) => this.partsOf(listed), json);
      return 0;
    });
  }

  @Option({ flags: '--all', description: 'also those that are over' })
  all(): boolean {
    return true;
  }

  @Option({ flags: '--json', description: 'one JSON object a line' })
  json(): boolean {
    return true;
  }
}

/** Ends what lasts until somebody lifts it; the act is recorded under the name of whoever does. */
export abstract class LiftCommand extends CommandRunner {
  /** With its article. */
  protected abstract readonly what: string;

  protected abstract lift(session: Session, id: string, reason: string): Promise<{ readonly liftedAt: Instant | null }>;

  override async run([argument = '']: string[], { reason = '' }: { reason?: string }): Promise<void> {
    const id = idNamed(this.what, argument);
    await runInSession(async (session) => {
      const { liftedAt } = await this.lift(session, id, reason);
      process.stdout.write(`lifted at ${liftedAt ?? ''}\n`);
      return 0;
    });
  }

  @Option({ flags: '--reason <text>', description: 'why it is over' })
  reason(text: string): string {
    return text;
  }
}
