import { NotYetVisible } from './errors.js';

/** How far projecting has come, and who waits for it. */
export interface Reached {
  position(): number;
  announce(position: number): void;
  /** @throws NotYetVisible where it does not come so far in time */
  waitFor(position: number, timeoutMs: number): Promise<void>;
}

/** @see Reached */
export function createReached(): Reached {
  let reached = 0;
  const waiting = new Set<() => void>();
  return {
    position: () => reached,
    announce(position) {
      reached = position;
      for (const wake of [...waiting]) wake();
    },
    async waitFor(position, timeoutMs) {
      const deadline = Date.now() + timeoutMs;
      while (reached < position) {
        const left = deadline - Date.now();
        if (left <= 0) throw new NotYetVisible();
        await new Promise<void>((resolve) => {
          const wake = (): void => {
            clearTimeout(timer);
            waiting.delete(wake);
            resolve();
          };
          const timer = setTimeout(wake, left);
          waiting.add(wake);
        });
      }
    },
  };
}
