import { setTimeout as sleep } from 'node:timers/promises';
import type { Metadata } from '@grpc/grpc-js';
import { refusedCredentials } from './authorization.js';
import { accessDenied, notReady, unavailable, type CallError } from './call-errors.js';
import type { streamsPb } from './protocol.js';
import type { Served } from './served.js';
import type { AppendOutcome, ExpectedRevision, ProposedEvent } from './stand-in-log.js';
import type { LostAnswer } from './switches.js';

/** An append as either call brings it, whole. */
export interface Append {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly ProposedEvent[];
  /** Bytes of all its events, by `sizeOf`. */
  readonly size: number;
}

/** What the server says to an append without asking the log, or instead of what the log said. */
export type AppendRefusal = 'access-denied' | 'too-large' | 'timeout' | 'not-ready';

/** What becomes of an append, and so of the call that brought it. */
export type AppendDecision =
  | AppendOutcome
  | { readonly kind: 'refused'; readonly refusal: AppendRefusal }
  | { readonly kind: 'broken'; readonly error: CallError }
  | { readonly kind: 'unanswered' };

/** Decides on one append and writes it where it is to be written: at once, only the answer may come later. */
export async function decideAppend(served: Served, metadata: Metadata, append: Append): Promise<AppendDecision> {
  const { log, publisher, switches, credentials, maxAppendSize } = served;
  switches.count('append');
  const failure = refusedCredentials(credentials, metadata) ?? switches.takeFailure();
  if (failure === accessDenied) return { kind: 'refused', refusal: 'access-denied' };
  if (failure === notReady) return { kind: 'refused', refusal: 'not-ready' };
  if (failure !== undefined) return { kind: 'broken', error: failure };
  if (append.size > maxAppendSize) return { kind: 'refused', refusal: 'too-large' };
  const lost = switches.takeLostAnswer();
  if (lost?.written === false) return lostAnswer(lost);
  const outcome = log.append(append.stream, append.expected, append.events);
  publisher.announce();
  if (lost !== undefined) return lostAnswer(lost);
  if (switches.appendDelay > 0) await sleep(switches.appendDelay);
  return outcome;
}

function lostAnswer({ how }: LostAnswer): AppendDecision {
  if (how === 'silence') return { kind: 'unanswered' };
  return how === 'break' ? { kind: 'broken', error: unavailable } : { kind: 'refused', refusal: 'timeout' };
}

/** Bytes of events as the limit of an append counts them: data, metadata, and the type in UTF-16. */
export function sizeOf(events: readonly ProposedEvent[]): number {
  let size = 0;
  for (const { type, data, metadata } of events) size += type.length * 2 + data.length + metadata.length;
  return size;
}

type ProposedMessage =
  | InstanceType<typeof streamsPb.AppendReq.ProposedMessage>
  | InstanceType<typeof streamsPb.BatchAppendReq.ProposedMessage>;

/** An event as a request of either call has it. */
export function proposedEvent(message: ProposedMessage): ProposedEvent {
  const metadata = message.getMetadataMap();
  return {
    id: message.getId()?.getString() ?? '',
    type: metadata.get('type') ?? '',
    contentType: metadata.get('content-type') ?? '',
    data: message.getData_asU8(),
    metadata: message.getCustomMetadata_asU8(),
  };
}

/** What both calls say of the expected revision in a word; the number has another name in each. */
export function namedRevision(options: { hasNoStream(): boolean; hasStreamExists(): boolean }): ExpectedRevision {
  if (options.hasNoStream()) return 'no-stream';
  return options.hasStreamExists() ? 'stream-exists' : 'any';
}
