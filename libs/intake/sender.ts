import type { Problem } from '#contracts';

/** An authority and a source for which a token speaks; pairs, so that what is granted in one authority stays there. */
export interface Cover {
  readonly authority: string;
  readonly source: string;
}

/** Who hands events in. An operator speaks for the whole store; all other rules hold for him too. */
export type Sender =
  { readonly kind: 'source'; readonly covers: readonly Cover[] } | { readonly kind: 'operator'; readonly name: string };

/** The rules `foreign-authority` and `foreign-source`, in that order. */
export function checkSender(sender: Sender, event: Cover): Problem | undefined {
  if (sender.kind === 'operator') return undefined;
  let isAuthorityCovered = false;
  for (const cover of sender.covers) {
    if (cover.authority !== event.authority) continue;
    if (cover.source === event.source) return undefined;
    isAuthorityCovered = true;
  }
  return isAuthorityCovered ? FOREIGN_SOURCE : FOREIGN_AUTHORITY;
}

const FOREIGN_AUTHORITY: Problem = {
  rule: 'foreign-authority',
  path: '/authority',
  message: 'The token does not cover the authority.',
  fix: 'Send the CVR number of an authority that your token names, or ask that authority for a privilege.',
};

const FOREIGN_SOURCE: Problem = {
  rule: 'foreign-source',
  path: '/source',
  message: 'The token does not speak for the source in this authority.',
  fix: 'Send a source URI that the itsystem constraint of your token names.',
};
