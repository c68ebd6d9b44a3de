import { randomUUID } from 'node:crypto';
import { consumerTooSlow, type CallError } from './call-errors.js';
import type { PacedWriter } from './paced-writer.js';
import type { StandInLog, StoredEvent } from './stand-in-log.js';
import type { SwitchedSubscription, Switches } from './switches.js';
import { caughtUpMessage, checkpointMessage, confirmationMessage, eventMessage } from './wire-messages.js';

/** The server's page, and the window of a filter that names none. */
export const READ_BATCH = 32;

/** What a subscription is to be sent. */
export interface SubscriptionPlan {
  /** The number of the first event that is looked at. */
  readonly from: number;
  matches(event: StoredEvent): boolean;
  /** How many events are looked at in one page while catching up. */
  readonly window: number;
  /** A checkpoint is due when so many events have been looked at; never where it is undefined. */
  readonly checkpointInterval: number | undefined;
  /** Whether the client hears when it has caught up. */
  readonly tellsCaughtUp: boolean;
}

/**
 * One subscription: reads the log as fast as its client takes it, and from its end on is offered what is new. Then it is
 * the server that sets the pace, and a client that does not keep it is dropped.
 */
export class Subscription implements SwitchedSubscription {
  readonly #writer: PacedWriter;
  readonly #log: StandInLog;
  readonly #switches: Switches;
  readonly #plan: SubscriptionPlan;
  /** What is live and has not been taken yet. */
  readonly #waiting: Uint8Array[] = [];
  /** The number of the event that is looked at next. */
  #next: number;
  /** The number of the first event that has been looked at since the last checkpoint. */
  #stretch: number;
  #lookedAt = 0;
  #isLive = false;
  #isSilent = false;

  constructor(writer: PacedWriter, log: StandInLog, switches: Switches, plan: SubscriptionPlan) {
    this.#writer = writer;
    this.#log = log;
    this.#switches = switches;
    this.#plan = plan;
    this.#next = this.#stretch = plan.from;
  }

  /** Resolves when it is live, or has ended before. */
  async catchUp(): Promise<void> {
    this.#writer.write(confirmationMessage(randomUUID()));
    for (let isAtEnd = false; !isAtEnd;) {
      const looked = await this.#page();
      if (this.#writer.isEnded || this.#isSilent) return;
      this.#lookedAt += looked.events;
      isAtEnd = looked.isAtEnd;
      const { checkpointInterval } = this.#plan;
      if (isAtEnd || checkpointInterval === undefined || this.#lookedAt < checkpointInterval) continue;
      this.#lookedAt %= checkpointInterval;
      await this.#send(this.#withCheckpoint(looked.position));
    }
    if (this.#plan.tellsCaughtUp) this.#writer.write(caughtUpMessage());
    this.#isLive = true;
    this.#writer.onReady(() => this.#pass());
  }

  /** Is told each event once, in the order of the log. */
  offer(event: StoredEvent): void {
    if (!this.#isLive || this.#isSilent || this.#writer.isEnded || event.index < this.#next) return;
    this.#next = event.index + 1;
    if (this.#plan.matches(event)) this.#waiting.push(...this.#messagesOf(event));
    const { checkpointInterval } = this.#plan;
    if (checkpointInterval !== undefined && ++this.#lookedAt >= checkpointInterval) {
      this.#lookedAt = 0;
      this.#waiting.push(...this.#withCheckpoint({ commit: event.position, prepare: event.position }));
    }
    this.#pass();
    if (this.#waiting.length > this.#switches.slowConsumerLimit) this.fail(consumerTooSlow);
  }

  fallSilent(): void {
    this.#isSilent = true;
  }

  fail(error: CallError): void {
    if (this.#isSilent) return;
    this.#waiting.length = 0;
    this.#writer.fail(error);
  }

  redeliver(): void {
    this.#waiting.push(...this.#sinceCheckpoint());
    this.#pass();
  }

  /** Looks at the next events as the server reads them: at most a window, at most a batch of those that match. */
  async #page(): Promise<{ events: number; isAtEnd: boolean; position: { commit: number; prepare: number } }> {
    let position = { commit: this.#log.events[this.#next - 1]?.end ?? 0, prepare: 0 };
    let [events, matching] = [0, 0];
    while (events < this.#plan.window && matching < READ_BATCH) {
      const event = this.#log.events[this.#next];
      if (event === undefined) return { events, isAtEnd: true, position };
      this.#next++;
      events++;
      if (!this.#plan.matches(event)) continue;
      matching++;
      position = { commit: event.position, prepare: event.position };
      await this.#send(this.#messagesOf(event));
      if (this.#writer.isEnded || this.#isSilent) break;
    }
    return { events, isAtEnd: false, position };
  }

  async #send(messages: readonly Uint8Array[]): Promise<void> {
    for (const message of messages) {
      if (!this.#writer.isReady) await this.#writer.ready();
      if (!this.#isSilent) this.#writer.write(message);
    }
  }

  /** Passes on what is live, as long as the client takes it. */
  #pass(): void {
    while (this.#writer.isReady && !this.#isSilent) {
      const message = this.#waiting.shift();
      if (message === undefined) return;
      this.#writer.write(message);
    }
  }

  #messagesOf(event: StoredEvent): readonly Uint8Array[] {
    const message = eventMessage(event);
    return this.#switches.deliverTwice === 'each' ? [message, message] : [message];
  }

  #withCheckpoint(position: { commit: number; prepare: number }): readonly Uint8Array[] {
    if (this.#switches.lateCheckpoints) return [];
    const again = this.#switches.deliverTwice === 'since-checkpoint' ? this.#sinceCheckpoint() : [];
    this.#stretch = this.#next;
    return [...again, checkpointMessage(position)];
  }

  #sinceCheckpoint(): readonly Uint8Array[] {
    const stretch = this.#log.events.slice(this.#stretch, this.#next);
    return stretch.filter((event) => this.#plan.matches(event)).map((event) => eventMessage(event));
  }
}
