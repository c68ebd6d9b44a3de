import { createHash } from 'node:crypto';
import { execute } from 'graphql';
import type { Caller } from '#access';
import { emptyWhereRefused, type AnswerDues, type Execution } from '../engine/answer-dues.js';
import { errorsOut, type ErrorOut } from '../engine/errors-out.js';
import type { FaultFilter } from '../engine/fault-filter.js';
import type { ErrorCode } from '../engine/refusal.js';
import { View } from '../engine/view.js';
import type { LiveAsker } from './live-asker.js';
import type { LiveQuestion } from './live-question.js';
import type { ServedWatch } from './served-watch.js';
import type { Turns } from './turns.js';

/** An answer as it leaves. */
export interface LiveAnswer {
  readonly data: Record<string, unknown> | null;
  readonly errors?: readonly ErrorOut[];
  readonly extensions: { readonly position: string };
}

/** What the answers to a subscription need. */
export interface LiveAnswersOptions {
  readonly question: LiveQuestion;
  readonly asker: LiveAsker;
  /** The caller as he may ask now; undefined where the connection is being closed. */
  readonly judged: () => Promise<Caller | undefined>;
  readonly dues: AnswerDues;
  readonly faults: FaultFilter;
  readonly watch: ServedWatch;
  readonly turns: Turns;
  /** Called once, when no more answers will be asked for. */
  readonly onEnd: () => void;
}

/** Between two askings of the same view, whatever happens. */
const shortestMs = 1_000;
/** A change dated ahead takes effect, and freshness moves on, without any event. */
const longestMs = 60_000;
const firstRetryMs = 2_000;

/** What may be gone at the next asking. Such an answer says nothing of whom it is about, and takes no view off a screen. */
const passing: ReadonlySet<ErrorCode> = new Set(['SOURCE_UNAVAILABLE', 'NOT_YET_VISIBLE', 'INTERNAL']);
/** What no change of the read models can mend. */
const lasting: ReadonlySet<ErrorCode> = new Set(['FORBIDDEN', 'BAD_USER_INPUT', 'QUERY_TOO_COMPLEX']);

/**
 * The answers to one subscription: the first at once, each further one when it differs from the one before. Each is what the same
 * question is answered by POST, with an access entry of its own that is written before it leaves; one that equals the last leaves
 * neither the house nor a trace. So what the caller may not see tells him nothing, not even by when.
 *
 * An iterator of its own and no generator: a generator that waits cannot be ended until what it waits for comes.
 */
export class LiveAnswers implements AsyncGenerator<LiveAnswer, undefined, undefined> {
  private readonly unfollow: () => void;
  private readonly inSight = new Set<string>();
  private last: string | undefined;
  private hasMoved = true;
  private isEnded = false;
  private hasToldFault = false;
  private faultsInRow = 0;
  private askedAt = Number.NEGATIVE_INFINITY;
  private wake: () => void = () => undefined;

  constructor(private readonly options: LiveAnswersOptions) {
    this.unfollow = options.watch.follow(() => {
      this.hasMoved = true;
      this.wake();
    });
  }

  async next(): Promise<IteratorResult<LiveAnswer, undefined>> {
    while (!this.isEnded) {
      await this.untilDue();
      const answer = await this.options.turns.take(this.last === undefined, () => this.ask());
      if (answer !== undefined) return { done: false, value: answer };
    }
    return { done: true, value: undefined };
  }

  async return(): Promise<IteratorResult<LiveAnswer, undefined>> {
    this.end();
    return { done: true, value: undefined };
  }

  async throw(error: unknown): Promise<IteratorResult<LiveAnswer, undefined>> {
    this.end();
    throw error;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.end();
  }

  private end(): void {
    if (this.isEnded) return;
    this.isEnded = true;
    this.unfollow();
    this.wake();
    this.options.onEnd();
  }

  private async untilDue(): Promise<void> {
    while (!this.isEnded) {
      const wait = this.askedAt + this.pauseMs() - performance.now();
      if (wait <= 0) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, wait).unref();
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  private pauseMs(): number {
    // While the database is away each asking would be one more line in the log, and nothing else.
    if (this.last !== undefined && this.options.watch.isAway) return longestMs;
    if (this.faultsInRow > 0) return Math.min(longestMs, firstRetryMs * 2 ** (this.faultsInRow - 1));
    return this.hasMoved ? shortestMs : longestMs;
  }

  private async ask(): Promise<LiveAnswer | undefined> {
    if (this.isEnded) return undefined;
    this.hasMoved = false;
    this.askedAt = performance.now();
    try {
      return await this.answer();
    } catch (error) {
      const { dues, faults } = this.options;
      return this.told({ data: null, errors: errorsOut([faults.refusalFor(error)]) }, String(dues.latestPosition));
    }
  }

  private async answer(): Promise<LiveAnswer | undefined> {
    const { question, asker, judged, dues } = this.options;
    const caller = await judged();
    if (caller === undefined || this.isEnded) return undefined;
    const { facts } = asker;
    const view = new View({
      ...facts,
      caller,
      positionBefore: dues.latestPosition,
      purposeRules: await dues.rulesFor(caller, facts.purpose),
      inSight: this.inSight,
    });
    const execution: Execution = await execute({ ...question, contextValue: { view } });
    await dues.judgePurpose(execution, view);
    emptyWhereRefused(execution);
    const errors = execution.errors === undefined ? undefined : errorsOut(execution.errors);
    return this.told({ data: execution.data ?? null, errors }, String(view.position), view);
  }

  /** The answer, where it is to be told, and its entry is written. */
  private async told(
    { data, errors }: { readonly data: LiveAnswer['data']; readonly errors: readonly ErrorOut[] | undefined },
    position: string,
    view?: View,
  ): Promise<LiveAnswer | undefined> {
    const has = (codes: ReadonlySet<ErrorCode>): boolean =>
      errors?.some(({ extensions: { code } }) => codes.has(code)) ?? false;
    const isPassing = has(passing);
    if (isPassing) this.faultsInRow += 1;
    if (this.isEnded || (isPassing && (this.last !== undefined || this.hasToldFault))) return undefined;
    // Not the position: it moves with events that the caller may not know of.
    const digest = createHash('sha256')
      .update(JSON.stringify([data, errors]))
      .digest('base64');
    if (!isPassing && digest === this.last) {
      this.faultsInRow = 0;
      return undefined;
    }
    const entry = view === undefined ? undefined : await this.options.dues.record(view);
    for (const id of entry?.lookedUp ?? []) this.inSight.add(id);
    if (isPassing) this.hasToldFault = true;
    else {
      this.last = digest;
      this.faultsInRow = 0;
    }
    if (has(lasting)) this.end();
    return { data, ...(errors !== undefined && { errors }), extensions: { position } };
  }
}
