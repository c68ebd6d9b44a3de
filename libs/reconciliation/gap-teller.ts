import type { Pool } from 'pg';
import { instantFromDate } from '#contracts';
import type { AppendRequest, EventStore } from '#event-store';
import { operationEvent } from '#intake';
import { untoldGaps, type UntoldGap } from '#read-models/queries';

const AT_ONCE = 500;

/**
 * One turn: records each opening and closing of a gap that the log does not tell of. The read model sees gaps, in the same way
 * at every reading of the log, and marks as told what stands in the log; this appends what is not marked. Ids of the events
 * follow from the gap: done twice, by two processes, after a crash or a rebuild, an event is stored once.
 */
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
