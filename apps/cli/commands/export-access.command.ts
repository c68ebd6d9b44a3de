import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Option, SubCommand } from 'nest-commander';
import { createAccessEntryQueries, csvHead, csvRow, type AccessFilter } from '#oversight';
import { Failure } from '../output/failure.js';
import { leaveTrace } from '../session/access-trail.js';
import { instantFrom } from '../session/moment.js';
import { firstLineOfStdin } from '../session/stdin-line.js';
import { partyKeyFrom } from '../views/party-key.js';
import { runInAuthority } from './command-end.js';
import { AuthorityCommand } from './shapes.js';

interface Flags {
  readonly out?: string;
  readonly from?: string;
  readonly to?: string;
  readonly user?: string;
  readonly party?: string;
  readonly authority?: string;
}

const ROWS_AT_ONCE = 2_000;

@SubCommand({
  name: 'access',
  description: 'the access log of the authority, or a part of it, as CSV for an audit; leaves an access entry',
})
export class ExportAccessCommand extends AuthorityCommand {
  override async run(_: string[], flags: Flags): Promise<void> {
    const filter = await filterFrom(flags);
    await runInAuthority(flags.authority, async (session, authority) => {
      const { pool, vault, accessLogStore: store, accessParts } = session.stores;
      const entries = createAccessEntryQueries({ pool, keyring: vault.authority, store, accessParts });
      let page = await entries.page(authority, filter, { first: ROWS_AT_ONCE, after: null });
      const search = { text: JSON.stringify(filter), hits: page.totalCount };
      const moment = { asOf: null, asKnownAt: null };
      const shown = { authority, operation: 'exportAccessLog', moment, parties: [], objects: [], asked: [] } as const;
      await leaveTrace(session, { ...shown, search });
      const file = await newFile(flags.out ?? '');
      let rows = 0;
      try {
        await file.writeFile(csvHead);
        for (;;) {
          await file.writeFile(page.edges.map(({ node }) => csvRow(node)).join(''));
          rows += page.edges.length;
          if (!page.pageInfo.hasNextPage) break;
          page = await entries.page(authority, filter, { first: ROWS_AT_ONCE, after: page.pageInfo.endCursor });
        }
      } finally {
        await file.close();
      }
      process.stdout.write(`${resolve(flags.out ?? '')}: ${rows} entries\n`);
      return 0;
    });
  }

  @Option({ flags: '--out <file>', description: 'a new file', required: true })
  out(text: string): string {
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

  @Option({ flags: '--user <sub>', description: 'of this user only' })
  user(text: string): string {
    return text;
  }

  @Option({
    flags: '--party <key>',
    description: 'that name this party: its id, or - to read an id, a CPR or a CVR number from stdin',
  })
  party(text: string): string {
    return text;
  }
}

async function filterFrom({ from, to, user, party }: Flags): Promise<AccessFilter> {
  const begins = instantFrom('--from', from);
  const ends = instantFrom('--to', to);
  return {
    ...(begins !== null && { from: begins }),
    ...(ends !== null && { to: ends }),
    ...(user !== undefined && { user }),
    ...(party !== undefined && { party: partyKeyFrom(party === '-' ? await firstLineOfStdin() : party) }),
  };
}

async function newFile(out: string): ReturnType<typeof open> {
  try {
    return await open(resolve(out), 'wx', 0o600);
  } catch {
    throw new Failure('the file of --out cannot be made: it must be a new one in a folder that is there');
  }
}
