import type { LiveNames } from '../list-sql.js';
import type { Depth } from '../plain-first.js';
import type { NearWords } from '../search-words.js';

/** The kinds of objects that one search can find, as GraphQL spells them. */
export type SearchKind = 'CASE' | 'PARTY' | 'DOCUMENT' | 'JOURNAL_NOTE' | 'GRANT';

/** What a search asks for, in SQL. */
export interface Asked {
  readonly names: LiveNames;
  readonly depth: Depth;
  readonly words: readonly NearWords[];
  /** The nodes of parties that the whole text is a number of. */
  readonly numbered: readonly string[];
}

/** What one object is shown by. References are ids; a party or case that the caller may not see is none. */
export interface ShownHit {
  readonly title: string;
  /** What was searched of it, in the order in which a snippet shows it; nothing else may stand here. */
  readonly texts: readonly (string | null)[];
  readonly partyId: string | null;
  readonly caseId: string | null;
}

/** A family of objects as a search finds it: one entry in `families.ts`. `Told` is the JSON that comes from SQL. */
export interface SearchedFamily<Told = unknown> {
  readonly kind: SearchKind;
  /**
   * Rows `(id uuid, segment int, score int)`, each object once: those that hold now, match every word, and that the caller
   * sees. Asked plainly, a row without score says that the whole must be asked.
   */
  hits(asked: Asked): string;
  /** SQL of JSON text for the row `p (id, segment)` of a page; null where the whole must be asked. */
  told(names: LiveNames, depth: Depth): string;
  show(told: Told): ShownHit;
}
