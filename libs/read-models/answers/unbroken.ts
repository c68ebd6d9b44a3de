import type { Instant } from '#contracts';

/** The longest unbroken presence around the moment that the periods give together; undefined where none covers it. */
export function unbrokenPeriod(
  periods: readonly { readonly from: Instant; readonly to: Instant | null }[],
  at: Instant,
): { from: Instant; to: Instant | null } | undefined {
  const sorted = [...periods].sort((a, b) => (a.from < b.from ? -1 : 1));
  let current: { from: Instant; to: Instant | null } | undefined;
  for (const { from, to } of sorted) {
    if (current !== undefined && (current.to === null || from <= current.to)) {
      current = {
        from: current.from,
        to: current.to === null || to === null ? null : current.to > to ? current.to : to,
      };
      continue;
    }
    if (current !== undefined && covers(current, at)) return current;
    current = { from, to };
  }
  return current !== undefined && covers(current, at) ? current : undefined;
}

const covers = ({ from, to }: { from: Instant; to: Instant | null }, at: Instant): boolean =>
  from <= at && (to === null || at < to);
