import { Command, CommandRunner, Option, SubCommand } from 'nest-commander';
import { instantFromDate } from '#contracts';
import { operationEvent } from '#intake';
import { readParked } from '#projection-engine';
import { Failure } from '../output/failure.js';
import { writeLine } from '../output/line.js';
import { parkedOf, settleParked } from '../session/parked.js';
import { runInSession } from './command-end.js';
import { CommandGroup } from './shapes.js';

@SubCommand({
  name: 'list',
  description: 'the parked keys: read model, key, first position, events, code, since; a line each',
})
export class ParkedListCommand extends CommandRunner {
  override async run(_: string[], { json }: { json?: boolean }): Promise<void> {
    await runInSession(async ({ stores }) => {
      for (const { readModel, key, position, lastPosition, events, code, place, since } of await readParked(
        stores.pool,
      )) {
        const told = { readModel, key, position, lastPosition, events, code, place, since };
        writeLine(told, () => [readModel, key, position, `${events} events`, code, since, place ?? '-'], json);
      }
      return 0;
    });
  }

  @Option({ flags: '--json', description: 'one JSON object a line' })
  json(): boolean {
    return true;
  }
}

@SubCommand({
  name: 'replay',
  arguments: '<read-model> [key]',
  description:
    'take in what is parked, of one key or of all, after the fault was mended; ends with 2 where some fail still',
})
export class ParkedReplayCommand extends CommandRunner {
  override async run([readModel = '', key]: string[]): Promise<void> {
    await runInSession(async (session) => {
      const keys = await parkedOf(session, readModel, key);
      if (keys.length === 0) throw new Failure(nothingParked(key));
      const failing = await settleParked(session, keys, 'replay');
      for (const { key: still, code, place } of failing)
        process.stdout.write(`still fails  ${still}  ${code}  ${place ?? '-'}\n`);
      process.stdout.write(`replayed ${keys.length - failing.length} of ${keys.length}\n`);
      return failing.length === 0 ? 0 : 2;
    });
  }
}

@SubCommand({
  name: 'drop',
  arguments: '<read-model> <key>',
  description:
    'give up the parked events of a key; the act is recorded under your name, and a rebuild tries them again',
})
export class ParkedDropCommand extends CommandRunner {
  override async run([readModel = '', key = '']: string[]): Promise<void> {
    await runInSession(async (session) => {
      const [parked] = await parkedOf(session, readModel, key);
      if (parked === undefined) throw new Failure(nothingParked(key));
      const { id: parkedId, authority, position: firstPosition, lastPosition, events, code } = parked;
      const act = { parkedId, readModel, key, firstPosition, lastPosition, events, code, by: session.operator };
      // Recorded before it is done: what is skipped is never skipped without a trace.
      const now = instantFromDate(new Date());
      await session.stores.eventStore.append(operationEvent('operation.parked-dropped', authority, act, now));
      await settleParked(session, [parked], 'drop');
      process.stdout.write(`dropped ${events} events\n`);
      return 0;
    });
  }
}

@Command({
  name: 'parked',
  description: 'what a read model could not take in, and what becomes of it',
  subCommands: [ParkedListCommand, ParkedReplayCommand, ParkedDropCommand],
})
export class ParkedCommand extends CommandGroup {}

const nothingParked = (key: string | undefined): string =>
  key === undefined ? 'nothing of that read model is parked' : 'that key of that read model is not parked';
