import type { EventStore, Quarantine } from '#event-store';
import type { KeyVault } from '#personal-data';
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
    const { vault, quarantine } = this.dependencies;
    const transfers: Transfer[] = [];
    for (const { judged, ending } of ended) {
      if (judged.kind !== 'fit' || (ending.kind !== 'accepted' && ending.kind !== 'duplicate')) continue;
      const { authority, family, objectId, source } = judged.event;
      const subject = `${family}/${objectId}`;
      if (isPurge(judged)) {
        await vault.destroy([judged.stream]);
        await quarantine.forgetBodies({ authority, subject, ...(family === 'party' ? { source } : {}) });
      }
      const toSource = transferTargetOf(judged);
      if (toSource === null) continue;
      await vault.transferMaster({ stream: judged.stream, from: source, to: toSource, position: ending.position });
      transfers.push({ authority, subject, toSource });
    }
    return transfers;
  }

  /** Destroys the keys of objects whose purge was stored by a process that stopped before it could. */
  async finishPurges(): Promise<number> {
    const { vault, store } = this.dependencies;
    const marks = await vault.unfinishedPurges();
    if (marks.length === 0) return 0;
    const stored = await store.lookUp(marks.map((mark) => mark.eventId));
    const due = marks.filter((mark) => stored.has(mark.eventId));
    const never = marks.filter((mark) => !stored.has(mark.eventId));
    if (due.length > 0) await vault.destroy(due.map((mark) => mark.stream));
    if (never.length > 0) await vault.clearPurging(never);
    return due.length;
  }
}
