import { status } from '@grpc/grpc-js';
import { NOT_READY } from './call-errors.js';
import { sharedPb, statusPb, streamsPb, packed } from './protocol.js';
import type { AppendOutcome, ExpectedRevision } from './stand-in-log.js';

const { AppendResp, BatchAppendResp } = streamsPb;
const { Empty } = sharedPb;

/** What an append comes to besides an outcome of the log. */
export type AppendAnswer =
  | AppendOutcome
  | { readonly kind: 'too-large'; readonly limit: number }
  | { readonly kind: 'access-denied' | 'timeout' | 'not-ready' };

type Status = InstanceType<typeof statusPb.Status>;

/** The answer of `Append`, one call for one append. */
export function appendAnswer(outcome: AppendOutcome, expected: ExpectedRevision): Uint8Array {
  const answer = new AppendResp();
  if (outcome.kind === 'appended') {
    const success = new AppendResp.Success();
    if (outcome.revision < 0) success.setNoStream(new Empty());
    else success.setCurrentRevision(String(outcome.revision));
    const { position } = outcome;
    if (position === undefined) success.setNoPosition(new Empty());
    else {
      const both = new AppendResp.Position().setCommitPosition(String(position)).setPreparePosition(String(position));
      success.setPosition(both);
    }
    return answer.setSuccess(success).serializeBinary();
  }
  const wrong = new AppendResp.WrongExpectedVersion();
  if (outcome.current < 0) wrong.setCurrentNoStream(new Empty());
  else wrong.setCurrentRevision(String(outcome.current));
  if (expected === 'any') wrong.setExpectedAny(new Empty());
  else if (expected === 'stream-exists') wrong.setExpectedStreamExists(new Empty());
  else if (expected === 'no-stream') wrong.setExpectedNoStream(new Empty());
  else wrong.setExpectedRevision(String(expected));
  return answer.setWrongExpectedVersion(wrong).serializeBinary();
}

/** An append within `BatchAppend`: which one it answers, and to what. */
export interface BatchedAppend {
  readonly correlation: InstanceType<typeof sharedPb.UUID>;
  readonly stream: InstanceType<typeof sharedPb.StreamIdentifier>;
  readonly expected: ExpectedRevision;
}

/** The answer of `BatchAppend` to one of the appends that share the call. */
export function batchAppendAnswer(append: BatchedAppend, answer: AppendAnswer): Uint8Array {
  const message = new BatchAppendResp().setCorrelationId(append.correlation).setStreamIdentifier(append.stream);
  if (answer.kind !== 'appended') return message.setError(errorOf(answer, append.expected)).serializeBinary();
  const success = new BatchAppendResp.Success();
  if (answer.revision < 0) success.setNoStream(new Empty());
  else success.setCurrentRevision(String(answer.revision));
  const { position } = answer;
  if (position === undefined) success.setNoPosition(new Empty());
  else {
    const both = new sharedPb.AllStreamPosition()
      .setCommitPosition(String(position))
      .setPreparePosition(String(position));
    success.setPosition(both);
  }
  return message.setSuccess(success).serializeBinary();
}

function errorOf(answer: Exclude<AppendAnswer, { kind: 'appended' }>, expected: ExpectedRevision): Status {
  switch (answer.kind) {
    case 'wrong-revision':
      return error(status.ALREADY_EXISTS, 'WrongExpectedVersion', wrongExpectedVersion(answer.current, expected));
    case 'too-large': {
      const details = new sharedPb.MaximumAppendSizeExceeded().setMaxappendsize(answer.limit);
      return error(status.INVALID_ARGUMENT, 'MaximumAppendSizeExceeded', details);
    }
    case 'access-denied':
      return error(status.PERMISSION_DENIED, 'AccessDenied', new sharedPb.AccessDenied());
    case 'timeout':
      return error(status.DEADLINE_EXCEEDED, 'Timeout', new sharedPb.Timeout());
    case 'not-ready':
      // The details name no error: the client does not recognise it and throws its `UnknownError`.
      return new statusPb.Status().setMessage(NOT_READY).setDetails(packed(new Empty(), 'google.protobuf.Empty'));
  }
}

function error(code: number, name: string, details: { serializeBinary(): Uint8Array }): Status {
  const packedDetails = packed(details, `event_store.client.${name}`);
  return new statusPb.Status().setCode(code).setMessage(name).setDetails(packedDetails);
}

function wrongExpectedVersion(
  current: number,
  expected: ExpectedRevision,
): InstanceType<typeof sharedPb.WrongExpectedVersion> {
  const details = new sharedPb.WrongExpectedVersion();
  if (current < 0) details.setCurrentNoStream(new Empty());
  else details.setCurrentStreamRevision(String(current));
  if (expected === 'any') details.setExpectedAny(new Empty());
  else if (expected === 'stream-exists') details.setExpectedStreamExists(new Empty());
  else if (expected === 'no-stream') details.setExpectedNoStream(new Empty());
  else details.setExpectedStreamPosition(String(expected));
  return details;
}
