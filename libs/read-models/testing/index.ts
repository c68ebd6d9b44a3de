import type { AuthorityKeyring } from '#personal-data';
import type { OpenedRecord } from '#projection-engine';
import { createPastAnswers, type PastAnswers } from '../answers/past-overview.js';
import { nodeResolverOf, partyKeyNodes } from '../answers/party-key.js';
import type { PartyKey } from '../answers/question.js';
import { rightsQueries, type RightsQueries } from '../answers/rights-queries.js';
import { foldLog } from './folded-log.js';

export type { PastAnswers };

interface FoldedLogOptions {
  readonly keyring: AuthorityKeyring;
  readonly clock: () => Date;
}

/** Answers about any moment, now too, from a log of one authority folded in memory; `clock` tells what now is. */
export function answersOver(events: readonly OpenedRecord[], options: FoldedLogOptions): PastAnswers {
  return createPastAnswers({ ...readingOf(events, options), parkedAmong: () => Promise.resolve({}) });
}

/** What rights let through, over the same. */
export function rightsOver(events: readonly OpenedRecord[], options: FoldedLogOptions): RightsQueries {
  return rightsQueries(readingOf(events, options));
}

function readingOf(events: readonly OpenedRecord[], { keyring, clock }: FoldedLogOptions) {
  const nodesFor = nodeResolverOf(keyring);
  return {
    read: foldLog(events),
    askedNodes: (authority: string, key: PartyKey) => Promise.resolve(partyKeyNodes(key, nodesFor(authority))),
    clock,
  };
}
