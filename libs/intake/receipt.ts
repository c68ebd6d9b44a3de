import type { Problem } from '#contracts';
import type { Ended } from './ending.js';

/**
 * What a sender is told of one event, in the order sent. `accepted` is said only of what is durably stored; without a
 * position: of a snapshot's event that equals what is stored.
 */
export interface Receipt {
  /** The id as sent; null where there was none that can be used. */
  readonly id: string | null;
  readonly status: 'accepted' | 'duplicate' | 'quarantined';
  /** Where it stands in the log, of accepted and duplicate events. */
  readonly position?: string;
  readonly quarantineId?: string;
  readonly problem?: Problem;
}

/** The receipts of a step; `kept` has the quarantine entry of what was refused, by place. */
export function receiptsOf(ended: readonly Ended[], kept: ReadonlyMap<number, string>): Receipt[] {
  const receipts: Receipt[] = [];
  for (const [index, { judged, ending }] of ended.entries()) {
    const { id } = judged;
    switch (ending.kind) {
      case 'accepted':
      case 'duplicate':
        receipts.push({ id, status: ending.kind, position: String(ending.position) });
        break;
      case 'same':
        receipts.push({ id, status: 'accepted' });
        break;
      case 'refused':
        receipts.push(quarantined(id, kept.get(index), ending.problem));
        break;
      case 'waits':
        receipts.push(quarantined(id, ending.entry.quarantineId, ending.entry.problem));
        break;
      case 'repeats':
        receipts.push(repeated(receipts[ending.index]));
        break;
    }
  }
  return receipts;
}

function quarantined(id: string | null, quarantineId: string | undefined, problem: Problem): Receipt {
  return { id, status: 'quarantined', ...(quarantineId !== undefined && { quarantineId }), problem };
}

function repeated(original: Receipt | undefined): Receipt {
  if (!original) throw new Error('a repeated event stands before its original');
  return original.status === 'accepted' ? { ...original, status: 'duplicate' } : original;
}
