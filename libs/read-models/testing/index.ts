import type { AuthorityKeyring } from '#personal-data';
import type { OpenedRecord } from '#projection-engine';
import { createPastAnswers, type PastAnswers } from '../answers/past-overview.js';
import { nodeResolverOf, partyKeyNodes } from '../answers/party-key.js';
import { foldLog } from './folded-log.js';

export type { PastAnswers };

/** Answers about any moment, now too, from a log of one authority folded in memory; `clock` tells what now is. */
export function answersOver(
  events: readonly OpenedRecord[],
  { keyring, clock }: { readonly keyring: AuthorityKeyring; readonly clock: () => Date },
): PastAnswers {
  const nodesFor = nodeResolverOf(keyring);
  return createPastAnswers({
    read: foldLog(events),
    parkedAmong: () => Promise.resolve({}),
    askedNodes: (authority, key) => Promise.resolve(partyKeyNodes(key, nodesFor(authority))),
    clock,
  });
}
