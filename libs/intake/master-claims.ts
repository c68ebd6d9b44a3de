import type { EventStore } from '#event-store';
import type { KeyVault, StreamRecord, StreamWanted } from '#personal-data';
import type { FitEvent } from './judge.js';

/** A claim this old whose founding event is not in the log was made by a process that died before it could append. */
const CLAIM_LAPSES_AFTER_MS = 60_000;

type Records = ReadonlyMap<string, StreamRecord>;

/**
 * Makes the keys that the events need and claims the objects that they found: the first founding event of an object
 * makes its source the master. Claims are made before the append, so that two sources can never both be told `accepted`.
 */
export async function claimAndKey(
  events: readonly FitEvent[],
  records: Records,
  vault: KeyVault,
  store: EventStore,
): Promise<Records> {
  const wanted = new Map<string, StreamWanted>();
  for (const fit of events) {
    const record = records.get(fit.stream);
    if (record?.destroyed === true) continue;
    const claims = fit.founding && fit.event.family !== 'party' && !record?.masterSource;
    const claim = claims ? { source: fit.event.source, eventId: fit.eventId } : undefined;
    const before = wanted.get(fit.stream);
    if (!record?.key || claim)
      wanted.set(
        fit.stream,
        before?.claim || !claim ? (before ?? { stream: fit.stream }) : { stream: fit.stream, claim },
      );
    for (const { stream } of fit.mentions) {
      const party = records.get(stream);
      if (!party?.key && party?.destroyed !== true && !wanted.has(stream)) wanted.set(stream, { stream });
    }
  }
  const known = wanted.size === 0 ? records : new Map([...records, ...(await vault.ensureKeys([...wanted.values()]))]);
  return takeOverLapsed(events, known, vault, store);
}

/** Only where an event would be refused as `not-master` is it worth asking whether the master ever was one. */
async function takeOverLapsed(
  events: readonly FitEvent[],
  records: Records,
  vault: KeyVault,
  store: EventStore,
): Promise<Records> {
  const doubtful = new Map<string, { readonly fit: FitEvent; readonly foundedBy: string }>();
  const claimedBefore = Date.now() - CLAIM_LAPSES_AFTER_MS;
  for (const fit of events) {
    const record = records.get(fit.stream);
    if (!record?.masterSource || !record.foundedBy || fit.event.family === 'party') continue;
    if (
      record.masterSource === fit.event.source ||
      record.foundedBy === fit.eventId ||
      (record.claimedAt ?? 0) > claimedBefore
    )
      continue;
    doubtful.set(fit.stream, { fit, foundedBy: record.foundedBy });
  }
  if (doubtful.size === 0) return records;
  const founded = await store.lookUp([...doubtful.values()].map(({ foundedBy }) => foundedBy));
  const settled = new Map(records);
  for (const [stream, { fit, foundedBy }] of doubtful) {
    const record = records.get(stream);
    if (founded.has(foundedBy) || !record) continue;
    const claim = fit.founding ? { source: fit.event.source, eventId: fit.eventId } : null;
    if (await vault.releaseMaster(stream, foundedBy, claim))
      settled.set(stream, { ...record, masterSource: claim?.source ?? null });
  }
  return settled;
}
