import { randomUUID } from 'node:crypto';
import { isLocalDate, type Instant } from '#contracts';
import type { EventStore } from '#event-store';
import { operationEvent } from '#intake';
import type { KeyVault } from '#personal-data';
import { DeletionRefused, notFound, stated } from './errors.js';
import type { Hold, HoldRegister } from './hold-register.js';
import { isThere } from './presence.js';
import { PARTY, type FindParty, type Target } from './scope.js';

interface HoldsDependencies {
  readonly store: EventStore;
  readonly vault: KeyVault;
  readonly register: HoldRegister;
  readonly findParty: FindParty;
  readonly now: () => Instant;
}

/** Retention holds: what is held can be neither erased nor purged. Each act is an event that names who did it. */
export class Holds {
  constructor(private readonly dependencies: HoldsDependencies) {}

  /** @param until the last day; null: until it is lifted. @throws DeletionRefused */
  async place(target: Target, basis: string, until: string | null, by: string): Promise<Hold> {
    const { register, now } = this.dependencies;
    if (until !== null && !isLocalDate(until)) throw new DeletionRefused('BAD_DATE', 'until must be a day: YYYY-MM-DD');
    const hold: Hold = {
      ...(await this.existing(target)),
      holdId: randomUUID(),
      basis: stated(basis, 'basis'),
      placedAt: now(),
      placedBy: by,
      until,
      liftedAt: null,
      liftedBy: null,
      reason: null,
    };
    await register.place(hold);
    await this.tell(hold);
    return hold;
  }

  /** @param authority whose holds may be lifted; null: any. @throws DeletionRefused */
  async lift(holdId: string, reason: string, by: string, authority: string | null): Promise<Hold> {
    const { register, now } = this.dependencies;
    const said = stated(reason, 'reason');
    const known = await register.find(holdId);
    if (known === null || (authority !== null && known.authority !== authority))
      throw new DeletionRefused('NOT_FOUND', 'there is no such hold');
    await register.lift(holdId, now(), by, said);
    const lifted = (await register.find(holdId)) ?? known;
    await this.tell(lifted);
    return lifted;
  }

  list(authority: string | null, withPast: boolean): Promise<readonly Hold[]> {
    return this.dependencies.register.list(authority, withPast);
  }

  /** The target, if anything of it is held: a party also by any of the ids that it was known by. @throws DeletionRefused */
  async refuseHeld({ authority, family, objectId }: Target, alsoKnownBy: readonly string[]): Promise<void> {
    const held = await this.dependencies.register.heldAmong(authority, family, [objectId, ...alsoKnownBy]);
    if (held.size > 0) throw new DeletionRefused('RETENTION_HOLD', 'it is under a retention hold: lift the hold first');
  }

  /** Tells the log of acts that a process did not live to tell. */
  async recover(): Promise<number> {
    const untold = await this.dependencies.register.untold();
    for (const hold of untold) await this.tell(hold);
    return untold.length;
  }

  private async existing(target: Target): Promise<Target> {
    const { store, vault, findParty } = this.dependencies;
    if (target.family !== PARTY) {
      if (!(await isThere(store, vault, target))) throw notFound();
      return target;
    }
    const party = await findParty(target.authority, target.objectId);
    if (party === null || party.isErased) throw notFound();
    return { ...target, objectId: party.partyId };
  }

  private async tell(hold: Hold): Promise<void> {
    const { store, register } = this.dependencies;
    const { holdId, authority, family, objectId, basis, until, placedAt, placedBy, liftedAt, liftedBy, reason } = hold;
    const placed = { holdId, family, objectId, basis, until, by: placedBy };
    await store.append(operationEvent('operation.hold-placed', authority, placed, placedAt));
    if (liftedAt !== null) {
      const lifted = { holdId, reason: reason ?? '', by: liftedBy ?? '' };
      await store.append(operationEvent('operation.hold-lifted', authority, lifted, liftedAt));
    }
    await register.told(hold);
  }
}
