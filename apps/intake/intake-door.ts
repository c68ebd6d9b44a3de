import { openDenials } from '#access';
import { configureContracts } from '#contracts';
import { openDeletion, openHoldCheck } from '#deletion';
import { actTeller, createIntake, type Intake, type QuarantineDesk } from '#intake';
import { openInvestigations } from '#oversight';
import { createSnapshotComparison } from '#reconciliation';
import type { Configuration, Log } from '#runtime';
import type { Stores } from '#stores';

/** The way in of this process. Also the token by which Nest hands it out. */
export abstract class IntakeDoor implements Intake {
  abstract readonly desk: QuarantineDesk;
  abstract readonly inFlight: number;
  abstract accept(...request: Parameters<Intake['accept']>): ReturnType<Intake['accept']>;
  abstract recover(): Promise<void>;
}

/**
 * Opens the way in over the stores of this process and finishes what a stopped one had begun. In development a hop may
 * lead to http, as it does to a source system on the developer's own machine; in production never.
 */
export async function openIntakeDoor(stores: Stores, log: Log, { isProduction }: Configuration): Promise<IntakeDoor> {
  configureContracts({ allowHttpHops: !isProduction });
  const { pool, eventStore: store, vault, quarantine } = stores;
  const compareSnapshot = createSnapshotComparison({ store, vault });
  const intake = createIntake({ store, vault, quarantine, log, compareSnapshot, holds: openHoldCheck(pool) });
  await openDeletion(stores).recover();
  await openDenials({ pool, tell: actTeller(store) }).recover();
  await openInvestigations({ pool, store }).recover();
  await intake.recover();
  return intake;
}
