import { userInfo } from 'node:os';
import { openDenials, type Denials } from '#access';
import { configureContracts } from '#contracts';
import { openDeletion, openHoldCheck, type Deletion } from '#deletion';
import { actTeller, createIntake, type Intake } from '#intake';
import { createFollower, openInvestigations, registers } from '#oversight';
import { createProjectionRunner, type ProjectionRunner } from '#projection-engine';
import { readModels } from '#read-models/projections';
import { createSnapshotComparison } from '#reconciliation';
import { createSealer, logsUnderSeal, type Sealer } from '#seal';
import {
  createLog,
  destroyedListIn,
  loadConfiguration,
  masterKeyFor,
  openDatabase,
  sealKeyPlace,
  type Configuration,
  type Database,
  type Log,
} from '#runtime';
import { openStores, type Stores } from '#stores';
import { closeOnInterruption } from './interruption.js';

/** What a command works with: the configured store, opened as `npm start` opens it. */
export interface Session {
  readonly configuration: Configuration;
  readonly log: Log;
  readonly database: Database;
  readonly stores: Stores;
  readonly intake: Intake;
  readonly deletion: Deletion;
  readonly denials: Denials;
  /** Projects in this process where no service does; its positions are those of the store either way. */
  readonly runner: ProjectionRunner;
  /** Seals what the command leaves in the logs when it ends, where no service does. */
  readonly sealer: Sealer;
  /** Who sits at the terminal, as events and access entries name him. */
  readonly operator: string;
}

const CONNECTIONS = 8;

/** How a command uses the store. */
export interface SessionOptions {
  /** It changes nothing: nothing is projected or sealed meanwhile, so that it finds the store as it was left. */
  readonly readsOnly?: boolean;
}

/**
 * Opens the store, does the work, closes everything, whatever happened. Without a running service the embedded
 * PostgreSQL runs for as long as the work takes, and the projections run in this process.
 */
export async function inSession<T>(
  work: (session: Session) => Promise<T>,
  { readsOnly = false }: SessionOptions = {},
): Promise<T> {
  const { configuration, log } = surroundings();
  const opened: (() => Promise<unknown>)[] = [];
  let isClosing = false; // then a connection that breaks is no news
  const close = async (): Promise<void> => {
    isClosing = true;
    for (let last = opened.pop(); last !== undefined; last = opened.pop()) await last();
  };
  const done = closeOnInterruption(close);
  try {
    const database = await openDatabase(configuration, 'command', log);
    opened.push(() => database.close());
    for (const note of database.notes) process.stderr.write(`! ${note}\n`);
    const storesLog = {
      warn: (details: object, message: string): void =>
        isClosing ? log.debug(details, message) : log.warn(details, message),
    };
    const stores = await openStores({
      databaseUrl: database.url,
      ...configuration.eventLog,
      masterKey: masterKeyFor(configuration),
      poolSize: CONNECTIONS,
      destroyedList: destroyedListIn(configuration.dataDir),
      log: storesLog,
    });
    opened.push(() => stores.close());
    const { pool, eventStore: store, vault, quarantine } = stores;
    const runner = createProjectionRunner({
      pool,
      store,
      vault,
      readModels,
      log,
      onFailure: configuration.projectorOnFailure,
    });
    const { accessLogStore, accessParts } = stores;
    const keyring = vault.authority;
    const follower = createFollower({ pool, store: accessLogStore, accessParts, keyring, registers, log });
    const sealer = sealerOf(configuration, stores, log);
    if (database.origin !== 'running service' && !readsOnly) {
      await runner.start();
      opened.push(() => runner.stop());
      await follower.start();
      opened.push(() => follower.stop());
      sealer.start();
      opened.push(() => sealer.stop());
    }
    configureContracts({ allowHttpHops: !configuration.isProduction });
    const compareSnapshot = createSnapshotComparison({ store, vault });
    const holds = openHoldCheck(pool);
    const intake = createIntake({ store, vault, quarantine, log, compareSnapshot, holds });
    const deletion = openDeletion(stores);
    const denials = openDenials({ pool, tell: actTeller(store) });
    if (database.origin === 'embedded' && !readsOnly) {
      await deletion.recover();
      await denials.recover();
      await openInvestigations({ pool, store }).recover();
      await intake.recover();
    }
    const operator = operatorName();
    return await work({ configuration, log, database, stores, intake, deletion, denials, runner, sealer, operator });
  } catch (error) {
    log.debug({ err: error }, 'the command failed');
    throw error;
  } finally {
    await close();
    done();
  }
}

/** Seals the logs of a store with this installation's key. */
export function sealerOf(configuration: Configuration, stores: Stores, log: Log): Sealer {
  return createSealer({
    pool: stores.pool,
    logs: logsUnderSeal(stores),
    folder: configuration.sealFolder,
    keyPlace: sealKeyPlace(configuration),
    intervalMs: configuration.sealIntervalSeconds * 1_000,
    // That others seal is no news at the terminal.
    log: {
      warn: (details, message) => log.debug(details, message),
      error: (details, message) => log.error(details, message),
    },
  });
}

/** Configuration and log without a store. What a service says at `info` a command shows as progress, so it begins at `warn`. */
export function surroundings(): { configuration: Configuration; log: Log } {
  const configuration = loadConfiguration();
  return { configuration, log: createLog(configuration.logLevel === 'info' ? 'warn' : configuration.logLevel) };
}

/** Who sits at the terminal, as events and access entries name him. */
export function operatorName(): string {
  try {
    return `cli:${userInfo().username}`;
  } catch {
    return 'cli:unknown'; // a container's user may have no name
  }
}
