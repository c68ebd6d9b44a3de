import type { sendUnaryData, ServerReadableStream } from '@grpc/grpc-js';
import { decideAppend, namedRevision, proposedEvent, sizeOf, type AppendRefusal } from './append-decision.js';
import { accessDenied, appendTooLarge, notReady, timeout, type CallError } from './call-errors.js';
import { sharedPb, streamsPb } from './protocol.js';
import type { Served } from './served.js';
import type { AppendOutcome, ExpectedRevision, ProposedEvent } from './stand-in-log.js';
import { nameOf } from './wire-messages.js';

type AppendReq = InstanceType<typeof streamsPb.AppendReq>;

const { AppendResp } = streamsPb;
const { Empty } = sharedPb;

/** Answers `Append`, a call for one append. The client uses it where the append has credentials of its own. */
export function appendCall(
  served: Served,
): (call: ServerReadableStream<AppendReq, Uint8Array>, answer: sendUnaryData<Uint8Array>) => void {
  return (call, answer) => {
    let options = new streamsPb.AppendReq.Options();
    const events: ProposedEvent[] = [];
    call.on('data', (request: AppendReq) => {
      options = request.getOptions() ?? options;
      const proposed = request.getProposedMessage();
      if (proposed !== undefined) events.push(proposedEvent(proposed));
    });
    call.once('end', () => {
      const expected = options.hasRevision() ? BigInt(options.getRevision()) : namedRevision(options);
      const append = { stream: nameOf(options.getStreamIdentifier()), expected, events, size: sizeOf(events) };
      void decideAppend(served, call.metadata, append).then((decision) => {
        if (decision.kind === 'unanswered') return;
        if (decision.kind === 'broken') answer(decision.error);
        else if (decision.kind === 'refused') answer(refusalError(decision.refusal, served.maxAppendSize));
        else answer(null, outcomeMessage(decision, expected));
      });
    });
  };
}

function outcomeMessage(outcome: AppendOutcome, expected: ExpectedRevision): Uint8Array {
  const message = new AppendResp();
  if (outcome.kind === 'wrong-revision') {
    return message.setWrongExpectedVersion(conflict(outcome.current, expected)).serializeBinary();
  }
  const position = String(outcome.position);
  const success = new AppendResp.Success()
    .setCurrentRevision(String(outcome.revision))
    .setPosition(new AppendResp.Position().setCommitPosition(position).setPreparePosition(position));
  return message.setSuccess(success).serializeBinary();
}

function conflict(
  current: number,
  expected: ExpectedRevision,
): InstanceType<typeof streamsPb.AppendResp.WrongExpectedVersion> {
  const wrong = new AppendResp.WrongExpectedVersion();
  if (current < 0) wrong.setCurrentNoStream(new Empty());
  else wrong.setCurrentRevision(String(current));
  if (expected === 'any') return wrong.setExpectedAny(new Empty());
  if (expected === 'stream-exists') return wrong.setExpectedStreamExists(new Empty());
  return expected === 'no-stream'
    ? wrong.setExpectedNoStream(new Empty())
    : wrong.setExpectedRevision(String(expected));
}

function refusalError(refusal: AppendRefusal, maxAppendSize: number): CallError {
  switch (refusal) {
    case 'too-large':
      return appendTooLarge(maxAppendSize);
    case 'access-denied':
      return accessDenied;
    case 'timeout':
      return timeout;
    case 'not-ready':
      return notReady;
  }
}
