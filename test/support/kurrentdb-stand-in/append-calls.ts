import { setTimeout as sleep } from 'node:timers/promises';
import type { Metadata, ServerDuplexStream, ServerReadableStream, sendUnaryData } from '@grpc/grpc-js';
import { appendAnswer, batchAppendAnswer, type AppendAnswer, type BatchedAppend } from './append-answers.js';
import { judged } from './authorization.js';
import {
  accessDenied,
  appendTooLarge,
  notReady,
  timeout,
  unauthenticated,
  unavailable,
  type CallError,
} from './call-errors.js';
import { streamsPb } from './protocol.js';
import type { Served } from './read-calls.js';
import type { ExpectedRevision, ProposedEvent } from './stand-in-log.js';

type AppendReq = InstanceType<typeof streamsPb.AppendReq>;
type BatchAppendReq = InstanceType<typeof streamsPb.BatchAppendReq>;
type ProposedMessage =
  | InstanceType<typeof streamsPb.AppendReq.ProposedMessage>
  | InstanceType<typeof streamsPb.BatchAppendReq.ProposedMessage>;

/** An append as either call brings it, whole. */
interface Append {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly ProposedEvent[];
  /** Bytes of all events together, by the server's measure. */
  readonly size: number;
}

/** What is to be said to an append: an answer, the end of the call with an error, or nothing. */
type Reaction = { readonly answer: AppendAnswer } | { readonly error: CallError } | 'silence';

/** Answers `Append`, which the client uses where a call has credentials of its own. */
export function appendCall(
  served: Served,
): (call: ServerReadableStream<AppendReq, Uint8Array>, answer: sendUnaryData<Uint8Array>) => void {
  return (call, respond) => {
    let options = new streamsPb.AppendReq.Options();
    const events: ProposedEvent[] = [];
    call.on('data', (request: AppendReq) => {
      options = request.getOptions() ?? options;
      const proposed = request.getProposedMessage();
      if (proposed !== undefined) events.push(eventOf(proposed));
    });
    call.once('end', () => {
      const expected = options.hasRevision() ? BigInt(options.getRevision()) : namedRevision(options);
      const stream = nameOf(options.getStreamIdentifier()?.getStreamName_asU8());
      void react(served, call.metadata, { stream, expected, events, size: sizeOf(events) }).then((reaction) => {
        if (reaction === 'silence') return;
        if ('error' in reaction) respond(reaction.error);
        else if ('current' in reaction.answer || 'revision' in reaction.answer) {
          respond(null, appendAnswer(reaction.answer, expected));
        } else respond(errorFor(reaction.answer));
      });
    });
  };
}

/** Answers `BatchAppend`: one call that lasts and carries all the appends of a client. */
export function batchAppendCall(served: Served): (call: ServerDuplexStream<BatchAppendReq, Uint8Array>) => void {
  return (call) => {
    const begun = new Map<string, BatchedAppend & { events: ProposedEvent[]; size: number }>();
    let isEnded = false;
    const fail = (error: CallError): void => {
      if (!isEnded) call.emit('error', error);
      isEnded = true;
    };
    const answer = (append: BatchedAppend, given: AppendAnswer): void => {
      if (!isEnded) call.write(batchAppendAnswer(append, given));
    };
    call.once('cancelled', () => (isEnded = true));
    call.once('end', () => {
      if (!isEnded) call.end();
      isEnded = true;
    });
    call.on('data', (request: BatchAppendReq) => {
      if (isEnded) return;
      const correlation = request.getCorrelationId();
      const options = request.getOptions();
      const id = correlation?.getString() ?? '';
      const stream = options?.getStreamIdentifier();
      if (correlation !== undefined && options !== undefined && stream !== undefined) {
        const expected = options.hasStreamPosition() ? BigInt(options.getStreamPosition()) : namedRevision(options);
        begun.set(id, { correlation, stream, expected, events: [], size: 0 });
      }
      // The rest of an append that has been refused already is passed over.
      const append = begun.get(id);
      if (append === undefined) return;
      const events = request.getProposedMessagesList().map((message) => eventOf(message));
      append.events.push(...events);
      append.size += sizeOf(events);
      if (append.size <= served.maxAppendSize && !request.getIsFinal()) return;
      begun.delete(id);
      const name = nameOf(append.stream.getStreamName_asU8());
      void react(served, call.metadata, { ...append, stream: name }).then((reaction) => {
        if (reaction === 'silence') return;
        if ('answer' in reaction) answer(append, reaction.answer);
        // Within the shared call the server that is starting answers each append for itself.
        else if (reaction.error === notReady) answer(append, { kind: 'not-ready' });
        else fail(reaction.error);
      });
    });
  };
}

/** Decides on one append and writes it where it is to be written. At once; only the answer may come later. */
async function react(served: Served, metadata: Metadata, append: Append): Promise<Reaction> {
  const { log, publisher, switches, credentials, maxAppendSize } = served;
  switches.count('append');
  const verdict = judged(credentials, metadata);
  if (verdict === 'wrong') return { error: unauthenticated };
  if (verdict === 'absent') return { answer: { kind: 'access-denied' } };
  const failure = switches.takeFailure();
  if (failure !== undefined) return { error: failure };
  if (append.size > maxAppendSize) return { answer: { kind: 'too-large', limit: maxAppendSize } };
  const lost = switches.takeLostAnswer();
  if (lost?.written === false) return reactionToLoss(lost.how);
  const answer = log.append(append.stream, append.expected, append.events);
  publisher.announce();
  if (lost !== undefined) return reactionToLoss(lost.how);
  if (switches.appendDelay > 0) await sleep(switches.appendDelay);
  return { answer };
}

function reactionToLoss(how: 'break' | 'timeout' | 'silence'): Reaction {
  if (how === 'silence') return how;
  return how === 'break' ? { error: unavailable } : { answer: { kind: 'timeout' } };
}

function errorFor(answer: Exclude<AppendAnswer, { kind: 'appended' | 'wrong-revision' }>): CallError {
  switch (answer.kind) {
    case 'too-large':
      return appendTooLarge(answer.limit);
    case 'access-denied':
      return accessDenied();
    case 'timeout':
      return timeout;
    case 'not-ready':
      return notReady;
  }
}

function namedRevision(options: { hasNoStream(): boolean; hasStreamExists(): boolean }): ExpectedRevision {
  if (options.hasNoStream()) return 'no-stream';
  return options.hasStreamExists() ? 'stream-exists' : 'any';
}

function eventOf(message: ProposedMessage): ProposedEvent {
  const metadata = message.getMetadataMap();
  return {
    id: message.getId()?.getString() ?? '',
    type: metadata.get('type') ?? '',
    contentType: metadata.get('content-type') ?? '',
    data: message.getData_asU8(),
    metadata: message.getCustomMetadata_asU8(),
  };
}

function sizeOf(events: readonly ProposedEvent[]): number {
  let size = 0;
  for (const { type, data, metadata } of events) size += type.length * 2 + data.length + metadata.length;
  return size;
}

function nameOf(bytes: Uint8Array | undefined): string {
  return Buffer.from(bytes ?? []).toString('utf8');
}
