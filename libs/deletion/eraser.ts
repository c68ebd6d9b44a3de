import type { DataOf, Instant } from '#contracts';
import type { EventStore, Quarantine, StoredEvent } from '#event-store';
import {
  familyOfStream,
  streamName,
  successorNodeId,
  type DestroyedKeys,
  type KeyVault,
  type StoredMetadata,
} from '#personal-data';
import type { PartyNodes } from '#read-models/queries';
import { notFound, stated } from './errors.js';
import { erasureEvent, erasureId, erasureStream, stored, type ErasureEvent } from './erasure-event.js';
import type { Holds } from './holds.js';
import { forgetNaming } from './quarantined.js';
import { toldOf, type ForgetAccess } from './told.js';
import { PARTY, type Erased, type FindParty, type Target } from './scope.js';

export interface EraserDependencies {
  readonly store: EventStore;
  readonly vault: KeyVault;
  readonly quarantine: Quarantine;
  readonly holds: Holds;
  readonly findParty: FindParty;
  readonly forgetAccess: ForgetAccess;
  readonly now: () => Instant;
}

/**
 * Erases objects and persons for good. Marked before its event is appended, its keys destroyed last: a process that is killed
 * in between leaves a mark by which the next one finds it and goes on (ADR 0008), and each step may be done again.
 */
export class Eraser {
  constructor(private readonly dependencies: EraserDependencies) {}

  /** What was erased before answers as it was then. @throws DeletionRefused */
  async erase(target: Target, basis: string, by: string): Promise<Erased> {
    const said = { basis: stated(basis, 'basis'), by };
    return target.family === PARTY ? this.eraseParty(target, said) : this.eraseObject(target, said);
  }

  /** Ends erasures that were stored by a process that stopped before it could; tells how many. */
  async recover(): Promise<number> {
    const { store, vault } = this.dependencies;
    const marks = await vault.unfinishedPurges();
    const traces = await store.lookUp([...new Set(marks.map(({ eventId }) => eventId))]);
    let finished = 0;
    for (const [eventId, { stream }] of traces) {
      const event = (await store.readStream(stream)).find((each) => each.eventId === eventId);
      if (event?.type.startsWith('erasure.') !== true) continue;
      await this.carryOut(written(event));
      finished++;
    }
    return finished;
  }

  /**
   * After an older backup was put back: destroys again what was destroyed since, and puts back the events by which it was, so
   * that histories tell when and why. Done again, it changes nothing.
   */
  async redo(destroyed: readonly DestroyedKeys[]): Promise<number> {
    const { store, vault, quarantine } = this.dependencies;
    let keys = 0;
    for (const { streams, because } of destroyed) {
      keys += streams.length;
      if (because !== undefined && !(await store.lookUp([because.eventId])).has(because.eventId))
        await store.append({ stream: because.stream, expectedRevision: 'any', events: [stored(because)] });
      if (because?.type.startsWith('erasure.') === true) {
        await this.carryOut({ ...because, type: because.type as ErasureEvent['type'] });
        continue;
      }
      if (because !== undefined) {
        const { authority, source, objectId } = JSON.parse(because.metadata) as StoredMetadata;
        const family = familyOfStream(because.stream);
        const subject = `${family}/${objectId}`;
        await quarantine.forgetBodies({ authority, subject, ...(family === PARTY && { source }) });
      }
      await vault.destroy(streams, because);
    }
    return keys;
  }

  private async eraseObject(target: Target, said: { basis: string; by: string }): Promise<Erased> {
    const { store, vault, holds, now } = this.dependencies;
    const { family, objectId } = target;
    const stream = erasureStream(target);
    const record = (await vault.recordsOf([stream])).get(stream);
    const before = await this.forgottenBy(target);
    if (before) {
      if (record?.destroyed !== true) await this.carryOut(before);
      return erasedOf(before, await this.positionOf(before.eventId));
    }
    if (record?.destroyed === true || (await store.readStream(stream, { limit: 1 })).length === 0) throw notFound();
    await holds.refuseHeld(target, []);
    const event = erasureEvent('erasure.object-erased', target, { family, objectId, ...said }, now());
    return this.record(event, [stream]);
  }

  private async eraseParty(asked: Target, said: { basis: string; by: string }): Promise<Erased> {
    const { holds, findParty, now } = this.dependencies;
    const party = await findParty(asked.authority, asked.objectId);
    if (party === null) throw notFound();
    const target = { ...asked, objectId: party.partyId };
    const before = await this.forgottenBy(target);
    if (before) {
      await this.carryOut(before);
      return erasedOf(before, await this.positionOf(before.eventId));
    }
    await holds.refuseHeld(
      target,
      party.nodes.map(({ nodeId }) => nodeId),
    );
    const event = erasureEvent(
      'erasure.party-erased',
      target,
      { ...(await this.scopeOf(target, party)), ...said },
      now(),
    );
    return this.record(event, streamsOf(event));
  }

