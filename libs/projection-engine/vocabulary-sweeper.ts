import type { Pool } from 'pg';
import { sweepVocabulary } from './vocabulary-sweep.js';
import { createVocabulary, type Vocabulary } from './vocabulary.js';

/** Sweeps for a process, one at a time, and tells its units what went. */
export interface VocabularySweeper {
  /** A unit's own part in the vocabulary; to be given back by `drop`. */
  vocabulary(): Vocabulary;
  drop(vocabulary: Vocabulary): void;
  /** Resolves when all that was doubted before the call has been judged. A failure is told, and the doubts stay for the next. */
  sweep(): Promise<void>;
}

/** @see VocabularySweeper */
export function createVocabularySweeper(pool: Pool, onFailure: (error: unknown) => void): VocabularySweeper {
  const listening = new Set<Vocabulary>();
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const once = async (): Promise<void> => {
    try {
      const swept = await sweepVocabulary(pool);
      if (swept !== undefined) for (const vocabulary of listening) vocabulary.swept(swept.gone, swept.epoch);
    } catch (error) {
      onFailure(error);
    }
  };
  const begin = (): Promise<void> => {
    next = undefined;
    running = once().finally(() => {
      running = undefined;
    });
    return running;
  };
  return {
    vocabulary() {
      const vocabulary = createVocabulary();
      listening.add(vocabulary);
      return vocabulary;
    },
    drop: (vocabulary) => void listening.delete(vocabulary),
    // What is under way may have looked before the caller's doubts were there.
    sweep: () => (running === undefined ? begin() : (next ??= running.then(begin))),
  };
}
