/** Who looks after those who look: what is kept of the access log for auditors, citizens and the detection of misuse. */
export { InvestigationRefused, NotYetFollowed } from './errors.js';
export { createFollower, untilFollowed, type Follower, type FollowerOptions } from './following/follower.js';
export {
  isView,
  type LoggedEntry,
  type LoggedView,
  type Register,
  type RegisterContext,
  type RegisterTable,
} from './following/register.js';
export { registers } from './registers.js';
export {
  createAccessEntryQueries,
  type AccessEntryQueries,
  type AccessEntrySources,
  type AccessFilter,
} from './access-entries/access-entries.queries.js';
export type { ShownEntry } from './access-entries/shown-entry.js';
export { openInvestigations, type Investigations } from './investigations/investigations.js';
export type { Covered, Investigation } from './investigations/investigation-register.js';
export { csvHead, csvRow } from './access-entries/access-csv.js';
export type { CitizensEntry } from './access-entries/citizens-entries.js';
export { oversightEntities, oversightMigrations } from './schema/migrations.js';
export { forgetEntries, type ForgettingOptions } from './retention/forget-entries.js';
export { destroyPersonalParts } from './retention/personal-parts.js';
export { toldForgettings } from './retention/told-forgettings.js';
export { backTest, type BackTest, type BackTestFinding } from './misuse/back-test.js';
export { misuseKinds, type MisuseKind } from './misuse/misuse-kinds.js';
export type { MisuseLimit } from './misuse/misuse-limits.js';
export { createMisuseQueries, type MisuseQueries, type MisuseSignalView } from './misuse/misuse-signals.queries.js';
export { tellSignals } from './misuse/misuse-teller.js';
export { unjudgedLookUps, type Unjudged } from './misuse/unjudged.js';
