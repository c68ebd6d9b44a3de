import { Inject, Injectable } from '@nestjs/common';
import type { AccessEntry, Caller } from '#access';
import type { PurposeRules } from '#read-models/queries';
import { Queries, Rights } from '../queries.js';
import { AccessTrail } from './access-doors.js';
import { errorsOut } from './errors-out.js';
import { groupsUsed } from './groups-used.js';
import { PurposeCheck } from './purpose-check.js';
import type { View } from './view.js';

/** What is made of a question, by whichever engine; only what is used here. */
export interface Execution {
  data?: Record<string, unknown> | null | undefined;
  errors?: readonly unknown[] | undefined;
  extensions?: Record<string, unknown> | undefined;
}

/** What an answer owes before it leaves, by whatever way it leaves: the purpose of the caller, and the access entry. */
@Injectable()
export class AnswerDues {
  /** The position of the last answer: what is told where nothing was read. */
  latestPosition = 0;
  private readonly purposes = new PurposeCheck(() => this.queries.purposeRules());

  constructor(
    @Inject(AccessTrail) private readonly trail: AccessTrail,
    @Inject(Queries) private readonly queries: Queries,
    @Inject(Rights) private readonly rights: Rights,
  ) {}

  /** By which the purpose is judged before the question is answered. */
  rulesFor(caller: Caller, purpose: string | null): Promise<PurposeRules> {
    return this.purposes.rulesFor(caller, purpose);
  }

  /** Takes everything out of an answer for which the purpose does not do, by the settings under which it was read. */
  async judgePurpose(execution: Execution, view: View): Promise<void> {
    if (!view.owesPurpose || (await this.purposes.stillDoes(view))) return;
    execution.data = null;
    // Set here, an error is not formatted on its way.
    execution.errors = errorsOut([view.withhold()]);
  }

  /**
   * Resolves when the entry of the view, with the right by which it was let through, is on disk; undefined where there is none to
   * leave. Rejects where it cannot be written: then the answer is not given.
   */
  async record(view: View): Promise<AccessEntry | undefined> {
    const entry = view.entry(await groupsUsed(view.answered, view.asker, this.rights));
    if (entry !== undefined) await this.trail.record(entry);
    this.latestPosition = view.position;
    return entry;
  }
}

/** A question that was refused as a whole has no parts: `data` becomes null, and nothing in it tells of fields. */
export function emptyWhereRefused(execution: Execution): boolean {
  const { data, errors } = execution;
  const hasNothing =
    errors !== undefined &&
    (data === null || data === undefined || Object.values(data).every((value) => value === null));
  if (hasNothing) execution.data = null;
  return hasNothing;
}
