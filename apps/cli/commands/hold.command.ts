import { Command, Option, SubCommand } from 'nest-commander';
import type { Hold } from '#deletion';
import type { Session } from '../session/session.js';
import { runInAuthority } from './command-end.js';
import { familyNamed, idNamed } from './named.js';
import { AuthorityCommand, CommandGroup, LiftCommand, ListCommand } from './shapes.js';

interface PlaceFlags {
  readonly basis?: string;
  readonly until?: string;
  readonly authority?: string;
}

@SubCommand({
  name: 'place',
  arguments: '<family> <id>',
  description: 'hold an object or a party: it is neither erased nor purged while the hold lasts',
})
export class HoldPlaceCommand extends AuthorityCommand {
  override async run(
    [family = '', id = '']: string[],
    { basis = '', until, authority: named }: PlaceFlags,
  ): Promise<void> {
    const objectId = idNamed('what is held', id);
    await runInAuthority(named, async (session, authority) => {
      const target = { authority, family: familyNamed(family), objectId };
      const { holdId } = await session.deletion.holds.place(target, basis, until ?? null, session.operator);
      process.stdout.write(`held\n${holdId}\n`);
      return 0;
    });
  }

  @Option({ flags: '--basis <text>', description: 'the rule or decision that asks for it; no name and no number' })
  basis(text: string): string {
    return text;
  }

  @Option({ flags: '--until <date>', description: 'the last day, YYYY-MM-DD; without it until the hold is lifted' })
  until(text: string): string {
    return text;
  }
}

@SubCommand({ name: 'lift', arguments: '<hold-id>', description: 'end a hold; the act is recorded under your name' })
export class HoldLiftCommand extends LiftCommand {
  protected readonly what = 'a hold';

  protected lift({ deletion, operator }: Session, id: string, reason: string): Promise<Hold> {
    return deletion.holds.lift(id, reason, operator, null);
  }
}

@SubCommand({ name: 'list', description: 'the holds that last, oldest first; a line each' })
export class HoldListCommand extends ListCommand<Hold> {
  protected async *list({ deletion }: Session, isWithPast: boolean): AsyncIterable<Hold> {
    yield* await deletion.holds.list(null, isWithPast);
  }

  protected partsOf(hold: Hold): readonly string[] {
    const { holdId, authority, family, objectId, placedAt, placedBy, until, liftedAt, basis } = hold;
    return [
      holdId,
      authority,
      `${family}/${objectId}`,
      placedAt,
      placedBy,
      liftedAt === null ? `until ${until ?? 'lifted'}` : `lifted ${liftedAt}`,
      basis,
    ];
  }
}

@Command({
  name: 'hold',
  description: 'what must be kept, whatever asks for it to be forgotten',
  subCommands: [HoldPlaceCommand, HoldLiftCommand, HoldListCommand],
})
export class HoldCommand extends CommandGroup {}
