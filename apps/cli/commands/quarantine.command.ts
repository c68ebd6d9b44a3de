import { readFile } from 'node:fs/promises';
import { Command, CommandRunner, Option, SubCommand } from 'nest-commander';
import type { ShownEntry } from '#intake';
import { Failure } from '../output/failure.js';
import { createProgress } from '../output/progress.js';
import type { Session } from '../session/session.js';
import { untilVisible } from '../session/visibility.js';
import { runInSession } from './command-end.js';
import { idNamed } from './named.js';
import { CommandGroup, ListCommand } from './shapes.js';

const PAGE = 200;

type Listed = Pick<ShownEntry, 'quarantineId' | 'id' | 'source' | 'type' | 'receivedAt' | 'status' | 'problem'>;

@SubCommand({ name: 'list', description: 'the entries that are open, oldest first; a line each' })
export class QuarantineListCommand extends ListCommand<Listed> {
  protected async *list({ intake }: Session, isWithPast: boolean): AsyncIterable<Listed> {
    let after: string | undefined;
    do {
      const page = await intake.desk.list({
        limit: PAGE,
        ...(isWithPast ? {} : { status: 'open' }),
        ...(after === undefined ? {} : { after }),
      });
      for (const { quarantineId, id, source, type, receivedAt, status, problem } of page.entries)
        yield { quarantineId, id, source, type, receivedAt, status, problem };
      after = page.next ?? undefined;
    } while (after !== undefined);
  }

  protected partsOf({ quarantineId, status, receivedAt, source, type, problem }: Listed): readonly string[] {
    return [quarantineId, status, receivedAt, source ?? '-', type ?? '-', `${problem.rule} ${problem.path}`];
  }
}

@SubCommand({
  name: 'show',
  arguments: '<id>',
  description: 'one entry as JSON: the problem, and the event as it was sent',
})
export class QuarantineShowCommand extends CommandRunner {
  override async run([id = '']: string[]): Promise<void> {
    await runInSession(async ({ intake }) => {
      process.stdout.write(`${JSON.stringify(shownForm(await intake.desk.show(entryId(id))), null, 2)}\n`);
      return 0;
    });
  }
}

@SubCommand({
  name: 'requeue',
  arguments: '<id>',
  description: 'judge the event again, as it is or mended; ends when the view shows it',
})
export class QuarantineRequeueCommand extends CommandRunner {
  override async run([id = '']: string[], { with: file }: { with?: string }): Promise<void> {
    const mended = file === undefined ? undefined : await mendedFrom(file);
    await runInSession(async (session) => {
      const outcome = await session.intake.desk.requeue(entryId(id), session.operator, mended);
      switch (outcome.kind) {
        case 'accepted':
          await untilVisible(session, Number(outcome.receipt.position ?? 0), createProgress());
          process.stdout.write(`${outcome.receipt.status} at position ${outcome.receipt.position ?? '-'}\n`);
          return 0;
        case 'refused': {
          const { rule, path, message, fix } = outcome.problem;
          throw new Failure(`still refused: ${rule} ${path}: ${message} ${fix}`, 2);
        }
        case 'not-found':
          throw new Failure('there is no such entry');
        case 'not-open':
          throw new Failure('the entry is not open any more');
        case 'no-body':
          throw new Failure('what was sent was not kept; give it with --with <file>');
        case 'id-changed':
          throw new Failure('the mended event must keep the id, source and authority it was sent under');
      }
    });
  }

  @Option({ flags: '--with <file>', description: 'the mended event as JSON; it keeps its id' })
  with(path: string): string {
    return path;
  }
}

@SubCommand({
  name: 'discard',
  arguments: '<id>',
  description: 'close an entry without storing its event; the act is recorded under your name',
})
export class QuarantineDiscardCommand extends CommandRunner {
  override async run([id = '']: string[]): Promise<void> {
    await runInSession(async ({ intake, operator }) => {
      const outcome = await intake.desk.discard(entryId(id), operator);
      if (outcome === 'not-found') throw new Failure('there is no such entry');
      if (outcome === 'not-open') throw new Failure('the entry is not open any more');
      process.stdout.write('discarded\n');
      return 0;
    });
  }
}

@Command({
  name: 'quarantine',
  description: 'what could not be accepted, and what becomes of it',
  subCommands: [QuarantineListCommand, QuarantineShowCommand, QuarantineRequeueCommand, QuarantineDiscardCommand],
})
export class QuarantineCommand extends CommandGroup {}

const entryId = (text: string): string => idNamed('an entry', text);

async function mendedFrom(file: string): Promise<unknown> {
  try {
    return JSON.parse((await readFile(file, 'utf8')).replace(/^\uFEFF/, '')) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) throw new Failure(`${file} is not JSON`);
    throw error;
  }
}

function shownForm(entry: ShownEntry | null): object {
  if (entry === null) throw new Failure('there is no such entry');
  const { quarantineId, status, receivedAt, authority, source, id, type, subject, problem, event } = entry;
  return { quarantineId, status, receivedAt, authority, source, id, type, subject, problem, event: event ?? null };
}
