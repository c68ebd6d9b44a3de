import type { FeedResult } from './feed.js';

/** Everything about an import that a person should read, for stderr. */
export function reportLines({ problems, skips, quarantined, skipped }: FeedResult): string[] {
  return [
    ...skips.map(({ place, text }) => `skipped, ${place}: ${text}`),
    ...(skipped > skips.length ? [`… and ${skipped - skips.length} more skipped`] : []),
    ...problems.map(({ place, text }) => `${place}: ${text}`),
    ...(quarantined > problems.length
      ? [`… and ${quarantined - problems.length} more not accepted; see: npm run overblik -- quarantine list`]
      : []),
  ];
}

/** The promised last line on stdout. */
export function lastLine({ accepted, duplicate, quarantined }: FeedResult): string {
  return `accepted ${accepted}, duplicate ${duplicate}, quarantined ${quarantined}`;
}

/** 0 where everything was taken, else 2. */
export function exitCodeOf({ quarantined }: FeedResult): number {
  return quarantined === 0 ? 0 : 2;
}
