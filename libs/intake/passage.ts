import type { Instant } from '#contracts';
import type { AppendOutcome, AppendRequest, EventStore, EventTrace, Quarantine } from '#event-store';
import type { KeyVault } from '#personal-data';
import { Admission, contentHashIn, ID_REUSED, isPurge, type Standing, type Verdict } from './admission.js';
import { Aftermath, type Transfer } from './aftermath.js';
import type { Ended, Ending, JudgedEvent } from './ending.js';
import { judge, renamed, type FitEvent, type Received } from './judge.js';
import { claimAndKey } from './master-claims.js';
import { receiptsOf, type Receipt } from './receipt.js';
import { RefusalKeeper } from './refusal-keeper.js';
import type { Sender } from './sender.js';
import { SnapshotDesk, type CompareSnapshot } from './snapshot-desk.js';
import { storedForm } from './stored-form.js';

/** What a step of a request came to. */
export interface PassageResult {
  readonly receipts: readonly Receipt[];
  readonly transfers: readonly Transfer[];
}

/** How a step is taken. */
export interface PassageMode {
  /** The open entry itself is being tried again, so it does not stand in its own way. */
  readonly isRequeue?: boolean;
  /** False: what is refused is only told, the entry it came from stays as it is. */
  readonly keepsRefused?: boolean;
}

/** Whether what a purge would forget is under a retention hold. */
export type HoldCheck = (purged: {
  readonly authority: string;
  readonly family: string;
  readonly objectId: string;
  readonly stream: string;
}) => Promise<boolean>;

/** What a passage works with. */
export interface PassageDependencies {
  readonly store: EventStore;
  readonly vault: KeyVault;
  readonly quarantine: Quarantine;
  readonly now: () => Instant;
  /** Absent: every event of a snapshot is stored. */
  readonly compareSnapshot?: CompareSnapshot;
  /** Asked of purges alone; left out: nothing is held. */
  readonly holds?: HoldCheck;
}

interface Appending {
  readonly fit: FitEvent;
  readonly index: number;
  /** Where its own outcome stands among those of all appends; its mentions' stand just before. */
  readonly at: number;
}

/** The way of events from the door into the log or the quarantine: a few set-based statements a step. */
export class Passage {
  readonly aftermath: Aftermath;
  private readonly keeper: RefusalKeeper;
  private readonly snapshots: SnapshotDesk;

  constructor(private readonly dependencies: PassageDependencies) {
    this.aftermath = new Aftermath(dependencies);
    this.keeper = new RefusalKeeper(dependencies);
    this.snapshots = new SnapshotDesk(dependencies);
  }

  async take(
    raw: readonly unknown[],
    sender: Sender,
    received: Received,
    mode: PassageMode = {},
  ): Promise<PassageResult> {
    const { vault, quarantine } = this.dependencies;
    const now = this.dependencies.now();
    const bench = { sender, keyring: vault.authority, now, received };
    const judged = await this.underNodesOfNow(raw.map((each, index) => judge(each, index, bench)));
    const standing = await this.standingOf(judged.filter((each) => each.kind === 'fit'));
    const admission = new Admission(standing, mode.isRequeue ?? false);
    const admitted = judged.map((each, index): Verdict =>
      each.kind === 'fit' ? admission.decide(each, index) : { kind: 'refuse', problem: each.problem },
    );
    const verdicts = await this.snapshots.compare(judged, admitted, standing, now);
    const appended = await this.append(judged, verdicts, standing);
    const ended = judged.map((each, index): Ended => ({
      judged: each,
      ending: endingOf(verdicts[index], appended.get(index)),
    }));
    const transfers = await this.aftermath.follow(ended);
    const kept = mode.keepsRefused === false ? new Map<number, string>() : await this.keeper.keep(ended, sender, now);
    await this.closeEntries(ended, standing, quarantine);
    return { receipts: receiptsOf(ended, kept), transfers };
  }

  /** What names a number that was erased names somebody new: one statement for a step. */
  private async underNodesOfNow(judged: readonly JudgedEvent[]): Promise<readonly JudgedEvent[]> {
    const { vault } = this.dependencies;
    const numbers = new Set<string>();
    for (const each of judged) if (each.kind === 'fit') for (const number of each.numbers) numbers.add(number);
    const successors = await vault.successorsOf([...numbers]);
    if (successors.size === 0) return judged;
    return judged.map((each) => (each.kind === 'fit' ? renamed(each, successors, vault.authority) : each));
  }

