import { catalogue, type Instant } from '#contracts';
import type { PartyNodes } from '#read-models/queries';

/** The family of a party, which is named by our own id and is in many streams. */
export const PARTY = 'party';

/** What can be erased and held: every family that its sources can purge. */
export const ERASABLE: readonly string[] = [...catalogue.byName.keys()]
  .filter((name) => name.endsWith('.purged'))
  .map((name) => name.slice(0, -'.purged'.length));

/** What is erased or held: an object of a family, or a party by our own id. */
export interface Target {
  readonly authority: string;
  /** `party` for a party. */
  readonly family: string;
  /** Lower-case uuid. */
  readonly objectId: string;
}

/** Finds the party that a node or party id belongs to, as known to the read models; null where there is none. */
export type FindParty = (authority: string, id: string) => Promise<PartyNodes | null>;

/** When, on what basis and by whom. */
export interface Erased {
  readonly id: string;
  readonly at: Instant;
  readonly basis: string;
  readonly by: string;
  /** Where the erasure stands in the log. */
  readonly position: number;
}
