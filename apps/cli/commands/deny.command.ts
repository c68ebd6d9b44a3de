import { Command, CommandRunner, Option, SubCommand } from 'nest-commander';
import type { Denial } from '#access';
import { isCvr, toInstant } from '#contracts';
import { Failure } from '../output/failure.js';
import type { Session } from '../session/session.js';
import { runInSession } from './command-end.js';
import { CommandGroup, LiftCommand, ListCommand } from './shapes.js';

interface AddFlags {
  readonly user?: string;
  readonly token?: string;
  readonly reason?: string;
  readonly until?: string;
  readonly authority?: string;
}

@SubCommand({ name: 'add', description: 'refuse a user, or a single token; it holds at once' })
export class DenyAddCommand extends CommandRunner {
  override async run(_: string[], { user, token, reason = '', until, authority }: AddFlags): Promise<void> {
    const value = user ?? token;
    if (value === undefined || (user !== undefined && token !== undefined))
      throw new Failure('name one of the two: --user <sub> or --token <jti>');
    if (authority !== undefined && !isCvr(authority))
      throw new Failure('--authority must be the CVR number of a municipality');
    const end = until === undefined ? null : toInstant(until);
    if (end === undefined) throw new Failure('--until must be RFC 3339 with a zone');
    const claim = user === undefined ? 'jti' : 'sub';
    await runInSession(async ({ denials, operator }) => {
      const request = { authority: authority ?? null, claim, value, reason, until: end } as const;
      const { denialId } = await denials.deny(request, operator);
      process.stdout.write(`denied\n${denialId}\n`);
      return 0;
    });
  }

  @Option({ flags: '--user <sub>', description: 'the user, with all of his tokens' })
  user(text: string): string {
    return text;
  }

  @Option({ flags: '--token <jti>', description: 'a single token' })
  token(text: string): string {
    return text;
  }

  @Option({ flags: '--reason <text>', description: 'why; no name and no number of a citizen' })
  reason(text: string): string {
    return text;
  }

  @Option({ flags: '--until <moment>', description: 'when it ends by itself; without it when it is lifted' })
  until(text: string): string {
    return text;
  }

  @Option({ flags: '--authority <cvr>', description: 'in this municipality alone; without it in all' })
  authority(text: string): string {
    return text;
  }
}

@SubCommand({
  name: 'lift',
  arguments: '<denial-id>',
  description: 'end a denial; the act is recorded under your name',
})
export class DenyLiftCommand extends LiftCommand {
  protected readonly what = 'a denial';

  protected lift({ denials, operator }: Session, id: string, reason: string): Promise<Denial> {
    return denials.lift(id, reason, operator, null);
  }
}

@SubCommand({ name: 'list', description: 'who is refused, newest first; a line each' })
export class DenyListCommand extends ListCommand<Denial> {
  protected async *list({ denials }: Session, isWithPast: boolean): AsyncIterable<Denial> {
    yield* await denials.list(null, isWithPast);
  }

  protected partsOf(denial: Denial): readonly string[] {
    const { denialId, authority, claim, value, deniedAt, deniedBy, until, liftedAt, reason } = denial;
    return [
      denialId,
      authority ?? 'everywhere',
      `${claim}=${value}`,
      deniedAt,
      deniedBy,
      liftedAt === null ? `until ${until ?? 'lifted'}` : `lifted ${liftedAt}`,
      reason,
    ];
  }
}

@Command({
  name: 'deny',
  description: 'who is refused, whatever his token says',
  subCommands: [DenyAddCommand, DenyLiftCommand, DenyListCommand],
})
export class DenyCommand extends CommandGroup {}
