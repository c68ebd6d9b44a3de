import { Catch, Inject, Injectable } from '@nestjs/common';
import type { ExceptionFilter } from '@nestjs/common';
import { AccessError } from '#access';
import { NotYetFollowed } from '#oversight';
import { BeingBuiltAnew, InvalidCursor, InvalidFilter, NotYetCompared } from '#read-models/queries';
import { isDatabaseAway } from '#stores';
import { Log } from '#runtime';
import { beingBuilt, storeAway } from './errors-out.js';
import { badInput, Refusal } from './refusal.js';

/** Turns what the queries throw into what may leave, and writes what nobody expected to our log. */
@Catch()
@Injectable()
export class FaultFilter implements ExceptionFilter {
  constructor(@Inject(Log) private readonly log: Log) {}

  catch(error: unknown): never {
    throw this.refusalFor(error);
  }

  /** The refusal that stands for an error; logged where it is a fault of ours. */
  refusalFor(error: unknown): Refusal {
    if (error instanceof Refusal) return error;
    if (error instanceof InvalidCursor || error instanceof InvalidFilter) return badInput(`${error.message}.`);
    if (error instanceof NotYetFollowed)
      return new Refusal('NOT_YET_VISIBLE', 'The newest entries cannot be read yet. Try again in a moment.');
    if (error instanceof NotYetCompared)
      return new Refusal('NOT_YET_VISIBLE', 'The cases are still being compared. Try again in a moment.');
    if (isDatabaseAway(error) || error instanceof AccessError) {
      this.log.warn({ err: error }, 'a view could not be answered: a store is away');
      return storeAway(error);
    }
    if (error instanceof BeingBuiltAnew) {
      this.log.warn(
        { err: withoutMessage(error.cause) },
        'a view could not be answered: a read model is being built anew',
      );
      return beingBuilt(error);
    }
    this.log.error({ err: withoutMessage(error) }, 'a view could not be answered');
    return new Refusal(
      'INTERNAL',
      'Something went wrong here. The x-TransaktionsId of the answer finds it in our log.',
      { cause: error },
    );
  }
}

/** The messages of a database driver can repeat values of rows: its code and our stack say enough. */
function withoutMessage(error: unknown): unknown {
  if (!(error instanceof Error) || (error as { code?: unknown }).code === undefined) return error;
  const { code } = error as { code?: unknown };
  const bare = new Error('an unexpected error of a driver');
  if (error.stack !== undefined)
    bare.stack = ['Error', ...error.stack.split('\n').filter((line) => line.startsWith('    at '))].join('\n');
  return Object.assign(bare, { code });
}
