import { Command, CommandRunner, Option } from 'nest-commander';
import { createRebuilding, GenerationsDiffer, NoSuchGeneration, RebuildUnderway, SwapHeldUp } from '#projection-engine';
import type { RebuildOptions, RebuildOutcome, RebuildProgress, Rebuilding } from '#projection-engine';
import { readModels } from '#read-models/projections';
import { Failure } from '../output/failure.js';
import { createProgress, grouped, type Progress } from '../output/progress.js';
import type { Session } from '../session/session.js';
import { runInSession } from './command-end.js';

interface Flags {
  readonly abandon?: boolean;
  readonly rollback?: boolean;
  readonly retire?: boolean;
  readonly acceptDifferences?: boolean;
}

@Command({
  name: 'rebuild',
  arguments: '<read-model>',
  argsDescription: { 'read-model': readModels.map(({ name }) => name).join(', ') },
  description:
    'project a read model again from the first event, beside the one that serves, and swap them; the same again goes on where it was stopped',
})
export class RebuildCommand extends CommandRunner {
  override async run([name = '']: string[], flags: Flags): Promise<void> {
    if (readModels.every((model) => model.name !== name))
      throw new Failure(
        `there is no read model of that name; there are ${readModels.map((model) => model.name).join(', ')}`,
      );
    if (Object.keys(flags).length > 1)
      throw new Failure('choose one of --abandon, --rollback, --retire and --accept-differences');
    await runInSession(async (session) => {
      try {
        process.stdout.write(`${await resultOf(session, name, flags)}\n`);
        return 0;
      } catch (error) {
        throw asFailure(error, name);
      }
    });
  }

  @Option({ flags: '--abandon', description: 'throw away what has been built' })
  abandon(): boolean {
    return true;
  }

  @Option({
    flags: '--rollback',
    description: 'go back to the generation that served before, which is kept until it is retired',
  })
  rollback(): boolean {
    return true;
  }

  @Option({ flags: '--retire', description: 'drop the generation that is kept to go back to' })
  retire(): boolean {
    return true;
  }

  @Option({
    flags: '--accept-differences',
    description: 'swap though the new generation is not what the serving one holds',
  })
  acceptDifferences(): boolean {
    return true;
  }
}

async function resultOf({ stores, log }: Session, name: string, flags: Flags): Promise<string> {
  const { pool, eventStore: store, vault } = stores;
  const rebuilding = createRebuilding({ pool, store, vault, readModels, log });
  if (flags.abandon === true) {
    await rebuilding.abandon(name);
    return `abandoned what was built of ${name}`;
  }
  if (flags.retire === true) {
    await rebuilding.retire(name);
    return `retired the older generation of ${name}`;
  }
  const isBack = flags.rollback === true;
  const outcome = await watched(rebuilding, isBack ? 'rollback' : 'rebuild', name, flags.acceptDifferences === true);
  if (outcome.status === 'stopped') return `stopped; the same again goes on from there`;
  for (const difference of outcome.differences) process.stderr.write(`! ${difference}\n`);
  return isBack ? `rolled ${name} back` : `rebuilt ${name}`;
}

/** With a bar for each phase; Ctrl-C ends it after the page in hand. */
async function watched(
  rebuilding: Rebuilding,
  how: 'rebuild' | 'rollback',
  name: string,
  acceptsDifferences: boolean,
): Promise<RebuildOutcome> {
  const stopping = new AbortController();
  const stop = (): void => stopping.abort();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  const show = phases(createProgress());
  const options: RebuildOptions = { signal: stopping.signal, onProgress: show.reach, acceptsDifferences };
  try {
    return await rebuilding[how](name, options);
  } finally {
    show.stop();
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
}

/** One bar after the other. */
function phases(progress: Progress): { reach(progress: RebuildProgress): void; stop(): void } {
  let shown: string | undefined;
  return {
    reach({ phase, from, reached, goal }) {
      if (phase !== shown) {
        if (shown !== undefined) progress.stop();
        progress.start(phase, phase === 'verifying' ? 'tables' : 'positions');
        shown = phase;
      }
      if (goal > from) progress.reach(reached - from, (reached - from) / (goal - from));
    },
    stop() {
      if (shown !== undefined) progress.stop();
    },
  };
}

/** What an operator can do something about, in his words. */
function asFailure(error: unknown, name: string): unknown {
  if (error instanceof RebuildUnderway || error instanceof NoSuchGeneration) return new Failure(error.message);
  if (error instanceof GenerationsDiffer) {
    const { differences } = error;
    const shown = differences.slice(0, 5).join('; ');
    return new Failure(
      `${grouped(differences.length)} tables of ${name} differ from those that serve (${shown}); nothing was swapped.` +
        ` Where the ones that serve are wrong: rebuild ${name} --accept-differences. To throw the new ones away: --abandon`,
    );
  }
  if (error instanceof SwapHeldUp)
    return new Failure(`${error.message}; nothing was swapped, the same again goes on from there`);
  return error;
}
