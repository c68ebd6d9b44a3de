import type { Calendar } from './calendar.js';
import type { Outcome, Phase } from './case-kinds/case-kind.js';
import type { CasePlan } from './case-plan.js';
import type { Caseworker } from './caseworkers.js';
import type { Outbox } from './outbox.js';
import type { Identities } from './party-refs.js';
import type { Random } from './random.js';
import type { Slots } from './texts.js';

/** What all parts of one case's story need to know. */
export interface Telling {
  readonly plan: CasePlan;
  readonly outbox: Outbox;
  readonly calendar: Calendar;
  readonly random: Random;
  readonly slots: Slots;
  readonly handler: Caseworker;
  readonly identities: Identities;
  readonly outcome: Outcome;
  /** Days on which the phases begin; those after the calendar's last day have not come yet. */
  readonly phases: readonly { readonly phase: Phase; readonly day: number }[];
}
