import { existsSync, readFileSync } from 'node:fs';
import type { Pool } from 'pg';
import { parseVerifierKeys, type VerifierKey } from '../notes/seal-key.js';
import type { LogUnderSeal } from '../sealing/seal-run.js';
import { sealFiles } from '../sealing/sealer.js';
import { positionOfLeaf, readInstallation } from '../store/seal-store.js';
import { knownCheckpoints, type CheckpointFault } from './checkpoints.js';
import type { IsForgettingTold } from './untold-forgetting.js';
import type { Verdict } from './verdict.js';
import { verifyLog } from './verify-log.js';
import { verifyRange, type Range } from './verify-range.js';

/** What a store is verified with. */
export interface VerifyOptions {
  readonly pool: Pool;
  readonly logs: readonly LogUnderSeal[];
  /** Of which entries it was told that they are forgotten; whatever else was forgotten is a fault. */
  readonly isForgettingTold: IsForgettingTold;
  /** The folder of the checkpoints and the public key. */
  readonly folder: string;
  /** A public key that was kept elsewhere, in place of the folder's. */
  readonly publicKeyFile?: string | undefined;
  /** Checkpoints that were kept elsewhere, beside the store's own. */
  readonly checkpointFile?: string | undefined;
  /** Only these positions; else all. */
  readonly range?: Range | undefined;
  /** Every checkpoint of the database must be in the folder too: true where no other machine seals. */
  readonly isFileComplete: boolean;
  readonly onProgress?: (log: LogUnderSeal['name'], read: number) => void;
}

/** How the logs were found. */
export interface Verification {
  readonly verdicts: readonly Verdict[];
  /** What the reader should know and is no fault. */
  readonly remarks: readonly string[];
}

/**
 * Holds the logs of a store against their checkpoints: those in the database, those in the folder, and those kept
 * elsewhere. Changes nothing. @throws SealError for a public key file or a checkpoint file that is none
 */
export async function verifyStore(options: VerifyOptions): Promise<Verification> {
  const { pool, logs, folder, range, isForgettingTold, onProgress } = options;
  const { checkpointFile: file, publicKeyFile } = sealFiles(folder);
  const keys = keysOf(options.publicKeyFile ?? publicKeyFile, options.publicKeyFile !== undefined);
  const { checkpointFile: elsewhere, isFileComplete } = options;
  const places = { database: pool, installation: await readInstallation(pool), keys, file, isFileComplete, elsewhere };
  const known = await knownCheckpoints(places);
  const verdicts: Verdict[] = [];
  for (const log of logs) {
    const held = {
      database: pool,
      checkpoints: known.own.get(log.name) ?? [],
      elsewhere: known.elsewhere.get(log.name) ?? [],
      isForgettingTold,
      onProgress: (read: number): void => onProgress?.(log.name, read),
    };
    const verdict = range === undefined ? await verifyLog(log, held) : await verifyRange(log, held, range);
    verdicts.push(await withCheckpointFault(pool, verdict, known.faults));
  }
  return { verdicts, remarks: known.remarks };
}

/** Without the store's own public key nothing can be believed; one that was named must be there. */
function keysOf(file: string, isNamed: boolean): VerifierKey[] {
  return isNamed || existsSync(file) ? parseVerifierKeys(readFileSync(file, 'utf8')) : [];
}

/** A checkpoint that cannot be believed is a fault where the events themselves show none: it stands for those it seals. */
async function withCheckpointFault(pool: Pool, verdict: Verdict, faults: readonly CheckpointFault[]): Promise<Verdict> {
  const own = faults.filter(({ log }) => log === verdict.log);
  const [first] = own.sort((one, other) => (one.size ?? Infinity) - (other.size ?? Infinity));
  if (verdict.fault !== null || first === undefined) return verdict;
  const position = first.size === null ? null : await positionOfLeaf(pool, verdict.log, first.size - 1);
  return { ...verdict, fault: { position: position ?? verdict.sealed.position + 1, what: first.what } };
}
