import type { EventDigest } from '#event-store';
import type { Fault } from './verdict.js';

/** Whether an event tells that the data of a row were to be forgotten. */
export type IsForgettingTold = (row: EventDigest) => Promise<boolean>;

/** Of a forgotten row: its leaf is what it was, and only the event that tells of it beforehand says that its time was over. */
export async function untoldForgetting(row: EventDigest, isTold: IsForgettingTold): Promise<Fault | null> {
  if (await isTold(row)) return null;
  return { position: row.position, what: 'an event was forgotten, and nothing tells that its time was over' };
}
