import { Command, Option } from 'nest-commander';
import { Failure } from '../output/failure.js';
import { leaveTrace } from '../session/access-trail.js';
import { operatorScope } from '../session/authority.js';
import { momentFrom } from '../session/moment.js';
import { firstLineOfStdin } from '../session/stdin-line.js';
import { askParty } from '../views/party-answer.js';
import { partyKeyFrom } from '../views/party-key.js';
import { partyText } from '../views/party-text.js';
import { runInAuthority } from './command-end.js';
import { AuthorityCommand } from './shapes.js';

interface PartyFlags {
  asOf?: string;
  asKnownAt?: string;
  authority?: string;
  json?: boolean;
}

const FIRST_AS_TEXT = 20;
const FIRST_AS_JSON = 200;

@Command({
  name: 'party',
  arguments: '<key>',
  argsDescription: {
    key: 'CPR number, CVR number or party id; - reads it from stdin, which keeps a number out of the process list',
  },
  description: 'the 360° view of a party as text or --json; leaves an access entry',
})
export class PartyCommand extends AuthorityCommand {
  override async run([argument = '']: string[], flags: PartyFlags): Promise<void> {
    const moment = momentFrom(flags.asOf, flags.asKnownAt);
    const text = argument === '-' ? await firstLineOfStdin() : argument;
    const key = partyKeyFrom(text);
    await runInAuthority(flags.authority, async (session, authority, queries) => {
      const shown = await askParty(
        queries,
        key,
        operatorScope(authority),
        moment,
        flags.json === true ? FIRST_AS_JSON : FIRST_AS_TEXT,
      );
      await leaveTrace(session, {
        authority,
        operation: 'party',
        moment,
        parties: shown?.parties ?? [],
        objects: shown?.objects ?? [],
        asked: shown === null ? [text] : [],
      });
      if (shown === null) throw new Failure('there is no such party');
      process.stdout.write(
        flags.json === true ? `${JSON.stringify(shown.answer, null, 2)}\n` : partyText(shown.answer),
      );
      return 0;
    });
  }

  @Option({ flags: '--as-of <time>', description: 'what applied then: a day or an instant with zone' })
  asOf(text: string): string {
    return text;
  }

  @Option({ flags: '--as-known-at <time>', description: 'what had been received by then' })
  asKnownAt(text: string): string {
    return text;
  }

  @Option({ flags: '--json', description: 'as GraphQL would answer it' })
  json(): boolean {
    return true;
  }
}
