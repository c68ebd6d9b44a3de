import { Command, CommandRunner, Option, SubCommand } from 'nest-commander';
import { isUuid } from '#contracts';
import type { Hold } from '#deletion';
import { createOverviewQueries } from '#read-models/queries';
import { Failure } from '../output/failure.js';
import { authorityOf } from '../session/authority.js';
import { untilCurrent } from '../session/visibility.js';
import { runInSession } from './command-end.js';
import { familyNamed } from './families.js';

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
export class HoldPlaceCommand extends CommandRunner {
  override async run(
    [family = '', id = '']: string[],
    { basis = '', until, authority: named }: PlaceFlags,
  ): Promise<void> {
    const objectId = uuidOf(id);
    await runInSession(async (session) => {
      await untilCurrent(session);
      const { pool, vault } = session.stores;
      const authority = await authorityOf(createOverviewQueries({ pool, keyring: vault.authority }), named);
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

  @Option({
    flags: '--authority <cvr>',
    description: 'CVR number of the municipality; needed where the store holds several',
  })
  authority(text: string): string {
    return text;
  }
}

@SubCommand({ name: 'lift', arguments: '<hold-id>', description: 'end a hold; the act is recorded under your name' })
export class HoldLiftCommand extends CommandRunner {
  override async run([id = '']: string[], { reason = '' }: { reason?: string }): Promise<void> {
    const holdId = uuidOf(id);
    await runInSession(async ({ deletion, operator }) => {
      const { liftedAt } = await deletion.holds.lift(holdId, reason, operator, null);
      process.stdout.write(`lifted at ${liftedAt ?? ''}\n`);
      return 0;
    });
  }

  @Option({ flags: '--reason <text>', description: 'why it holds no more' })
  reason(text: string): string {
    return text;
  }
}

@SubCommand({ name: 'list', description: 'the holds that last, oldest first; a line each' })
export class HoldListCommand extends CommandRunner {
  override async run(_: string[], { all, json }: { all?: boolean; json?: boolean }): Promise<void> {
    await runInSession(async ({ deletion }) => {
      for (const hold of await deletion.holds.list(null, all === true))
        process.stdout.write(`${json === true ? JSON.stringify(hold) : lineOf(hold)}\n`);
      return 0;
    });
  }

  @Option({ flags: '--all', description: 'also those that are over or lifted' })
  all(): boolean {
    return true;
  }

  @Option({ flags: '--json', description: 'one JSON object a line' })
  json(): boolean {
    return true;
  }
}

@Command({
  name: 'hold',
  description: 'what must be kept, whatever asks for it to be forgotten',
  subCommands: [HoldPlaceCommand, HoldLiftCommand, HoldListCommand],
})
export class HoldCommand extends CommandRunner {
  override async run(): Promise<void> {
    this.command.help({ error: true });
    await Promise.resolve();
  }
}

const lineOf = ({ holdId, authority, family, objectId, placedAt, placedBy, until, liftedAt, basis }: Hold): string =>
  [
    holdId,
    authority,
    `${family}/${objectId}`,
    placedAt,
    placedBy,
    liftedAt === null ? `until ${until ?? 'lifted'}` : `lifted ${liftedAt}`,
    basis,
  ].join('  ');

function uuidOf(text: string): string {
  if (!isUuid(text)) throw new Failure('holds, and what is held, are named by an id, a uuid');
  return text.toLowerCase();
}