  private async standingOf(fits: readonly FitEvent[]): Promise<Standing> {
    if (fits.length === 0) return { traces: new Map(), records: new Map(), waiting: new Map(), held: new Set() };
    const { store, vault, quarantine } = this.dependencies;
    const ids = [...new Set(fits.map((fit) => fit.eventId))];
    const streams = new Set<string>();
    for (const fit of fits) {
      streams.add(fit.stream);
      for (const mention of fit.mentions) streams.add(mention.stream);
    }
    const [traces, records, waiting, held] = await Promise.all([
      store.lookUp(ids),
      vault.recordsOf([...streams]),
      quarantine.openOf(ids),
      heldStreams(fits.filter(isPurge), this.dependencies.holds),
    ]);
    // Known events bring nothing new: for them no key is made and no object claimed.
    const unknown = fits.filter((fit) => !traces.has(fit.eventId));
    return { traces, waiting, held, records: await claimAndKey(unknown, records, vault, store) };
  }

  private async append(
    judged: readonly JudgedEvent[],
    verdicts: readonly Verdict[],
    { records }: Standing,
  ): Promise<ReadonlyMap<number, Ending>> {
    const { store, vault } = this.dependencies;
    const requests: AppendRequest[] = [];
    const appending: Appending[] = [];
    for (const [index, fit] of judged.entries()) {
      if (fit.kind !== 'fit' || verdicts[index]?.kind !== 'append') continue;
      requests.push(...storedForm(fit, records));
      appending.push({ fit, index, at: requests.length - 1 });
    }
    if (requests.length === 0) return new Map();
    const purges = appending.filter(({ fit }) => isPurge(fit));
    if (purges.length > 0)
      await vault.markPurging(purges.map(({ fit }) => ({ stream: fit.stream, eventId: fit.eventId })));
    const outcomes = await store.appendAll(requests);
    // Another request stored an event of the same id between our look and our append: what did it store?
    const raced = appending.filter(({ at }) => outcomes[at]?.status !== 'ok').map(({ fit }) => fit.eventId);
    const traces = raced.length === 0 ? new Map<string, EventTrace>() : await store.lookUp(raced);
    return new Map(appending.map(({ fit, index, at }) => [index, endingOfAppend(fit, outcomes[at], traces)]));
  }

  /** An accepted event closes the entries of those that were sent under its id with other content. */
  private async closeEntries(ended: readonly Ended[], { waiting }: Standing, quarantine: Quarantine): Promise<void> {
    if (waiting.size === 0) return;
    const accepted = ended.flatMap(({ judged, ending }) =>
      judged.kind === 'fit' && (ending.kind === 'accepted' || ending.kind === 'same') && waiting.has(judged.eventId)
        ? [judged.eventId]
        : [],
    );
    if (accepted.length > 0) await quarantine.settleAccepted(accepted);
  }
}

async function heldStreams(purges: readonly FitEvent[], isHeld: HoldCheck | undefined): Promise<ReadonlySet<string>> {
  const held = new Set<string>();
  if (isHeld === undefined) return held;
  for (const { event, stream } of purges) if (await isHeld({ ...event, stream })) held.add(stream);
  return held;
}

function endingOfAppend(
  fit: FitEvent,
  outcome: AppendOutcome | undefined,
  traces: ReadonlyMap<string, EventTrace>,
): Ending {
  if (outcome?.status === 'ok') return { kind: 'accepted', position: outcome.firstPosition };
  const trace = traces.get(fit.eventId);
  if (trace && contentHashIn(trace) === fit.contentHash) return { kind: 'duplicate', position: trace.position };
  return { kind: 'refused', problem: ID_REUSED };
}

function endingOf(verdict: Verdict | undefined, appended: Ending | undefined): Ending {
  switch (verdict?.kind) {
    case 'duplicate':
      return { kind: 'duplicate', position: verdict.position };
    case 'refuse':
      return { kind: 'refused', problem: verdict.problem };
    case 'repeats':
    case 'waits':
    case 'same':
      return verdict;
    case 'append':
    case undefined:
      if (!appended) throw new Error('an event was neither appended nor refused');
      return appended;
  }
}
