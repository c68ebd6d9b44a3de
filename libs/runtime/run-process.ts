import { loadConfiguration } from './configuration.js';
import type { Configuration } from './configuration.js';
import { createLog } from './log.js';
import type { Log } from './log.js';
import { endOnSignal } from './process-end.js';

/** What a process of ours starts with. */
export interface Surroundings {
  configuration: Configuration;
  log: Log;
  /** Something to be undone at the end; what was opened last is closed first. */
  onClose(close: () => Promise<unknown>): void;
}

/**
 * Starts a process: configuration, log, then `start`; a signal or a failed start closes all that was opened. A start
 * that fails says why in one line on stderr and exits 1.
 */
export async function runProcess(start: (surroundings: Surroundings) => Promise<void>): Promise<void> {
  const opened: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (let last = opened.pop(); last !== undefined; last = opened.pop()) await last();
  };
  try {
    const configuration = loadConfiguration();
    const log = createLog(configuration.logLevel);
    endOnSignal(log, close);
    await start({ configuration, log, onClose: (undo) => opened.push(undo) });
  } catch (error) {
    process.stderr.write(`overblik: ${reasonOf(error)}\n`);
    await close().catch(() => undefined);
    process.exit(1);
  }
}

/** The faults that we throw at start have messages made to be shown; a few of the system's are put in our words. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'the start failed';
  const { code, port } = error as { code?: string; port?: number };
  if (code === 'EADDRINUSE') return `port ${port ?? ''} is taken by another program; set PORT to another`;
  if (code === 'EACCES' && port !== undefined)
    return `port ${port} may not be opened by this user; set PORT to another`;
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND')
    return `the database of DATABASE_URL cannot be reached (${code})`;
  return error.message === '' ? (code ?? error.name) : error.message;
}
