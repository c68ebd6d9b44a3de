import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { instantFromDate, statedReason } from '#contracts';
import type { EventStore } from '#event-store';
import { operationEvent } from '#intake';
import { partyFinder } from '#read-models/queries';
import { withMerged } from '../access-entries/ids-of-party.js';
import { InvestigationRefused } from '../errors.js';
import { InvestigationRegister, type Covered, type Investigation } from './investigation-register.js';

/**
 * Investigations of who has looked: while one lasts, the entries that it covers are not shown to the citizens they name, and
 * are not forgotten. Each act is an event that names who did it.
 */
export interface Investigations {
  /** @throws InvestigationRefused */
  place(covered: Covered, basis: string, by: string): Promise<Investigation>;
  /** @param authority whose investigations may be lifted; null: any. @throws InvestigationRefused */
  lift(investigationId: string, reason: string, by: string, authority: string | null): Promise<Investigation>;
  /** Those that last, oldest first; with `withLifted` all there ever were. @param authority null: of any */
  list(authority: string | null, withLifted: boolean): Promise<Investigation[]>;
  /** Tells the log of acts that a process did not live to tell; how many. */
  recover(): Promise<number>;
}

/** @param store where events lie, not the access log */
export function openInvestigations({
  pool,
  store,
}: {
  readonly pool: Pool;
  readonly store: EventStore;
}): Investigations {
  const register = new InvestigationRegister(pool);
  const tell = async (investigation: Investigation): Promise<void> => {
    const { investigationId, authority, user, partyId: party, from, to, basis, placedAt, placedBy } = investigation;
    const placed = { investigationId, user, party, from, to, basis, by: placedBy };
    await store.append(operationEvent('operation.investigation-placed', authority, placed, placedAt));
    if (investigation.liftedAt !== null) {
      const lifted = { investigationId, reason: investigation.reason ?? '', by: investigation.liftedBy ?? '' };
      await store.append(operationEvent('operation.investigation-lifted', authority, lifted, investigation.liftedAt));
    }
    await register.told(investigation);
  };
  return {
    async place(covered, basis, by) {
      const { authority, user, partyId, from, to } = covered;
      if ((user === null || statedReason(user) === null) && partyId === null)
        throw new InvestigationRefused('TOO_WIDE', 'a user or a party must be given');
      if (from !== null && to !== null && from >= to)
        throw new InvestigationRefused('BAD_PERIOD', 'from must be before to');
      const party = partyId === null ? null : await partyFinder(pool)(authority, partyId);
      if (partyId !== null && party === null) throw new InvestigationRefused('NOT_FOUND', 'there is no such party');
      const investigation: Investigation = {
        ...covered,
        partyId: party?.partyId ?? null,
        investigationId: randomUUID(),
        basis: stated(basis, 'basis'),
        placedAt: instantFromDate(new Date()),
        placedBy: by,
        liftedAt: null,
        liftedBy: null,
        reason: null,
      };
      await register.place(investigation, partyId === null ? null : await withMerged(pool, authority, [partyId]));
      await tell(investigation);
      return investigation;
    },
    async lift(investigationId, reason, by, authority) {
      const said = stated(reason, 'reason');
      const known = await register.find(investigationId);
      if (known === null || (authority !== null && known.authority !== authority))
        throw new InvestigationRefused('NOT_FOUND', 'there is no such investigation');
      await register.lift(investigationId, instantFromDate(new Date()), by, said);
      const lifted = (await register.find(investigationId)) ?? known;
      await tell(lifted);
      return lifted;
    },
    list: (authority, withLifted) => register.list(authority, withLifted),
    async recover() {
      const untold = await register.untold();
      for (const investigation of untold) await tell(investigation);
      return untold.length;
    },
  };
}

/** It must say something: it is why others are not told. @throws InvestigationRefused */
function stated(text: string, what: 'basis' | 'reason'): string {
  const said = statedReason(text);
  if (said === null) throw new InvestigationRefused('BLANK_BASIS', `a ${what} must be given`);
  return said;
}
