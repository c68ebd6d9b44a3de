import { setTimeout as sleep } from 'node:timers/promises';
import { StoreUnavailable } from './errors.js';

const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 1_000;

/** Pauses that double from 20 ms to a second, each shortened by chance so that those who failed together part. */
export function pauseBefore(attempt: number): number {
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt) * (0.5 + Math.random() / 2);
}

/** Waits, but no longer than until aborted; being aborted is no error. */
export async function pauseUntil(ending: AbortSignal, pauseMs: number): Promise<void> {
  if (ending.aborted) return;
  await new Promise<void>((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      ending.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, pauseMs);
    ending.addEventListener('abort', end);
  });
}

/** What an adapter knows of its faults. */
export interface FaultKnowledge {
  /** Trying again may help. */
  isPassing(error: unknown): boolean;
  /** The error as it may be shown: events are about people. */
  shown(error: unknown): unknown;
}

/** Tries again, for as long as patience lasts, what fails for a reason that may pass. @throws StoreUnavailable */
export async function ridingOut<T>(
  patienceMs: number,
  work: (attempt: number) => Promise<T>,
  { isPassing, shown }: FaultKnowledge,
): Promise<T> {
  const deadline = performance.now() + patienceMs;
  for (let attempt = 0; ; attempt++) {
    try {
      return await work(attempt);
    } catch (error) {
      if (!isPassing(error)) throw shown(error);
      const pause = pauseBefore(attempt);
      if (performance.now() + pause > deadline) {
        throw new StoreUnavailable('the event store cannot be reached', { cause: shown(error) });
      }
      await sleep(pause);
    }
  }
}

/** Reads until it succeeds, or gives null when `ending` is aborted: a subscription outlives any outage. */
export async function readingUntil<T>(
  ending: AbortSignal,
  read: () => Promise<T>,
  onFault: (fault: unknown) => void,
): Promise<T | null> {
  for (let attempt = 0; !ending.aborted; attempt++) {
    try {
      return await read();
    } catch (fault) {
      if (!(fault instanceof StoreUnavailable)) throw fault;
      onFault(fault);
      await pauseUntil(ending, pauseBefore(attempt));
    }
  }
  return null;
}
