import { Seal1764000031000 } from './schema/1764000031000-seal.js';

export type { Erased, EventLine, ExportedEvent, ProofLine } from './bundle/bundle-lines.js';
export { writeBundle, type Bundle } from './bundle/write-bundle.js';
export { verifyBundle, type BundleVerdict } from './bundle/verify-bundle.js';
export { SealError } from './errors.js';
export { derivedColumns, leafBytes, leafHashOf } from './leaf.js';
export { Frontier } from './merkle/frontier.js';
export { EMPTY_ROOT, leafHash, nodeHash } from './merkle/hashing.js';
export { consistencyPath, inclusionPath, isConsistent, rootFromInclusion } from './merkle/proofs.js';
export { LOG_NAMES, originOf, type LogName } from './names.js';
export { openCheckpoint, signCheckpoint, type Checkpoint, type Restored, type TreeHead } from './notes/checkpoint.js';
export { parseVerifierKeys, SealKey, verifierKeyText, type VerifierKey } from './notes/seal-key.js';
export { sealEntities } from './schema/seal-tables.js';
export { logsUnderSeal, sealStep, type LogUnderSeal, type SealStep, type SealTools } from './sealing/seal-run.js';
export { createSealer, sealFiles, type KeyPlace, type Sealer, type SealerOptions } from './sealing/sealer.js';
export type { Fault, Verdict } from './verify/verdict.js';
export { verifyStore, type Verification, type VerifyOptions } from './verify/verify.js';

/** The migrations of this lib, oldest first. */
export const sealMigrations = [Seal1764000031000];
