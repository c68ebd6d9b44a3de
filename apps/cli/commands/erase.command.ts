import { Command, Option } from 'nest-commander';
import { untilVisible } from '../session/visibility.js';
import { runInAuthority } from './command-end.js';
import { familyNamed, idNamed } from './named.js';
import { AuthorityCommand } from './shapes.js';

interface EraseFlags {
  readonly basis?: string;
  readonly authority?: string;
}

@Command({
  name: 'erase',
  arguments: '<family> <id>',
  description:
    'forget a case, party, document, journal-note, grant or payment for ever, under your name; ends when no view shows it',
})
export class EraseCommand extends AuthorityCommand {
  override async run([family = '', id = '']: string[], { basis = '', authority: named }: EraseFlags): Promise<void> {
    const objectId = idNamed('what is erased', id);
    await runInAuthority(named, async (session, authority) => {
      const target = { authority, family: familyNamed(family), objectId };
      const {
        id: erasure,
        at,
        position,
        basis: said,
        by,
      } = await session.deletion.eraser.erase(target, basis, session.operator);
      await untilVisible(session, position);
      process.stdout.write(`erased at ${at} by ${by}: ${said}\n${erasure}\n`);
      return 0;
    });
  }

  @Option({ flags: '--basis <text>', description: 'the rule or decision that asks for it; no name and no number' })
  basis(text: string): string {
    return text;
  }
}
