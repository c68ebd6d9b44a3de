export {
  boundariesAfter,
  emptyRow,
  EXISTS,
  isLeftOut,
  latestTime,
  rankedAt,
  valueAt,
  winnerAt,
  claim,
  claimsOf,
  remember,
  type AssertionRow,
  type Json,
  type Stretch,
  type ViewMoment,
} from './assertions.js';
export { asPurges, ERASURES, isPurge } from './erasures.js';
export { readCheckpoints, type Checkpoint } from './checkpoints.js';
export {
  CheckpointMoved,
  GenerationsDiffer,
  LeaseLost,
  NoSuchGeneration,
  NotYetVisible,
  RebuildUnderway,
  SwapHeldUp,
  UnknownReadModel,
} from './errors.js';
export { readGenerations, type Generation, type GenerationStatus } from './generations.js';
export { assert, found, purge, remove, type Said } from './handling.js';
export { inTransaction } from './locks.js';
export { createTurns, type Turns, type TurnsOptions } from './turns.js';
export {
  claimAllMembers,
  claimMember,
  memberCourse,
  memberKeys,
  membersAt,
  presenceOf,
  type Member,
} from './members.js';
export { readerOf, type Reader } from './page-transaction.js';
export { askOfParked, countParked, readParked, type ParkedAct, type ParkedKey } from './parked-events.js';
export { holdBack, type FailurePolicy, type Parking } from './parking.js';
export { served, type Place } from './place.js';
export { projection, type Projection } from './projection.js';
export {
  foldPage,
  loadRows,
  readable,
  rowReadModel,
  stateTable,
  type PageContext,
  type ReadModel,
  type RowChange,
  type RowReadModelDefinition,
} from './read-model.js';
export type { RebuildProgress } from './rebuild-progress.js';
export { createRebuilding, type Rebuilding, type RebuildOptions, type RebuildOutcome } from './rebuild.js';
export { statementOf, type OpenedRecord, type RecordedEvent } from './recorded-event.js';
export { packRow, unpackRow } from './row-format.js';
export { createProjectionRunner, type ProjectionRunner, type RunnerHealth, type RunnerOptions } from './runner.js';
export type { RunnerLog } from './runner-log.js';
export { NEVER, segmentsFrom } from './segments.js';
export { compareStatements, covers, rankText, type Statement } from './statement.js';
export { courseOf, paint, paintApart, stretchAt, type Claim, type WonStretch } from './stretches.js';
export {
  removeRows,
  upsertRows,
  WORDS_INDEX,
  wordsIndex,
  type DerivedRows,
  type ColumnValue,
  type PlacedTable,
  type TableDefinition,
  type TableRow,
} from './table.js';
export { lostWords } from './vocabulary.js';
export { partsAround } from './word-parts.js';
export { sweepVocabulary } from './vocabulary-sweep.js';
export { fold, wordsOf } from './words.js';
