import type { status } from '@grpc/grpc-js';
import { notReady, unavailable, type CallError } from './call-errors.js';

/** An append whose answer is lost: what becomes of it, and what its client sees. */
export interface LostAnswer {
  /** Whether the events are in the log nevertheless. */
  readonly written: boolean;
  /** `break`: the call ends as when the server falls. `timeout`: the server says that it took too long. `silence`: nothing. */
  readonly how: 'break' | 'timeout' | 'silence';
}

/** What the switches do to a subscription that is open. */
export interface SwitchedSubscription {
  fallSilent(): void;
  fail(error: CallError): void;
  redeliver(): void;
}

/** What clients have asked, counted. An append counts once, in one call of its own or among others. */
export interface CallCounts {
  readonly append: number;
  readonly readStream: number;
  readonly readAll: number;
  readonly subscribe: number;
  readonly gossip: number;
  readonly serverFeatures: number;
}

const NO_CALLS: CallCounts = { append: 0, readStream: 0, readAll: 0, subscribe: 0, gossip: 0, serverFeatures: 0 };

/**
 * What a test can make the stand-in do: the things that a real server does now and then, on demand. Each works from the
 * call on, and on all clients alike.
 */
export class Switches {
  /** So many live events may wait for a subscriber; at the next one it is dropped with ABORTED. At -1 each live event drops it. */
  slowConsumerLimit = 32;
  /** While true, filtered subscriptions hear of no checkpoint, however many events pass. */
  lateCheckpoints = false;
  /** `each`: every event is sent to subscriptions twice. `since-checkpoint`: so is all that came since the last checkpoint, before the next one. */
  deliverTwice: 'never' | 'each' | 'since-checkpoint' = 'never';

  /** Those that read and subscribe calls have opened. */
  readonly openSubscriptions = new Set<SwitchedSubscription>();
  /** In milliseconds; see `delayAppends`. */
  appendDelay = 0;
  #calls: CallCounts = NO_CALLS;
  #failures: CallError[] = [];
  #lost: LostAnswer[] = [];

  /** The next `n` appends, reads and subscriptions fail with UNAVAILABLE. */
  failWithUnavailable(n: number): void {
    this.#failures.push(...Array<CallError>(n).fill(unavailable));
  }

  /** The next `n` appends, reads and subscriptions are answered as by a server that is starting. */
  notReady(n: number): void {
    this.#failures.push(...Array<CallError>(n).fill(notReady));
  }

  /** The next `n` appends are written or not, as `written` says, and their answer does not come. */
  loseNextAppendAnswers(
    n: number,
    { written, how = 'break' }: { written: boolean | 'random'; how?: LostAnswer['how'] },
  ): void {
    for (let lost = 0; lost < n; lost++) {
      this.#lost.push({ written: written === 'random' ? Math.random() < 0.5 : written, how });
    }
  }

  /** From now on an append is written at once and answered so many milliseconds later. */
  delayAppends(milliseconds: number): void {
    this.appendDelay = milliseconds;
  }

  /** Open subscriptions are sent nothing more: no event, no end, no error. New ones work. */
  dropSubscriptionsSilently(): void {
    for (const subscription of this.openSubscriptions) subscription.fallSilent();
  }

  /** Open subscriptions end with an error of this gRPC code. */
  failOpenSubscriptions(code: status): void {
    for (const subscription of this.openSubscriptions) {
      subscription.fail({ code, details: 'the stand-in was told to fail' });
    }
  }

  /** Open subscriptions are sent again what they were sent since their last checkpoint (or since they began). */
  redeliver(): void {
    for (const subscription of this.openSubscriptions) subscription.redeliver();
  }

  /** What has been asked since the start or since `forgetCalls`. */
  get calls(): CallCounts {
    return this.#calls;
  }

  forgetCalls(): void {
    this.#calls = NO_CALLS;
  }

  count(kind: keyof CallCounts): void {
    this.#calls = { ...this.#calls, [kind]: this.#calls[kind] + 1 };
  }

  /** How the call that has just come is to fail, if it is. */
  takeFailure(): CallError | undefined {
    return this.#failures.shift();
  }

  /** Whether the answer of the append that has just come is to be lost. */
  takeLostAnswer(): LostAnswer | undefined {
    return this.#lost.shift();
  }
}
