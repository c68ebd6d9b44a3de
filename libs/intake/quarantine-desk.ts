import type { Instant, Problem } from '#contracts';
import type { AppendRequest, QuarantineEntry, QuarantinePage, QuarantineQuery } from '#event-store';
import { streamName } from '#personal-data';
import type { Transfer } from './aftermath.js';
import { operationEvent } from './operation-events.js';
import type { Passage, PassageDependencies } from './passage.js';
import type { Receipt } from './receipt.js';
import { readBody } from './refusal.js';

/** An entry with the event as it was sent; `event` is undefined where it was not to be kept. */
export interface ShownEntry extends QuarantineEntry {
  readonly event: unknown;
}

/** How a second try ended. `id-changed`: a mended event must keep the id, source and authority it was sent under. */
export type RequeueOutcome =
  | { readonly kind: 'accepted'; readonly receipt: Receipt }
  | { readonly kind: 'refused'; readonly receipt: Receipt; readonly problem: Problem }
  | { readonly kind: 'not-found' | 'not-open' | 'no-body' | 'id-changed' };

/** How discarding ended. */
export type DiscardOutcome = 'discarded' | 'not-found' | 'not-open';

interface DeskDependencies extends PassageDependencies {
  readonly passage: Passage;
}

/** Who takes events from the quarantine where their object came to its new master. */
const INTAKE_ITSELF = 'intake';
const PAGE = 100;

/** What an operator does with quarantined events; each act that changes something is an event that names him. */
export class QuarantineDesk {
  constructor(private readonly dependencies: DeskDependencies) {}

  list(query: QuarantineQuery): Promise<QuarantinePage> {
    return this.dependencies.quarantine.list(query);
  }

  /** An entry opened for the operator; null where there is none of this id. */
  async show(quarantineId: string): Promise<ShownEntry | null> {
    const entry = await this.dependencies.quarantine.find(quarantineId);
    return entry && { ...entry, event: readBody(entry, this.dependencies.vault.authority) };
  }

  /** Judges the event again, as it is or mended; where it is accepted, the entry is closed. */
  async requeue(quarantineId: string, operator: string, mended?: unknown): Promise<RequeueOutcome> {
    const shown = await this.show(quarantineId);
    if (!shown) return { kind: 'not-found' };
    if (shown.status !== 'open') return { kind: 'not-open' };
    const isMended = mended !== undefined;
    if (!isMended && shown.event === undefined) return { kind: 'no-body' };
    if (isMended && !keepsIdentity(mended, shown)) return { kind: 'id-changed' };
    return this.tryAgain(shown, isMended ? mended : shown.event, operator, isMended);
  }

  async discard(quarantineId: string, operator: string): Promise<DiscardOutcome> {
    const { quarantine } = this.dependencies;
    const entry = await quarantine.find(quarantineId);
    if (!entry) return 'not-found';
    if (entry.status !== 'open') return 'not-open';
    await this.record(operation(entry, 'operation.quarantine-discarded', operator, false, this.dependencies.now()));
    return (await quarantine.settle(quarantineId, 'discarded')) ? 'discarded' : 'not-open';
  }

  /** The new master's events that came too early are tried again, in the order they came. */
  async requeueForNewMaster({ authority, subject, toSource }: Transfer): Promise<void> {
    await this.requeueAll({ authorities: [authority], sources: [toSource], subject });
  }

  /** For the start: what waits for a master that has come is tried, in case the process stopped before it could. */
  async requeueWhoseMasterCame(): Promise<number> {
    return this.requeueAll({});
  }

  private async requeueAll(asked: Omit<QuarantineQuery, 'limit' | 'after' | 'status' | 'rule'>): Promise<number> {
    const { quarantine, vault } = this.dependencies;
    let tried = 0;
    let after: string | undefined;
    do {
      const query = { ...asked, status: 'open', rule: 'not-master', limit: PAGE } as const;
      const page = await quarantine.list(after === undefined ? query : { ...query, after });
      for (const entry of await this.whoseMasterCame(page.entries)) {
        const event = readBody(entry, vault.authority);
        if (event !== undefined) await this.tryAgain({ ...entry, event }, event, INTAKE_ITSELF, false);
        tried++;
      }
      after = page.next ?? undefined;
    } while (after !== undefined);
    return tried;
  }

  /** One look-up for a page: of thousands that wait, few have got their master. */
  private async whoseMasterCame(entries: readonly QuarantineEntry[]): Promise<readonly QuarantineEntry[]> {
    const records = await this.dependencies.vault.recordsOf(entries.map(streamOf));
    return entries.filter((entry) => records.get(streamOf(entry))?.masterSource === entry.source);
  }

  private async tryAgain(entry: ShownEntry, event: unknown, by: string, isMended: boolean): Promise<RequeueOutcome> {
    const { passage, quarantine, now } = this.dependencies;
    const sender = { kind: 'operator', name: by } as const;
    const { receipts, transfers } = await passage.take([event], sender, {}, { isRequeue: true, keepsRefused: false });
    const receipt = receipts[0];
    if (!receipt) throw new Error('an event that was tried again has no receipt');
    if (receipt.problem) {
      return { kind: 'refused', receipt: { ...receipt, quarantineId: entry.quarantineId }, problem: receipt.problem };
    }
    await this.record(operation(entry, 'operation.quarantine-requeued', by, isMended, now()));
    await quarantine.settle(entry.quarantineId, 'accepted');
    for (const transfer of transfers) await this.requeueForNewMaster(transfer);
    return { kind: 'accepted', receipt };
  }

  private async record(act: AppendRequest): Promise<void> {
    await this.dependencies.store.append(act);
  }
}

function operation(
  { quarantineId, authority }: QuarantineEntry,
  name: 'operation.quarantine-requeued' | 'operation.quarantine-discarded',
  by: string,
  mended: boolean,
  now: Instant,
): AppendRequest {
  return operationEvent(name, authority, { quarantineId, by, mended }, now);
}

/** The stream of the object that an entry is about; party events, whose streams are named otherwise, wait for no master. */
function streamOf({ subject, authority }: QuarantineEntry): string {
  const [family = '', objectId = ''] = (subject ?? '').split('/');
  return streamName(family, authority ?? '', objectId);
}

const IDENTITY = ['id', 'source', 'authority'] as const;

/**
 * Who it was: as it was sent, or as it lies here where it was sent for a foreign authority. What could not be read of it
 * may be anything.
 */
function keepsIdentity(mended: unknown, entry: ShownEntry): boolean {
  return IDENTITY.every((name) => {
    const [held, given] = [entry[name], attributeOf(mended, name)];
    return held === null || given === held || (given !== undefined && given === attributeOf(entry.event, name));
  });
}

function attributeOf(event: unknown, name: (typeof IDENTITY)[number]): unknown {
  return typeof event === 'object' && event !== null ? (event as Record<string, unknown>)[name] : undefined;
}
