import type { Problem } from '#contracts';
import type { Verdict } from './admission.js';
import type { FitEvent, UnfitEvent } from './judge.js';

/** An event after the rules that need no store. */
export type JudgedEvent = FitEvent | UnfitEvent;

/** How one event of a step ended. `repeats` is told by the receipt of another event of the step. */
export type Ending =
  | { readonly kind: 'accepted' | 'duplicate'; readonly position: number }
  | { readonly kind: 'refused'; readonly problem: Problem }
  | Extract<Verdict, { kind: 'repeats' | 'waits' | 'same' }>;

/** An event and how it ended. */
export interface Ended {
  readonly judged: JudgedEvent;
  readonly ending: Ending;
}
