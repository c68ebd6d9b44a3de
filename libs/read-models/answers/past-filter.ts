import { klePath } from '#contracts';
import { wordsOf } from '#projection-engine';
import type { CaseView } from '../cases/case-overview.view.js';
import { klePrefix } from './case-filter.js';
import { membershipsOf } from './membership.js';
import { partyKeyNodes } from './party-key.js';
import type { PastWorld } from './past-world.js';
import type { CaseFilter } from './question.js';
import { tolerance } from './search-words.js';

/** Levenshtein distance, given up above `most`. */
export function editsBetween(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(change, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? most + 1;
}

const near = (asked: string, words: readonly string[]): boolean =>
  words.some((word) => editsBetween(asked, word, tolerance(asked)) <= tolerance(asked));

/** The same filter as in SQL, over cases resolved at another moment. */
export function pastCaseFilter(world: PastWorld, views: readonly CaseView[], filter: CaseFilter | null): CaseView[] {
  if (filter === null) return [...views];
  const prefix = filter.kle === null || filter.kle === undefined ? null : klePrefix(filter.kle);
  const given = <T>(value: T | null | undefined, holds: (value: T) => boolean): boolean =>
    value === null || value === undefined || holds(value);
  let chosen = views.filter(
    (view) =>
      given(filter.caseNumber, (number) => view.caseNumber === number) &&
      (prefix === null || klePath(view.kle).includes(prefix)) &&
      given(filter.progress, (progresses) => progresses.includes(view.progress)) &&
      given(filter.source, (source) => view.source === source) &&
      given(filter.responsibleUnit, (unit) => view.responsibleUnit?.id === unit) &&
      given(filter.primaryHandler, (handler) => view.primaryHandler?.id === handler) &&
      given(filter.openedFrom, (day) => view.openedOn !== null && view.openedOn >= day) &&
      given(filter.openedTo, (day) => view.openedOn !== null && view.openedOn <= day),
  );
  if (filter.party !== null && filter.party !== undefined) {
    const nodes = new Set(
      partyKeyNodes(filter.party, world.context.nodes).flatMap((node) => [...(world.identity(node)?.nodes ?? [])]),
    );
    const partyOf = (node: string): string | undefined => (nodes.has(node) ? world.identity(node)?.id : undefined);
    chosen = chosen.filter(({ partyLinks }) => membershipsOf(partyLinks, partyOf).length > 0);
  }
  if (filter.text === null || filter.text === undefined) return chosen;
  const asked = wordsOf(filter.text);
  return chosen.filter((view) => {
    const nameOf = new Map(
      view.partyLinks.flatMap(({ nodeId }) => {
        const identity = world.identity(nodeId);
        return identity === undefined ? [] : [[identity.id, identity.composed?.view.name ?? null]];
      }),
    );
    const names = membershipsOf(view.partyLinks, (node) => world.identity(node)?.id).map(
      ({ partyId }) => nameOf.get(partyId) ?? null,
    );
    const words = wordsOf(view.title, view.caseNumber, view.statusText, ...names);
    return asked.length > 0 && asked.every((word) => near(word, words));
  });
}
