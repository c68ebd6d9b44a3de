import type { Instant } from '#contracts';
import type { EventStore, Quarantine, QuarantineEntry } from '#event-store';
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

  /** A quarantined event counts as received: without this its number would show as a gap for ever. */
  private async tell(
    entries: readonly QuarantineEntry[],
    written: readonly WrittenRefusal[],
    now: Instant,
  ): Promise<void> {
    const told = new Set<string>();
    const acts = entries.flatMap(({ quarantineId, authority, source, sequence }, at) => {
      if (written[at]?.isTrusted !== true || source === null || sequence === null || told.has(quarantineId)) return [];
      told.add(quarantineId);
      return [operationEvent('operation.event-quarantined', authority, { quarantineId, source, sequence }, now)];
    });
    if (acts.length > 0) await this.dependencies.store.appendAll(acts);
  }
}
