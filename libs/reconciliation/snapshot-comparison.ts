import type { Instant } from '#contracts';
import type { EventStore } from '#event-store';
import type { CompareSnapshot, SnapshotOutcome, ToldObject } from '#intake';
import type { KeyVault } from '#personal-data';
import type { OpenedRecord } from '#projection-engine';
import { compareFounding } from './comparison.js';
import { namesBy, namesTold, type PartyNames } from './party-names.js';

/** What comparing reads from. */
export interface ComparisonDependencies {
  readonly store: EventStore;
  readonly vault: KeyVault;
}

/**
 * For intake: holds the founding events of a snapshot against the streams of their objects. It asks the log and no read
 * model, so what was accepted a moment ago counts. Memory is that of the step's objects, however large the snapshot.
 */
export function createSnapshotComparison(dependencies: ComparisonDependencies): CompareSnapshot {
  return async (told, now) => {
    const stored = await storedEvents(
      told.map(({ stream }) => stream),
      dependencies,
    );
    const naming = told.filter(({ mentions }) => namesTold(mentions).size > 0);
    const names = await namesBy(
      naming.flatMap(({ stream }) => stored.get(stream) ?? []),
      dependencies,
    );
    return told.map((each) => outcomeOf(each, stored.get(each.stream) ?? [], names.get(each.stream), now));
  };
}

/** The events of each stream, opened, in order. */
export async function storedEvents(
  streams: readonly string[],
  { store, vault }: ComparisonDependencies,
): Promise<ReadonlyMap<string, readonly OpenedRecord[]>> {
  const byStream = new Map<string, OpenedRecord[]>();
  for (const event of await vault.open(await store.readStreams(streams))) {
    const before = byStream.get(event.stream);
    if (before === undefined) byStream.set(event.stream, [event]);
    else before.push(event);
  }
  return byStream;
}

function outcomeOf(
  { event, mentions }: ToldObject,
  stored: readonly OpenedRecord[],
  names: PartyNames | undefined,
  now: Instant,
): SnapshotOutcome {
  const { isHere, differences } = compareFounding(stored, event, now);
  if (!isHere) return 'missing';
  const isNamedSo = [...namesTold(mentions)].every(([node, name]) => names?.get(node) === name);
  return differences.length === 0 && isNamedSo ? 'same' : 'different';
}
