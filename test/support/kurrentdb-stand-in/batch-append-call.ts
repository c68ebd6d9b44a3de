import { status, type ServerDuplexStream } from '@grpc/grpc-js';
import { decideAppend, namedRevision, proposedEvent, sizeOf, type AppendRefusal } from './append-decision.js';
import { NOT_READY, type CallError } from './call-errors.js';
import { packed, sharedPb, statusPb, streamsPb } from './protocol.js';
import type { Served } from './served.js';
import type { AppendOutcome, ExpectedRevision, ProposedEvent } from './stand-in-log.js';
import { nameOf } from './wire-messages.js';

type BatchAppendReq = InstanceType<typeof streamsPb.BatchAppendReq>;
type Status = InstanceType<typeof statusPb.Status>;

/** An append of which not all has come yet. */
interface BegunAppend {
  readonly correlation: InstanceType<typeof sharedPb.UUID>;
  readonly stream: InstanceType<typeof sharedPb.StreamIdentifier>;
  readonly expected: ExpectedRevision;
  readonly events: ProposedEvent[];
  size: number;
}

const { BatchAppendResp } = streamsPb;
const { Empty } = sharedPb;

/** Answers `BatchAppend`: one call that lasts and carries all the appends of a client, each in one piece or several. */
export function batchAppendCall(served: Served): (call: ServerDuplexStream<BatchAppendReq, Uint8Array>) => void {
  return (call) => {
    const begun = new Map<string, BegunAppend>();
    let isEnded = false;
    const fail = (error: CallError): void => {
      if (!isEnded) call.emit('error', error);
      isEnded = true;
    };
    call.once('cancelled', () => (isEnded = true));
    call.once('end', () => {
      if (!isEnded) call.end();
      isEnded = true;
    });
    call.on('data', (request: BatchAppendReq) => {
      if (isEnded) return;
      const append = continued(begun, request);
      // The rest of an append that has been refused already is passed over.
      if (append === undefined || (append.size <= served.maxAppendSize && !request.getIsFinal())) return;
      begun.delete(append.correlation.getString());
      const { expected, events, size } = append;
      const whole = { stream: nameOf(append.stream), expected, events, size };
      void decideAppend(served, call.metadata, whole).then((decision) => {
        if (isEnded || decision.kind === 'unanswered') return;
        if (decision.kind === 'broken') return fail(decision.error);
        const message = new BatchAppendResp().setCorrelationId(append.correlation).setStreamIdentifier(append.stream);
        if (decision.kind === 'appended') message.setSuccess(success(decision));
        else if (decision.kind === 'wrong-revision') message.setError(conflict(decision.current, expected));
        else message.setError(refusalStatus(decision.refusal, served.maxAppendSize));
        call.write(message.serializeBinary());
      });
    });
  };
}

/** The append that a request begins or goes on with; its first piece has the options. */
function continued(begun: Map<string, BegunAppend>, request: BatchAppendReq): BegunAppend | undefined {
  const [correlation, options] = [request.getCorrelationId(), request.getOptions()];
  if (correlation === undefined) return undefined;
  const stream = options?.getStreamIdentifier();
  if (options !== undefined && stream !== undefined) {
    const expected = options.hasStreamPosition() ? BigInt(options.getStreamPosition()) : namedRevision(options);
    begun.set(correlation.getString(), { correlation, stream, expected, events: [], size: 0 });
  }
  const append = begun.get(correlation.getString());
  if (append === undefined) return undefined;
  const events = request.getProposedMessagesList().map((message) => proposedEvent(message));
  append.events.push(...events);
  append.size += sizeOf(events);
  return append;
}

function success(
  outcome: Extract<AppendOutcome, { kind: 'appended' }>,
): InstanceType<typeof streamsPb.BatchAppendResp.Success> {
  const position = String(outcome.position);
  return new BatchAppendResp.Success()
    .setCurrentRevision(String(outcome.revision))
    .setPosition(new sharedPb.AllStreamPosition().setCommitPosition(position).setPreparePosition(position));
}

function conflict(current: number, expected: ExpectedRevision): Status {
  const details = new sharedPb.WrongExpectedVersion();
  if (current < 0) details.setCurrentNoStream(new Empty());
  else details.setCurrentStreamRevision(String(current));
  if (expected === 'any') details.setExpectedAny(new Empty());
  else if (expected === 'stream-exists') details.setExpectedStreamExists(new Empty());
  else if (expected === 'no-stream') details.setExpectedNoStream(new Empty());
  else details.setExpectedStreamPosition(String(expected));
  return named(status.ALREADY_EXISTS, 'WrongExpectedVersion', details);
}

function refusalStatus(refusal: AppendRefusal, maxAppendSize: number): Status {
  switch (refusal) {
    case 'too-large': {
      const details = new sharedPb.MaximumAppendSizeExceeded().setMaxappendsize(maxAppendSize);
      return named(status.INVALID_ARGUMENT, 'MaximumAppendSizeExceeded', details);
    }
    case 'access-denied':
      return named(status.PERMISSION_DENIED, 'AccessDenied', new sharedPb.AccessDenied());
    case 'timeout':
      return named(status.DEADLINE_EXCEEDED, 'Timeout', new sharedPb.Timeout());
    case 'not-ready':
      // Its details name no error, so the client does not recognise it and throws its `UnknownError`.
      return new statusPb.Status().setMessage(NOT_READY).setDetails(packed(new Empty(), 'google.protobuf.Empty'));
  }
}

/** The client throws by the type of the details; code and message are for the log. */
function named(code: number, name: string, details: { serializeBinary(): Uint8Array }): Status {
  const typed = packed(details, `event_store.client.${name}`);
  return new statusPb.Status().setCode(code).setMessage(name).setDetails(typed);
}
