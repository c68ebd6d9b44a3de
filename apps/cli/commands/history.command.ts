import { Command, Option } from 'nest-commander';
import { createHistory, type History } from '#case-history';
import type { Instant } from '#contracts';
import type { Scope } from '#read-models/queries';
import { Failure } from '../output/failure.js';
import { leaveTrace } from '../session/access-trail.js';
import { operatorScope } from '../session/authority.js';
import { momentFrom } from '../session/moment.js';
import { historyEntryText } from '../views/history-text.js';
import { wholeHistory } from '../views/whole-history.js';
import { runInAuthority } from './command-end.js';
import { idNamed } from './named.js';
import { AuthorityCommand } from './shapes.js';

interface HistoryFlags {
  asKnownAt?: string;
  authority?: string;
  json?: boolean;
}

/** The questions of GraphQL that an id may be one for, and who answers them. */
const QUESTIONS = [
  ['caseHistory', 'ofCase'],
  ['objectHistory', 'ofObject'],
  ['partyHistory', 'ofParty'],
] as const;

@Command({
  name: 'history',
  arguments: '<id>',
  argsDescription: { id: 'of a case, a party, a document, a journal note, a grant, a payment or a service' },
  description:
    'every event of a case, a party or another object in recorded order, and what it changed; leaves an access entry',
})
export class HistoryCommand extends AuthorityCommand {
  override async run([argument = '']: string[], flags: HistoryFlags): Promise<void> {
    const id = idNamed('what a history is of', argument);
    const moment = momentFrom(undefined, flags.asKnownAt);
    await runInAuthority(flags.authority, async (session, authority, queries) => {
      const { pool, vault, eventStore: store } = session.stores;
      const history = createHistory({ pool, store, vault, queries });
      const asked: Asked = { history, id, asKnownAt: moment.asKnownAt, scope: operatorScope(authority) };
      const { operation, entries } = await firstAnswer(asked);
      const isThere = entries.length > 0;
      const isParty = operation === 'partyHistory';
      await leaveTrace(session, {
        authority,
        operation,
        moment,
        parties: isThere && isParty ? [id] : [],
        objects: isThere && !isParty ? [id] : [],
        asked: isThere ? [] : [id],
      });
      if (!isThere) throw new Failure('there is no such case, party or other object');
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

  @Option({ flags: '--json', description: 'as GraphQL would answer it' })
  json(): boolean {
    return true;
  }
}

interface Asked {
  readonly history: History;
  readonly id: string;
  readonly asKnownAt: Instant | null;
  readonly scope: Scope;
}

/** Ids are uuids of whatever family: the first that has a history by this one is meant. */
async function firstAnswer({ history, id, asKnownAt, scope }: Asked) {
  for (const [operation, of] of QUESTIONS) {
    const entries = await wholeHistory(history, of, id, asKnownAt, scope);
    if (entries.length > 0) return { operation, entries };
  }
  return { operation: QUESTIONS[0][0], entries: [] };
}
