import { OVERBLIK_SOURCE } from '#contracts';
import type { EventStore, Quarantine } from '#event-store';
import { familyOfStream, type EndOfKeys, type KeyVault, type StoredMetadata } from '#personal-data';
import { isPurge, transferTargetOf } from './admission.js';
import type { Ended } from './ending.js';

/** An object that its master passed on. */
export interface Transfer {
  readonly authority: string;
  /** `<family>/<uuid>`, lower case. */
  readonly subject: string;
  readonly toSource: string;
}

interface AftermathDependencies {
  readonly store: EventStore;
  readonly vault: KeyVault;
  readonly quarantine: Quarantine;
}

/** What stored events ask of intake itself: the keys of purged objects destroyed, masters changed. */
export class Aftermath {
  constructor(private readonly dependencies: AftermathDependencies) {}

  /** Done again for duplicates: the process that stored them may have stopped right after. */
  async follow(ended: readonly Ended[]): Promise<Transfer[]> {
    const { vault } = this.dependencies;
    const transfers: Transfer[] = [];
    for (const { judged, ending } of ended) {
      if (judged.kind !== 'fit' || (ending.kind !== 'accepted' && ending.kind !== 'duplicate')) continue;
      const { authority, family, objectId, source } = judged.event;
      if (isPurge(judged)) await this.purge(judged.stream, judged.event, judged.eventId);
      const toSource = transferTargetOf(judged);
      if (toSource === null) continue;
      await vault.transferMaster({ stream: judged.stream, from: source, to: toSource, position: ending.position });
      transfers.push({ authority, subject: `${family}/${objectId}`, toSource });
    }
    return transfers;
  }

  /** The key last: with it goes the mark by which a purge that was cut short is found again. */
  private async purge(
    stream: string,
    { authority, source, objectId }: Pick<StoredMetadata, 'authority' | 'source' | 'objectId'>,
    eventId: string,
  ): Promise<void> {
    const { vault, quarantine } = this.dependencies;
    const family = familyOfStream(stream);
    const subject = `${family}/${objectId}`;
    await quarantine.forgetBodies({ authority, subject, ...(family === 'party' ? { source } : {}) });
    // Sent again, it is done already.
    if ((await vault.recordsOf([stream])).get(stream)?.destroyed === true) return;
    await vault.destroy([stream], await this.storedAs(stream, eventId));
  }

  /** The purge as it lies in its stream, for the list of destroyed keys: its basis must outlive an older backup. */
  private async storedAs(stream: string, eventId: string): Promise<EndOfKeys | undefined> {
    const found = (await this.dependencies.store.readStream(stream)).find((event) => event.eventId === eventId);
    if (found === undefined) return undefined;
    const { type, metadata, data } = found;
    return { stream, eventId, type, metadata, data: data.toString('utf8', 1) };
  }

  /** Ends purges that were stored by a process that stopped before it could. */
  async finishPurges(): Promise<number> {
    const { vault, store } = this.dependencies;
    const marks = await vault.unfinishedPurges();
    if (marks.length === 0) return 0;
    const stored = await store.lookUp(marks.map((mark) => mark.eventId));
    const never = marks.filter((mark) => !stored.has(mark.eventId));
    for (const { stream, eventId } of marks) {
      const trace = stored.get(eventId);
      if (!trace) continue;
      const metadata = JSON.parse(trace.metadata) as StoredMetadata;
      // An erasure is of our own making and spans more than its stream: whoever erases finishes it.
      if (metadata.source !== OVERBLIK_SOURCE) await this.purge(stream, metadata, eventId);
    }
    if (never.length > 0) await vault.clearPurging(never);
    return marks.length - never.length;
  }
}
