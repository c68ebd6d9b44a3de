import type { Log } from './log.js';

const PATIENCE_MS = 30_000;

/** Installs what happens when this process is told to stop, or meets a fault that nobody handled. */
export function endOnSignal(log: Log, close: () => Promise<void>): void {
  let asked = 0;
  const end = (signal: NodeJS.Signals): void => {
    // Asked twice: at once. But Ctrl-C under npm comes twice by itself, from the terminal and from npm.
    if (asked > 0 && Date.now() - asked > 1_000) process.exit(1);
    if (asked > 0) return;
    asked = Date.now();
    log.info({ signal }, 'stopping');
    setTimeout(() => process.exit(1), PATIENCE_MS).unref();
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'stopping failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  process.on('uncaughtException', (error) => {
    log.error({ err: error }, 'a fault that nobody handled: the process ends');
    process.exit(1);
  });
}
