import { isUri, type Instant } from '#contracts';
import type { AppendRequest, EventStore, Quarantine, QuarantineEntry } from '#event-store';
import type { KeyVault } from '#personal-data';
import { operationEvent } from './operation-events.js';
import type { Ended } from './ending.js';
import { writeRefusal, type WrittenRefusal } from './refusal.js';
import type { Sender } from './sender.js';

interface KeeperDependencies {
  readonly store: EventStore;
  readonly vault: KeyVault;
  readonly quarantine: Quarantine;
}

/** Puts what was refused into the quarantine, one statement for a step. */
export class RefusalKeeper {
  constructor(private readonly dependencies: KeeperDependencies) {}

  /** The entry of each refused event, by its place in the step. */
  async keep(ended: readonly Ended[], sender: Sender, now: Instant): Promise<ReadonlyMap<number, string>> {
    const { vault, quarantine } = this.dependencies;
    const places: number[] = [];
    const written: WrittenRefusal[] = [];
    for (const [index, { judged, ending }] of ended.entries()) {
      if (ending.kind !== 'refused') continue;
      places.push(index);
      const { raw, event } = judged;
      written.push(writeRefusal({ raw, event, problem: ending.problem }, sender, vault.authority, now));
    }
    if (written.length === 0) return new Map();
    const entries = await quarantine.keep(written.map(({ refused }) => refused));
    await this.tell(entries, written, now);
    return new Map(places.map((place, at) => [place, entries[at]?.quarantineId ?? '']));
  }

  /**
   * A quarantined event counts as received: without this its number would show as a gap for ever, and a source of which all
   * is refused as silent. What has no number says only that the source was heard: once a step says it for all of them.
   */
  private async tell(
    entries: readonly QuarantineEntry[],
    written: readonly WrittenRefusal[],
    now: Instant,
  ): Promise<void> {
    const acts = new Map<string, AppendRequest>();
    for (const [at, { quarantineId, authority, source, sequence }] of entries.entries()) {
      const refusal = written[at];
      // What is no URI is no source, and may be anything.
      if (refusal?.isTrusted !== true || source === null || !isUri(source)) continue;
      // What was sent before was heard then.
      if (sequence === null && quarantineId !== refusal.refused.quarantineId) continue;
      acts.set(
        sequence === null ? `${authority ?? ''} ${source}` : quarantineId,
        operationEvent('operation.event-quarantined', authority, { quarantineId, source, sequence }, now),
      );
    }
    if (acts.size > 0) await this.dependencies.store.appendAll([...acts.values()]);
  }
}
