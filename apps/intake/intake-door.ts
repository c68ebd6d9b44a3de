import { configureContracts } from '#contracts';
import { createIntake, type Intake, type QuarantineDesk } from '#intake';
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
export async function openIntakeDoor(
  { eventStore, vault, quarantine }: Stores,
  log: Log,
  { isProduction }: Configuration,
): Promise<IntakeDoor> {
  configureContracts({ allowHttpHops: !isProduction });
  const compareSnapshot = createSnapshotComparison({ store: eventStore, vault });
  const intake = createIntake({ store: eventStore, vault, quarantine, log, compareSnapshot });
  await intake.recover();
  return intake;
}
