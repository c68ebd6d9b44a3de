import type { History, HistoryEntryView } from '#case-history';
import type { Instant } from '#contracts';
import type { Page, Scope } from '#read-models/queries';

const PAGE = 500;

/** All of an object's history as known at a moment, null is now; empty where there is none to be told. */
export async function wholeHistory(
  history: History,
  of: keyof History,
  id: string,
  asKnownAt: Instant | null,
  scope: Scope,
): Promise<HistoryEntryView[]> {
  const entries: HistoryEntryView[] = [];
  for (let after: string | null = null; ;) {
    const page: Page<HistoryEntryView> = await history[of](id, asKnownAt, { first: PAGE, after }, scope);
    const { edges, pageInfo } = page;
    entries.push(...edges.map(({ node }) => node));
    if (!pageInfo.hasNextPage) return entries;
    after = pageInfo.endCursor;
  }
}
