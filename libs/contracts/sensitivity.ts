import { Sensitivity } from './vocabulary.js';

const LEVELS: readonly unknown[] = (Sensitivity as unknown as { readonly enum: readonly string[] }).enum;

/** Place of a sensitivity in the rising order, from 0. Unknown counts as the strictest: a right is never widened by what is not known. */
export function sensitivityRank(name: string | null): number {
  const rank = LEVELS.indexOf(name);
  return rank < 0 ? LEVELS.length - 1 : rank;
}
