import type { Instant } from '#contracts';
import { createIntake, type Receipt } from '#intake';
import { InMemoryLog, openInMemoryEventStore, openInMemoryQuarantine } from '#event-store';
import { openInMemoryKeyVault, subjectNodeId } from '#personal-data';
import type { RightsQueries } from '#read-models/queries';
import { answersOver, rightsOver } from '#read-models/testing';
import { askingOf } from '../support/asking.js';
import type { House } from '../support/house.js';
import { authorities } from './authorities.js';
import { factOf, type Fact, type RawEvent } from './twin.js';
import { instant } from './twin/calendar.js';
import type { Asked } from './views.js';
import { batchesOf, type Arrival, type World } from './worlds.js';

const nextAuthority = authorities();
const silent = { info: () => undefined, warn: () => undefined };

/** A world that has been published under an authority, and what of it was taken in, in its order. */
export interface Published {
  readonly authority: string;
  readonly facts: readonly Fact[];
}

/** Publishes a world under an authority of its own. */
export async function publish(house: House, { events }: World, arrival: Arrival): Promise<Published> {
  const authority = nextAuthority();
  const before = await house.stores.eventStore.head();
  const accepted = await handIn(events, arrival, authority, (raw) => house.publish(raw));
  await house.settle();
  return { authority, facts: factsOf(accepted, await house.recordedTimes(before)) };
}

/** When the tests in memory are run: after everything that is registered, and before what is told of the far future. */
export const MEMORY_NOW = '2026-06-01T12:00:00.000000Z';
const MEMORY_AUTHORITY = authorities()();

/** The whole way in over adapters in memory, and the product's handlers behind it. */
export interface MemoryHouse {
  readonly authority: string;
  /** Each call is recorded a millisecond after the one before it, unless it is said to be at the same moment. */
  take(raw: readonly RawEvent[], isSameMoment?: boolean): Promise<readonly Receipt[]>;
  /** What can be asked now. */
  asked(): Promise<Asked>;
  /** What could be asked at a moment: of what had been recorded, by the clock of then. */
  askedAt(moment: Instant): Promise<Asked>;
  /** What rights let through, by all that is recorded. */
  rights(): Promise<RightsQueries>;
  /** By which a source's own party can be asked for. */
  idOfSubject(source: string, uuid: string): string;
  recordedTimes(): Promise<ReadonlyMap<number, Instant>>;
}

export function openMemoryHouse(): MemoryHouse {
  let recording = Date.parse('2026-01-01T00:00:00Z');
  const store = openInMemoryEventStore({ log: new InMemoryLog(() => recording) });
  const vault = openInMemoryKeyVault();
  const clock = (): Date => new Date(MEMORY_NOW);
  const intake = createIntake({ store, vault, quarantine: openInMemoryQuarantine(), log: silent, clock });
  const stored = async () => (await store.readAll(0, 1_000)).events;
  return {
    authority: MEMORY_AUTHORITY,
    take(raw, isSameMoment = false) {
      recording += isSameMoment ? 0 : 1;
      return intake.accept(raw, { kind: 'operator', name: 'test' });
    },
    async asked() {
      const queries = answersOver(await vault.open(await stored()), { keyring: vault.authority, clock });
      return { queries, ...askingOf(queries) };
    },
    async askedAt(moment) {
      const known = (await stored()).filter(({ recordedAt }) => recordedAt <= moment);
      const then = (): Date => new Date(moment);
      const queries = answersOver(await vault.open(known), { keyring: vault.authority, clock: then });
      return { queries, ...askingOf(queries) };
    },
    rights: async () => rightsOver(await vault.open(await stored()), { keyring: vault.authority, clock }),
    idOfSubject: (source, uuid) => subjectNodeId(vault.authority(MEMORY_AUTHORITY), source, uuid),
    recordedTimes: async () => new Map((await stored()).map(({ position, recordedAt }) => [position, recordedAt])),
  };
}

/** Publishes a world in memory. */
export async function publishInMemory(
  { events }: World,
  arrival: Arrival,
): Promise<Published & { asked: Asked; house: MemoryHouse }> {
  const house = openMemoryHouse();
  const { authority } = house;
  const accepted = await handIn(events, arrival, authority, (raw, batch) => house.take(raw, batch % 3 === 0));
  return {
    authority,
    facts: factsOf(accepted, await house.recordedTimes()),
    asked: await house.asked(),
    house,
  };
}

type Accept = (raw: readonly RawEvent[], batch: number) => Promise<readonly Receipt[]>;

async function handIn(
  events: World['events'],
  arrival: Arrival,
  authority: string,
  accept: Accept,
): Promise<Map<number, RawEvent>> {
  const accepted = new Map<number, RawEvent>();
  for (const [number, batch] of batchesOf(events, arrival).entries()) {
    const raw = batch.map((draft): RawEvent & { specversion: string } => ({ ...draft, specversion: '1.0', authority }));
    const receipts = await accept(raw, number);
    receipts.forEach(({ status, position, problem }, index) => {
      const event = raw[index];
      if (status === 'accepted' && event) accepted.set(Number(position), event);
      // What depends on the order of arrival is kept out of the worlds, but for what comes after a purge.
      if (status === 'quarantined' && problem?.rule !== 'purged-object')
        throw new Error(`${event?.type ?? ''} was quarantined: ${JSON.stringify(problem)}`);
    });
  }
  return accepted;
}

const factsOf = (accepted: ReadonlyMap<number, RawEvent>, recorded: ReadonlyMap<number, Instant>): Fact[] =>
  [...accepted]
    .sort(([a], [b]) => a - b)
    .map(([position, event]) => factOf(event, position, instant(recorded.get(position) ?? '')));
