/** What is forgotten for good, and what may not be: erasure, retention holds, and no byte left behind. */
import type { Pool } from 'pg';
import { instantFromDate } from '#contracts';
import type { EventStore, Quarantine } from '#event-store';
import type { HoldCheck } from '#intake';
import { idOfStream, type KeyVault } from '#personal-data';
import { partyFinder } from '#read-models/queries';
import { Eraser } from './eraser.js';
import { HoldRegister } from './hold-register.js';
import { Holds } from './holds.js';
import { CompactionEntity, RetentionHoldEntity } from './schema/retention-hold.entity.js';
import { CreateRetentionHold1795000003000 } from './schema/retention-hold.migration.js';

export { compact, compactWhenDue, type Compacted } from './compact.js';
export { DeletionRefused } from './errors.js';
export type { Hold } from './hold-register.js';
export { familyOf } from './presence.js';
import { PARTY } from './scope.js';
import type { ForgetAccess } from './told.js';

export { ERASABLE, PARTY, type Erased, type FindParty, type Target } from './scope.js';
export type { AccessTraces, ForgetAccess } from './told.js';

/** The tables of this lib, for the data source that #stores opens. */
export const deletionEntities = [RetentionHoldEntity, CompactionEntity];

/** Their migrations, in order. */
export const deletionMigrations = [CreateRetentionHold1795000003000];

/** What is erased and what is held, over the stores of a process. */
export interface Deletion {
  readonly eraser: Pick<Eraser, 'erase' | 'redo'>;
  readonly holds: Pick<Holds, 'place' | 'lift' | 'list'>;
  /** Finishes what a stopped process had begun. For the start; before intake's own. */
  recover(): Promise<number>;
}

/** The stores that it works on, as `#stores` opens them. */
export interface DeletionStores {
  readonly pool: Pool;
  readonly eventStore: EventStore;
  readonly vault: KeyVault;
  readonly quarantine: Quarantine;
  readonly accessParts: { readonly forget: ForgetAccess };
}

/** Opens it over the stores of a process. */
export function openDeletion({ pool, eventStore: store, vault, quarantine, accessParts }: DeletionStores): Deletion {
  const now = () => instantFromDate(new Date());
  const findParty = partyFinder(pool);
  const holds = new Holds({ store, vault, findParty, register: new HoldRegister(pool), now });
  const forgetAccess: ForgetAccess = (traces) => accessParts.forget(traces);
  const eraser = new Eraser({ store, vault, quarantine, findParty, forgetAccess, holds, now });
  return { eraser, holds, recover: async () => (await eraser.recover()) + (await holds.recover()) };
}

/** Tells intake which purges that arrive are of something held; a source's subject may be of a held party. */
export function openHoldCheck(pool: Pool): HoldCheck {
  const register = new HoldRegister(pool);
  const findParty = partyFinder(pool);
  return async ({ authority, family, objectId, stream }) => {
    const party = family === PARTY ? await findParty(authority, idOfStream(stream)) : null;
    const ids = party === null ? [objectId] : [party.partyId, ...party.nodes.map(({ nodeId }) => nodeId)];
    return (await register.heldAmong(authority, family, ids)).size > 0;
  };
}
