/** The one way in: judges, identifies, seals and appends events, or keeps them in quarantine, and answers with receipts. */
export { IntakeBusy, IntakeUnavailable } from './errors.js';
export { createIntake, type Intake, type IntakeDependencies, type IntakeLog } from './intake.js';
export type { Received } from './judge.js';
export { actTeller, operationEvent } from './operation-events.js';
export { QuarantineDesk, type DiscardOutcome, type RequeueOutcome, type ShownEntry } from './quarantine-desk.js';
export type { HoldCheck } from './passage.js';
export { readBody } from './refusal.js';
export type { Receipt } from './receipt.js';
export type { CompareSnapshot, SnapshotOutcome, ToldObject } from './snapshot-desk.js';
export type { Cover, Sender } from './sender.js';
