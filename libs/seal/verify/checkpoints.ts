import { existsSync, readFileSync } from 'node:fs';
import { SealError } from '../errors.js';
import { LOG_NAMES, logOfOrigin, originOf, type LogName } from '../names.js';
import { firstOfEach, notesOf, openCheckpoint, standing, type Checkpoint } from '../notes/checkpoint.js';
import type { VerifierKey } from '../notes/seal-key.js';
import { readNotes, type Database } from '../store/seal-store.js';

/** Something about the checkpoints themselves that is not as it was written. */
export interface CheckpointFault {
  readonly log: LogName;
  /** The size that the checkpoint is said to have, where that can be read. */
  readonly size: number | null;
  readonly what: string;
}

type ByLog = ReadonlyMap<LogName, readonly Checkpoint[]>;

/** The checkpoints that logs are held against, by size, and what is wrong with them. */
export interface KnownCheckpoints {
  /** Those of the database and of the file beside it. */
  readonly own: ByLog;
  readonly elsewhere: ByLog;
  readonly faults: readonly CheckpointFault[];
  /** What the reader should know and is no fault. */
  readonly remarks: readonly string[];
}

/** Where checkpoints are kept. */
export interface CheckpointPlaces {
  readonly database: Database;
  readonly installation: string;
  readonly keys: readonly VerifierKey[];
  /** The file beside the database. */
  readonly file: string;
  /** Every checkpoint of the database must be in that file: true where no other machine seals. */
  readonly isFileComplete: boolean;
  /** A file that was kept elsewhere. */
  readonly elsewhere?: string | undefined;
}

/** Reads the checkpoints from wherever they are kept and believes none without a signature. */
export async function knownCheckpoints(places: CheckpointPlaces): Promise<KnownCheckpoints> {
  const { database, installation, keys, file, isFileComplete, elsewhere } = places;
  const faults: CheckpointFault[] = [];
  const remarks: string[] = [];
  const own: Checkpoint[] = [];
  const kept: Checkpoint[] = [];
  const inFile = new Set<string>();
  const take = (note: string, where: string, into = own): void => {
    const opened = opening(note, installation, keys);
    if ('fault' in opened) faults.push({ ...opened.fault, what: `${opened.fault.what} (${where})` });
    else into.push(opened);
  };

  if (existsSync(file)) {
    const { notes, rest } = notesOf(readFileSync(file, 'utf8'));
    for (const { note, line } of firstOfEach(notes)) {
      take(note, `${file}, line ${line}`);
      inFile.add(note);
    }
    if (rest !== '') remarks.push(`${file} ends with an unfinished checkpoint: the process was ended while it wrote`);
  } else {
    remarks.push(`there is no file ${file}: held against the checkpoints in the database`);
  }
  for (const log of LOG_NAMES) {
    const notes = await readNotes(database, log);
    for (const { note, size } of notes) {
      if (!inFile.has(note)) take(note, `in the database, size ${size}`);
    }
    const missing = notes.find(({ note }) => !inFile.has(note));
    if (missing === undefined) continue;
    if (isFileComplete)
      faults.push({ log, size: missing.size, what: `${file} lacks a checkpoint that was written to it` });
    else remarks.push(`${file} lacks checkpoints of ${log} from size ${missing.size} on: another machine sealed them`);
  }
  if (elsewhere !== undefined) {
    const { notes, rest } = notesOf(readFileSync(elsewhere, 'utf8'));
    if (notes.length === 0 || rest !== '')
      throw new SealError('bad-note', `${elsewhere} is not a file of checkpoints.`);
    for (const { note, line } of firstOfEach(notes)) take(note, `${elsewhere}, line ${line}`, kept);
  }
  const byLog = (found: readonly Checkpoint[]): ByLog =>
    new Map(LOG_NAMES.map((log) => [log, ofLog(found, originOf(installation, log))]));
  const standingOwn = byLog(own);
  for (const [log, checkpoints] of standingOwn) remarks.push(...restoresTold(log, checkpoints));
  return { own: standingOwn, elsewhere: byLog(kept), faults, remarks };
}

function restoresTold(log: LogName, checkpoints: readonly Checkpoint[]): string[] {
  return checkpoints.flatMap(({ restored }) =>
    restored === undefined
      ? []
      : `${log} was restored from the backup of ${restored.backedUpAt}: what was sealed after its ${restored.kept} events is lost`,
  );
}

function opening(
  note: string,
  installation: string,
  keys: readonly VerifierKey[],
): Checkpoint | { readonly fault: CheckpointFault } {
  const [origin = '', text = ''] = note.split('\n');
  const size = /^\d{1,15}$/.test(text) ? Number(text) : null;
  // Whatever it calls itself: where it names neither log, the log of events is told of it.
  const log = logOfOrigin(origin) ?? LOG_NAMES[0];
  if (origin !== originOf(installation, log))
    return { fault: { log, size, what: 'a checkpoint is of another log or installation' } };
  try {
    return openCheckpoint(note, keys);
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    return { fault: { log, size, what: 'a checkpoint is not signed by a key of this log' } };
  }
}

/** Those of a log that still stand, by size, each root once. */
function ofLog(found: readonly Checkpoint[], origin: string): Checkpoint[] {
  const own = new Map<string, Checkpoint>();
  for (const checkpoint of standing(found.filter((each) => each.origin === origin))) {
    const key = `${checkpoint.size} ${checkpoint.root.toString('base64')}`;
    if (checkpoint.restored !== undefined || !own.has(key)) own.set(key, checkpoint);
  }
  return [...own.values()].sort((one, other) => one.size - other.size);
}
