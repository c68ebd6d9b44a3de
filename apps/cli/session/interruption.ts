/** 128 + SIGINT, as shells count it. */
const INTERRUPTED = 130;
const PATIENCE_MS = 30_000;

/**
 * What Ctrl-C does: closes what is open, the database above all, and exits non-zero; what intake had accepted is stored.
 * Returns the function that takes it back when the work is done.
 */
export function closeOnInterruption(close: () => Promise<void>): () => void {
  let asked = 0;
  const end = (): void => {
    // Under npm the signal comes twice by itself, from the terminal and from npm; asked again later, it means at once.
    if (asked > 0 && Date.now() - asked > 1_000) process.exit(INTERRUPTED);
    if (asked > 0) return;
    asked = Date.now();
    process.stderr.write(
      'overblik: interrupted; closing. What was accepted is stored, the same again goes on from there\n',
    );
    setTimeout(() => process.exit(INTERRUPTED), PATIENCE_MS).unref();
    void close().finally(() => process.exit(INTERRUPTED));
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  return () => {
    process.off('SIGINT', end);
    process.off('SIGTERM', end);
  };
}
