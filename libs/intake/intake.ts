import { instantFromDate, type Instant } from '#contracts';
import type { EventStore, Quarantine } from '#event-store';
import type { KeyVault } from '#personal-data';
import { asIntakeError } from './errors.js';
import { InFlight } from './in-flight.js';
import type { Received } from './judge.js';
import { Passage, type HoldCheck, type PassageResult } from './passage.js';
import { QuarantineDesk } from './quarantine-desk.js';
import type { Receipt } from './receipt.js';
import type { Sender } from './sender.js';
import { endOfStep, type CompareSnapshot } from './snapshot-desk.js';

/** Where intake tells of what an operator should know. */
export interface IntakeLog {
  info(details: object, message: string): void;
}

/** What intake works with. */
export interface IntakeDependencies {
  readonly store: EventStore;
  readonly vault: KeyVault;
  readonly quarantine: Quarantine;
  readonly log: IntakeLog;
  /** Of the house; injected so that tests can stand still. Default: the system's. */
  readonly clock?: () => Date;
  /** Holds the events of snapshots against what is stored; absent: all of them are stored. */
  readonly compareSnapshot?: CompareSnapshot;
  /** Events being taken in at once, above which senders are told to wait. */
  readonly maxInFlight?: number;
  /** Tells which purges are of something held; left out: none. */
  readonly holds?: HoldCheck;
}

/** The one way in, whatever the events came by. */
export interface Intake {
  /**
   * Judges, identifies, seals and appends; one receipt for each event, in order. Rejects with IntakeBusy or
   * IntakeUnavailable only: never for what was sent.
   */
  accept(raw: readonly unknown[], sender: Sender, received?: Received): Promise<Receipt[]>;
  /** The operator's desk. */
  readonly desk: QuarantineDesk;
  /** Finishes what a stopped process had begun: keys to destroy, events to take from quarantine. For the start. */
  recover(): Promise<void>;
  /** Events being taken in now; for metrics. */
  readonly inFlight: number;
}

/** Events judged and appended together; a larger request is taken in such steps, so that others get their turn. */
const STEP = 500;
const DEFAULT_MAX_IN_FLIGHT = 20_000;

/** Opens the way in. */
export function createIntake(dependencies: IntakeDependencies): Intake {
  const { clock = () => new Date(), maxInFlight = DEFAULT_MAX_IN_FLIGHT } = dependencies;
  const now = (): Instant => instantFromDate(clock());
  const passage = new Passage({ ...dependencies, now });
  const inFlight = new InFlight(maxInFlight);
  const desk = new QuarantineDesk({ ...dependencies, now, passage });

  const accept = async (raw: readonly unknown[], sender: Sender, received: Received = {}): Promise<Receipt[]> =>
    inFlight.admit(raw.length, async () => {
      const receipts: Receipt[] = [];
      for (let from = 0, to: number; from < raw.length; from = to) {
        to = endOfStep(raw, from, STEP);
        const step = await passage.take(raw.slice(from, to), sender, fromPlace(received, from));
        receipts.push(...step.receipts);
        await followUp(step, desk);
      }
      return receipts;
    });

  return {
    accept: (raw, sender, received) => named(accept(raw, sender, received)),
    desk,
    recover: () => named(recover(passage, desk, dependencies.log)),
    get inFlight() {
      return inFlight.count;
    },
  };
}

function fromPlace(received: Received, from: number): Received {
  return { dataBytes: (index) => received.dataBytes?.(from + index) };
}

/** What other events of the quarantine may follow from what was just accepted. */
async function followUp({ transfers }: PassageResult, desk: QuarantineDesk): Promise<void> {
  for (const transfer of transfers) await desk.requeueForNewMaster(transfer);
}

async function recover(passage: Passage, desk: QuarantineDesk, log: IntakeLog): Promise<void> {
  const purges = await passage.aftermath.finishPurges();
  const requeued = await desk.requeueWhoseMasterCame();
  if (purges + requeued > 0) log.info({ purges, requeued }, 'finished what a stopped process had begun');
}

async function named<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw asIntakeError(error);
  }
}
