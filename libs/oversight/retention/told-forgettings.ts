import type { DataOf } from '#contracts';
import type { EventStore } from '#event-store';
import type { KeyVault, StoredMetadata } from '#personal-data';

type Forgetting = DataOf<'operation.access-forgotten'>;

const PAGE = 1_000;
const BLOCK = 1 << 20;
const BITS = 8;

/**
 * Tells of an entry of the access log whether the log of events says that it was to be forgotten. That log is read when it is
 * first asked for, and on from there where an entry is not among those told so far: one may be forgotten meanwhile.
 */
export function toldForgettings({
  eventStore,
  vault,
}: {
  readonly eventStore: Pick<EventStore, 'readAll'>;
  readonly vault: Pick<KeyVault, 'open'>;
}): (entry: { readonly position: number; readonly metadata: string }) => Promise<boolean> {
  const positions = new Positions();
  /** Of events that name no positions: by authority, before when. */
  const before = new Map<string, string>();
  let readTo = 0;
  const readOn = async (): Promise<void> => {
    for (;;) {
      const page = await eventStore.readAll(readTo, PAGE, { types: ['operation.access-forgotten'] });
      for (const { authority, data } of await vault.open(page.events)) {
        const told = data as Forgetting;
        told.positions?.forEach((position) => positions.add(position));
        if (told.positions === undefined && told.before > (before.get(authority) ?? ''))
          before.set(authority, told.before);
      }
      readTo = page.checkpoint;
      if (page.caughtUp) return;
    }
  };
  const isTold = (position: number, metadata: string): boolean =>
    positions.has(position) || (before.size > 0 && isBefore(metadata));
  const isBefore = (metadata: string): boolean => {
    try {
      const { authority, time } = JSON.parse(metadata) as Pick<StoredMetadata, 'authority' | 'time'>;
      return time < (before.get(authority) ?? '');
    } catch {
      // Not as it was written: nothing is told of it.
      return false;
    }
  };
  return async ({ position, metadata }) => {
    if (isTold(position, metadata)) return true;
    await readOn();
    return isTold(position, metadata);
  };
}

/** A bit each: of years of views there are millions. */
class Positions {
  readonly #blocks = new Map<number, Uint8Array>();

  add(position: number): void {
    const key = Math.floor(position / BLOCK);
    const block = this.#blocks.get(key) ?? new Uint8Array(BLOCK / BITS);
    this.#blocks.set(key, block);
    const bit = position % BLOCK;
    block[bit >> 3] = (block[bit >> 3] ?? 0) | (1 << (bit % BITS));
  }

  has(position: number): boolean {
    const bit = position % BLOCK;
    return (((this.#blocks.get(Math.floor(position / BLOCK))?.[bit >> 3] ?? 0) >> (bit % BITS)) & 1) === 1;
  }
}
