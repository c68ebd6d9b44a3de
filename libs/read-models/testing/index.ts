import type { AuthorityKeyring } from '#personal-data';
import type { OpenedRecord } from '#projection-engine';
import { createPastAnswers, type PastAnswers } from '../answers/past-overview.js';
import { nodeResolverOf } from '../answers/party-key.js';
import { foldLog } from './folded-log.js';

export type { PastAnswers };

/** Answers about any moment, now too, from a log of one authority folded in memory; `clock` tells what now is. */
export function answersOver(
  events: readonly OpenedRecord[],
  { keyring, clock }: { readonly keyring: AuthorityKeyring; readonly clock: () => Date },
): PastAnswers {
  return createPastAnswers({
    read: foldLog(events),
    parkedAmong: () => Promise.resolve({}),
    nodesFor: nodeResolverOf(keyring),
    clock,
  });
}
