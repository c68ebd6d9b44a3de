import { Command, CommandRunner, Option } from 'nest-commander';
import { createHistory, type HistoryEntryView } from '#case-history';
import { isUuid } from '#contracts';
import { createOverviewQueries } from '#read-models/queries';
import { Failure } from '../output/failure.js';
import { leaveTrace } from '../session/access-trail.js';
import { authorityOf, operatorScope } from '../session/authority.js';
import { momentFrom } from '../session/moment.js';
import { untilCurrent } from '../session/visibility.js';
import { historyEntryText } from '../views/history-text.js';
import { runInSession } from './command-end.js';

interface HistoryFlags {
  asKnownAt?: string;
  authority?: string;
  json?: boolean;
}

const PAGE = 200;

@Command({
  name: 'history',
  arguments: '<case-id>',
  description: 'every event of a case in recorded order, and what it changed; leaves an access entry',
})
export class HistoryCommand extends CommandRunner {
  override async run([argument = '']: string[], flags: HistoryFlags): Promise<void> {
    const caseId = argument.toLowerCase();
    if (!isUuid(caseId)) throw new Failure('a case is named by its id, a uuid');
    const moment = momentFrom(undefined, flags.asKnownAt);
    await runInSession(async (session) => {
      await untilCurrent(session);
      const { pool, vault, eventStore: store } = session.stores;
      const queries = createOverviewQueries({ pool, keyring: vault.authority });
      const authority = await authorityOf(queries, flags.authority);
      const history = createHistory({ pool, store, vault, queries });
      const entries: HistoryEntryView[] = [];
      for (let after: string | null = null; ;) {
        const page = await history.ofCase(caseId, moment.asKnownAt, { first: PAGE, after }, operatorScope(authority));
        entries.push(...page.edges.map(({ node }) => node));
        if (!page.pageInfo.hasNextPage) break;
        after = page.pageInfo.endCursor;
      }
      const isThere = entries.length > 0;
      await leaveTrace(session, {
        authority,
        operation: 'caseHistory',
        moment,
        parties: [],
        objects: isThere ? [caseId] : [],
        asked: isThere ? [] : [caseId],
      });
      if (!isThere) throw new Failure('there is no such case');
      process.stdout.write(
        flags.json === true ? `${JSON.stringify(entries, null, 2)}\n` : entries.map(historyEntryText).join('\n'),
      );
      return 0;
    });
  }

  @Option({ flags: '--as-known-at <time>', description: 'only what had been received by then' })
  asKnownAt(text: string): string {
    return text;
  }

  @Option({
    flags: '--authority <cvr>',
    description: 'CVR number of the municipality; needed where the store holds several',
  })
  authority(text: string): string {
    return text;
  }

  @Option({ flags: '--json', description: 'as GraphQL would answer it' })
  json(): boolean {
    return true;
  }
}