  private async record(event: ErasureEvent, streams: readonly string[]): Promise<Erased> {
    const { store, vault } = this.dependencies;
    await vault.markPurging(streams.map((stream) => ({ stream, eventId: event.eventId })));
    const outcome = await store.append({ stream: event.stream, expectedRevision: 'any', events: [stored(event)] });
    if (outcome.status !== 'ok' && outcome.status !== 'duplicate') throw new Error('the erasure could not be stored');
    // Of two that erase one object at a moment the first one's basis stands.
    const told = outcome.status === 'ok' ? event : await this.writtenAs(event);
    await this.carryOut(told);
    return erasedOf(told, outcome.firstPosition);
  }

  /** Everything outside the log forgets, then the keys go, and with them the marks. */
  private async carryOut(event: ErasureEvent): Promise<void> {
    const { vault, quarantine, forgetAccess } = this.dependencies;
    const { authority } = JSON.parse(event.metadata) as StoredMetadata;
    const streams = streamsOf(event);
    const traces = await toldOf(authority, streams, dataOf(event), this.dependencies);
    await forgetAccess(traces);
    for (const object of purgedObjects(authority, event)) await quarantine.forgetBodies(object);
    if (isOfParty(event)) await forgetNaming(authority, traces.ids, this.dependencies);
    await vault.succeed(isOfParty(event) ? dataOf(event).numbers : []);
    await vault.destroy(streams, event);
  }

  private async scopeOf(
    { authority }: Target,
    { partyId, nodes }: PartyNodes,
  ): Promise<Omit<DataOf<'erasure.party-erased'>, 'basis' | 'by'>> {
    const { store, vault } = this.dependencies;
    const subjects: { nodeId: string; source: string; objectId: string }[] = [];
    for (const { nodeId, isSubject } of nodes) {
      if (!isSubject) continue;
      const [first] = await store.readStream(streamName('party', authority, nodeId), { limit: 1 });
      // A subject that was only named, as the other side of a merge, has told nothing.
      if (first === undefined) continue;
      const { source, objectId } = JSON.parse(first.metadata) as StoredMetadata;
      subjects.push({ nodeId, source, objectId });
    }
    const keys = vault.authority(authority);
    const numbers = nodes.flatMap(({ nodeId, isSubject }) =>
      isSubject ? [] : [{ nodeId, successor: successorNodeId(keys, nodeId) }],
    );
    if (subjects.length + numbers.length === 0) throw notFound();
    return { partyId, subjects, numbers };
  }

  private async forgottenBy(target: Target): Promise<ErasureEvent | undefined> {
    const id = erasureId(target);
    const event = (await this.dependencies.store.readStream(erasureStream(target))).find(
      ({ eventId }) => eventId === id,
    );
    return event && written(event);
  }

  private async writtenAs(event: ErasureEvent): Promise<ErasureEvent> {
    const found = (await this.dependencies.store.readStream(event.stream)).find(
      ({ eventId }) => eventId === event.eventId,
    );
    return found ? written(found) : event;
  }

  private async positionOf(eventId: string): Promise<number> {
    return (await this.dependencies.store.lookUp([eventId])).get(eventId)?.position ?? 0;
  }
}

const isOfParty = (event: ErasureEvent): event is ErasureEvent<'erasure.party-erased'> =>
  event.type === 'erasure.party-erased';

/** Written by us, by the schema of its type. */
const dataOf = <N extends ErasureEvent['type']>({ data }: ErasureEvent<N>): DataOf<N> => JSON.parse(data) as DataOf<N>;

/** The streams whose keys an erasure destroys. */
function streamsOf(event: ErasureEvent): string[] {
  const { authority } = JSON.parse(event.metadata) as StoredMetadata;
  if (!isOfParty(event)) return [event.stream];
  const { subjects, numbers } = dataOf(event);
  return [
    ...subjects.map(({ nodeId }) => streamName('party', authority, nodeId)),
    ...numbers.map(({ nodeId }) => streamName('mention', authority, nodeId)),
  ];
}

function purgedObjects(
  authority: string,
  event: ErasureEvent,
): { authority: string; subject: string; source?: string }[] {
  if (isOfParty(event))
    return dataOf(event).subjects.map(({ source, objectId }) => ({ authority, subject: `party/${objectId}`, source }));
  const { family, objectId } = dataOf(event as ErasureEvent<'erasure.object-erased'>);
  return [{ authority, subject: `${family}/${objectId}` }];
}

/** The first byte says that the payload is plain. */
const written = ({ stream, eventId, type, metadata, data }: StoredEvent): ErasureEvent => ({
  stream,
  eventId,
  type: type as ErasureEvent['type'],
  metadata,
  data: data.toString('utf8', 1),
});

function erasedOf(event: ErasureEvent, position: number): Erased {
  const { basis, by } = JSON.parse(event.data) as { basis: string; by: string };
  const { time } = JSON.parse(event.metadata) as StoredMetadata;
  return { id: event.eventId, at: time, basis, by, position };
}
