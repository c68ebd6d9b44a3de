import { codeOf, RebuildUnderway } from './errors.js';
import { pause } from './pause.js';
import type { Rebuilding } from './rebuild.js';
import type { RunnerLog } from './runner-log.js';

/** Builds what the program cannot go on with, because its tables have another shape. */
export interface Reshaping {
  run(readModels: readonly string[], signal: AbortSignal): Promise<void>;
  /** What stands still until it is built. */
  building(): readonly string[];
}

const PAUSE_MS = 2_000;

/** @see Reshaping */
export function createReshaping({ renew }: Pick<Rebuilding, 'renew'>, log: RunnerLog): Reshaping {
  const waiting = new Set<string>();
  return {
    async run(readModels, signal) {
      for (const readModel of readModels) {
        waiting.add(readModel);
        log.warn(
          { readModel },
          'its tables have another shape now: it is built anew, and stands still until it is swapped in',
        );
      }
      for (const readModel of readModels) {
        while (!signal.aborted) {
          try {
            const outcome = await renew(readModel, { signal });
            if (outcome.status === 'stopped') return;
            waiting.delete(readModel);
            log.info({ readModel, generation: outcome.generation }, 'it was built anew and serves');
            break;
          } catch (error) {
            // Where another process builds it, this looks again until it serves.
            if (!(error instanceof RebuildUnderway))
              log.warn({ readModel, code: codeOf(error) }, 'it could not be built; trying again from where it stands');
            await pause(PAUSE_MS * (0.5 + Math.random()), signal);
          }
        }
      }
    },
    building: () => [...waiting],
  };
}
