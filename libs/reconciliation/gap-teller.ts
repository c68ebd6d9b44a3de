import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { instantFromDate } from '#contracts';
import type { AppendRequest, EventStore } from '#event-store';
import { operationEvent } from '#intake';
import { untoldGaps, type UntoldGap } from '#read-models/queries';

/** What the teller works with. */
export interface GapTellerOptions {
  readonly pool: Pool;
  readonly store: EventStore;
  readonly log: { warn(details: object, message: string): void };
  /** How often it looks; default a second. */
  readonly everyMs?: number;
}

/** Records the gaps of sources in the log for as long as it runs. */
export interface GapTeller {
  start(): void;
  /** Ends after the turn in hand. */
  stop(): Promise<void>;
}

const AT_ONCE = 500;

/**
 * Records each opening and closing as an event. The read model sees gaps, in the same way at every reading of the log, and
 * marks as told what stands in the log; this appends what is not marked. Ids of the events follow from the gap: done twice,
 * by two processes, after a crash or a rebuild, an event is stored once.
 */
export function createGapTeller({ pool, store, log, everyMs = 1_000 }: GapTellerOptions): GapTeller {
  let stopping = new AbortController();
  let running: Promise<void> | undefined;
  const run = async (signal: AbortSignal): Promise<void> => {
    let isFailing = false;
    while (!signal.aborted) {
      try {
        await tellGaps(pool, store);
        isFailing = false;
      } catch (error) {
        // The database or the log is away, or the tables are being made: what is not told now is told at a later turn.
        const { code } = error as { code?: unknown };
        if (!isFailing) log.warn({ code }, 'gaps of sources could not be recorded; trying again');
        isFailing = true;
      }
      await sleep(everyMs, undefined, { signal }).catch(() => undefined);
    }
  };
  return {
    start() {
      if (running !== undefined) return;
      stopping = new AbortController();
      running = run(stopping.signal);
    },
    async stop() {
      stopping.abort();
      await running;
      running = undefined;
    },
  };
}

/** One turn: what the read model has seen and the log does not tell. */
export async function tellGaps(pool: Pool, store: EventStore): Promise<void> {
  const gaps = await untoldGaps(pool, AT_ONCE);
  if (gaps.length > 0) await store.appendAll(gaps.flatMap(actsOf));
}

function actsOf({
  id: gapId,
  authority,
  source,
  openedAt,
  closedAt,
  missing,
  openingTold,
}: UntoldGap): AppendRequest[] {
  const now = instantFromDate(new Date());
  const opened = { gapId, source, missing, at: openedAt };
  const acts = openingTold ? [] : [operationEvent('operation.gap-opened', authority, opened, now)];
  if (closedAt === null) return acts;
  return [...acts, operationEvent('operation.gap-closed', authority, { gapId, source, missing: 0, at: closedAt }, now)];
}
