import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { SealError } from '../errors.js';
import { namesOf, type LogName } from '../names.js';
import type { Restored } from '../notes/checkpoint.js';
import { parseVerifierKeys, SealKey, verifierKeyText, type VerifierKey } from '../notes/seal-key.js';
import { CheckpointFile } from '../store/checkpoint-file.js';
import { keepKey, readInstallation, readKeys, readState } from '../store/seal-store.js';
import { sealStep, type LogUnderSeal, type SealTools } from './seal-run.js';

/** Where the private key is kept: outside the database. */
export interface KeyPlace {
  /** The 32 bytes of the key; null where there is none yet. */
  find(): Buffer | null;
  /** Makes a key, keeps it, and gives the one that is kept then. */
  make(): Buffer;
}

/** What `createSealer` is told. */
export interface SealerOptions {
  readonly pool: Pool;
  readonly logs: readonly LogUnderSeal[];
  /** The folder of the checkpoints and the public key. */
  readonly folder: string;
  readonly keyPlace: KeyPlace;
  /** Between two checkpoints. */
  readonly intervalMs: number;
  readonly log: SealerLog;
}

/** Where a sealer tells what it cannot do. */
export interface SealerLog {
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

/** Seals the logs of a store every so often and when it is stopped. Several may run: they take turns by a lock. */
export interface Sealer {
  readonly checkpointFile: string;
  readonly publicKeyFile: string;
  /** Seals now, and from then on every interval. */
  start(): void;
  /** Resolves when all that stood in the logs is sealed by this process or another. @throws SealError where it cannot be */
  sealAll(): Promise<void>;
  /**
   * After a backup was put back: seals what is there now by checkpoints that tell of it, from which sealing goes on although more
   * was sealed before. `kept` says how many events of each log the backup held. Done again, it changes nothing but the time.
   */
  sealRestored(backedUpAt: string, kept: Readonly<Record<LogName, number>>): Promise<void>;
  /** How many events of each log no checkpoint seals yet. */
  unsealed(): Promise<{ log: LogName; events: number }[]>;
  /** With what this process signs; null where it has no key, and another process seals. */
  tools(): Promise<SealTools | null>;
  /** Seals once more, for as long as patience lasts, and ends. */
  stop(): Promise<void>;
}

/** What is left to seal when a process stops is sealed by the next one that starts. */
const PATIENCE_MS = 15_000;
const HELD_PAUSE_MS = 50;

/** @see Sealer */
export function createSealer(options: SealerOptions): Sealer {
  return new IntervalSealer(options);
}

/** Where an installation keeps the checkpoints and the public keys of its seal. */
export function sealFiles(folder: string): { checkpointFile: string; publicKeyFile: string } {
  return { checkpointFile: join(folder, 'checkpoints'), publicKeyFile: join(folder, 'public-key') };
}

class IntervalSealer implements Sealer {
  readonly checkpointFile: string;
  readonly publicKeyFile: string;
  readonly #options: SealerOptions;
  #tools: Promise<SealTools | null> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #turn: Promise<void> = Promise.resolve();
  #deadline = Infinity;

  constructor(options: SealerOptions) {
    this.#options = options;
    ({ checkpointFile: this.checkpointFile, publicKeyFile: this.publicKeyFile } = sealFiles(options.folder));
  }

  start(): void {
    const turn = (): void => {
      this.#turn = this.#sealTelling().then(() => {
        if (this.#deadline === Infinity) this.#timer = setTimeout(turn, this.#options.intervalMs);
      });
    };
    turn();
  }

  async sealAll(): Promise<void> {
    await this.#sealEach(() => undefined);
  }

  async sealRestored(backedUpAt: string, kept: Readonly<Record<LogName, number>>): Promise<void> {
    await this.#sealEach(({ name }) => ({ kept: kept[name], backedUpAt }));
  }

  async #sealEach(restoredOf: (log: LogUnderSeal) => Restored | undefined): Promise<void> {
    const tools = await this.tools();
    if (tools === null) throw new SealError('bad-key', NO_KEY);
    // One log that cannot be sealed does not leave the other unsealed.
    const ends = await Promise.allSettled(
      this.#options.logs.map((log) => this.#sealToHead(log, tools, restoredOf(log))),
    );
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  }

  async #sealToHead(log: LogUnderSeal, tools: SealTools, restored: Restored | undefined): Promise<void> {
    for (let isAtHead = false; !isAtHead && Date.now() < this.#deadline;) {
      const step = await sealStep(log, tools, restored);
      if (step.kind === 'sealed') ({ isAtHead } = step);
      else await new Promise((resolve) => setTimeout(resolve, HELD_PAUSE_MS));
    }
  }

  async unsealed(): Promise<{ log: LogName; events: number }[]> {
    const { pool, logs } = this.#options;
    return Promise.all(
      logs.map(async ({ name, store }) => {
        const state = await readState(pool, name);
        return { log: name, events: await store.countAfter(state?.position ?? 0) };
      }),
    );
  }

  tools(): Promise<SealTools | null> {
    this.#tools ??= this.#prepare().catch((error: unknown) => {
      this.#tools = undefined;
      throw error;
    });
    return this.#tools;
  }

  async stop(): Promise<void> {
    this.#deadline = Date.now() + PATIENCE_MS;
    clearTimeout(this.#timer);
    await this.#turn;
    await this.#sealTelling();
  }

  async #sealTelling(): Promise<void> {
    try {
      if ((await this.tools()) !== null) await this.sealAll();
    } catch (error) {
      const code = error instanceof SealError ? error.code : undefined;
      this.#options.log.error({ err: error, code }, 'the logs could not be sealed');
    }
  }

  /** A key is made only where none has signed before: a process without it leaves the sealing to those that have it. */
  async #prepare(): Promise<SealTools | null> {
    const { pool, folder, keyPlace, log } = this.#options;
    const found = keyPlace.find() ?? ((await readKeys(pool)).length === 0 ? keyPlace.make() : null);
    if (found === null) {
      log.warn({}, NO_KEY);
      return null;
    }
    const key = new SealKey(found);
    const installation = await readInstallation(pool);
    mkdirSync(folder, { recursive: true });
    const trusted = publishKey(this.publicKeyFile, installation, key);
    await keepKey(pool, key.publicKey.toString('base64'));
    return { pool, installation, key, trusted, file: new CheckpointFile(this.checkpointFile) };
  }
}

const NO_KEY = 'This process has not the key of the seal, and so does not seal.';

/** The keys of the public key file, which has this one from now on. Keys that signed earlier stay in it. */
function publishKey(file: string, installation: string, key: SealKey): VerifierKey[] {
  const known = existsSync(file) ? parseVerifierKeys(readFileSync(file, 'utf8')) : [];
  const lines = known.map(verifierKeyText);
  const own = namesOf(installation).map((name) => key.verifier(name));
  const missing = own.filter((verifier) => !lines.includes(verifierKeyText(verifier)));
  if (missing.length > 0) writeFileSync(file, `${[...lines, ...missing.map(verifierKeyText)].join('\n')}\n`);
  return [...known, ...missing];
}
