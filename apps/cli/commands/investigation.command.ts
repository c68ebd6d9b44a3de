import { Command, Option, SubCommand } from 'nest-commander';
import { openInvestigations, type Investigation, type Investigations } from '#oversight';
import { instantFrom } from '../session/moment.js';
import type { Session } from '../session/session.js';
import { runInAuthority } from './command-end.js';
import { idNamed } from './named.js';
import { AuthorityCommand, CommandGroup, LiftCommand, ListCommand } from './shapes.js';

interface PlaceFlags {
  readonly user?: string;
  readonly party?: string;
  readonly from?: string;
  readonly to?: string;
  readonly basis?: string;
  readonly authority?: string;
}

@SubCommand({
  name: 'place',
  description: 'keep entries of the access log from the citizens they name, and from being forgotten',
})
export class InvestigationPlaceCommand extends AuthorityCommand {
  override async run(_: string[], { user, party, from, to, basis = '', authority: named }: PlaceFlags): Promise<void> {
    const period = { from: instantFrom('--from', from), to: instantFrom('--to', to) };
    const partyId = party === undefined ? null : idNamed('a party', party);
    await runInAuthority(named, async (session, authority) => {
      const covered = { authority, user: user ?? null, partyId, ...period };
      const { investigationId } = await investigationsOf(session).place(covered, basis, session.operator);
      process.stdout.write(`under investigation\n${investigationId}\n`);
      return 0;
    });
  }

  @Option({ flags: '--user <sub>', description: 'the entries of this user' })
  user(text: string): string {
    return text;
  }

  @Option({ flags: '--party <id>', description: 'the entries that name this party' })
  party(text: string): string {
    return text;
  }

  @Option({ flags: '--from <time>', description: 'a day (from midnight in Denmark) or an instant with zone; included' })
  from(text: string): string {
    return text;
  }

  @Option({ flags: '--to <time>', description: 'likewise; left out' })
  to(text: string): string {
    return text;
  }

  @Option({ flags: '--basis <text>', description: 'the decision that asks for it; no name and no number' })
  basis(text: string): string {
    return text;
  }
}

@SubCommand({
  name: 'lift',
  arguments: '<id>',
  description: 'end an investigation; the act is recorded under your name',
})
export class InvestigationLiftCommand extends LiftCommand {
  protected readonly what = 'an investigation';

  protected lift(session: Session, id: string, reason: string): Promise<Investigation> {
    return investigationsOf(session).lift(id, reason, session.operator, null);
  }
}

@SubCommand({ name: 'list', description: 'the investigations that last, oldest first; a line each' })
export class InvestigationListCommand extends ListCommand<Investigation> {
  protected async *list(session: Session, isWithPast: boolean): AsyncIterable<Investigation> {
    yield* await investigationsOf(session).list(null, isWithPast);
  }

  protected partsOf(each: Investigation): readonly string[] {
    return [
      each.investigationId,
      each.authority,
      each.user ?? 'any user',
      each.partyId ?? 'any party',
      `${each.from ?? ''}..${each.to ?? ''}`,
      each.placedAt,
      each.placedBy,
      each.liftedAt === null ? 'lasts' : `lifted ${each.liftedAt}`,
      each.basis,
    ];
  }
}

@Command({
  name: 'investigation',
  description: 'which entries of the access log are under investigation',
  subCommands: [InvestigationPlaceCommand, InvestigationLiftCommand, InvestigationListCommand],
})
export class InvestigationCommand extends CommandGroup {}

const investigationsOf = ({ stores: { pool, eventStore: store } }: Pick<Session, 'stores'>): Investigations =>
  openInvestigations({ pool, store });
