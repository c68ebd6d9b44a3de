import { pause } from './pause.js';
import type { RunnerLog } from './runner-log.js';

/** Work that is done again and again while a process runs. */
export interface TurnsOptions {
  /** One turn; what it leaves undone is done by a later one. */
  readonly turn: () => Promise<void>;
  readonly log: Pick<RunnerLog, 'warn'>;
  /** What is logged where a turn fails after one that did not; the next is taken all the same. */
  readonly onFailure: string;
  /** Rest before each turn; default a second. */
  readonly everyMs?: number;
}

/** @see TurnsOptions */
export interface Turns {
  start(): void;
  /** Ends after the turn in hand. */
  stop(): Promise<void>;
}

/** Takes turns until stopped, whatever fails: a database that is away comes back. */
export function createTurns({ turn, log, onFailure, everyMs = 1_000 }: TurnsOptions): Turns {
  let stopping = new AbortController();
  let running: Promise<void> | undefined;
  const run = async (signal: AbortSignal): Promise<void> => {
    let isFailing = false;
    for (;;) {
      await pause(everyMs, signal);
      if (signal.aborted) return;
      try {
        await turn();
        isFailing = false;
      } catch (error) {
        const { code, name } = error as { code?: unknown; name?: unknown };
        if (!isFailing) log.warn({ code: code ?? name }, onFailure);
        isFailing = true;
      }
    }
  };
  return {
    start() {
      if (running !== undefined) return;
      stopping = new AbortController();
      running = run(stopping.signal);
    },
    async stop() {
      stopping.abort();
      await running;
      running = undefined;
    },
  };
}
