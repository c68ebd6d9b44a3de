import { Command, CommandRunner, Option } from 'nest-commander';
import { isUuid } from '#contracts';
import { createOverviewQueries } from '#read-models/queries';
import { Failure } from '../output/failure.js';
import { authorityOf } from '../session/authority.js';
import { untilCurrent, untilVisible } from '../session/visibility.js';
import { runInSession } from './command-end.js';
import { familyNamed } from './families.js';

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
export class EraseCommand extends CommandRunner {
  override async run([family = '', id = '']: string[], { basis = '', authority: named }: EraseFlags): Promise<void> {
    const objectId = id.toLowerCase();
    if (!isUuid(objectId)) throw new Failure('what is erased is named by its id, a uuid');
    await runInSession(async (session) => {
      await untilCurrent(session);
      const { pool, vault } = session.stores;
      const authority = await authorityOf(createOverviewQueries({ pool, keyring: vault.authority }), named);
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

  @Option({
    flags: '--authority <cvr>',
    description: 'CVR number of the municipality; needed where the store holds several',
  })
  authority(text: string): string {
    return text;
  }
}
