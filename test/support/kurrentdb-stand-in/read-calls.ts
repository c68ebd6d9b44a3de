import { refusedCredentials } from './authorization.js';
import { unreadable } from './call-errors.js';
import { eventFilter } from './event-filter.js';
import { PacedWriter, type StreamingCall } from './paced-writer.js';
import { streamsPb } from './protocol.js';
import type { Served } from './served.js';
import type { StandInLog, StoredEvent } from './stand-in-log.js';
import { READ_BATCH, Subscription, type SubscriptionPlan } from './subscription.js';
import { eventMessage, nameOf, streamNotFoundMessage } from './wire-messages.js';

type ReadReq = InstanceType<typeof streamsPb.ReadReq>;
type Options = InstanceType<typeof streamsPb.ReadReq.Options>;
type StreamOptions = InstanceType<typeof streamsPb.ReadReq.Options.StreamOptions>;
type AllOptions = InstanceType<typeof streamsPb.ReadReq.Options.AllOptions>;

const isBackwards = (options: Options): boolean =>
  options.getReadDirection() === streamsPb.ReadReq.Options.ReadDirection.BACKWARDS;

/** Answers `Read`: a stream or $all, forwards or backwards, once or as a subscription. */
export function readCall(served: Served): (call: StreamingCall<ReadReq>) => void {
  return (call) => {
    const options = call.request.getOptions() ?? new streamsPb.ReadReq.Options();
    const writer = new PacedWriter(call);
    const isSubscription = options.hasSubscription();
    served.switches.count(isSubscription ? 'subscribe' : options.hasStream() ? 'readStream' : 'readAll');
    const failure = refusedCredentials(served.credentials, call.metadata) ?? served.switches.takeFailure();
    if (failure !== undefined) return writer.fail(failure);
    if (!isReadable(served.log, options)) return writer.fail(unreadable);
    if (isSubscription) return subscribe(served, call, writer, options);
    void read(served, writer, options);
  };
}

/** A real server refuses these for reasons of its own; a client that relies on them would work here and fail there. */
function isReadable(log: StandInLog, options: Options): boolean {
  const position = options.getAll()?.getPosition();
  if (position !== undefined) {
    const [commit, prepare] = [Number(position.getCommitPosition()), Number(position.getPreparePosition())];
    if (prepare > commit || !log.isBoundary(commit)) return false;
  }
  if (options.hasSubscription()) return true;
  const isStreamForwardsFromEnd = options.getStream()?.hasEnd() === true && !isBackwards(options);
  return !isStreamForwardsFromEnd && options.getCount() !== '0';
}

async function read({ log }: Served, writer: PacedWriter, options: Options): Promise<void> {
  const stream = options.getStream();
  const name = stream === undefined ? undefined : nameOf(stream.getStreamIdentifier());
  const events = name === undefined ? log.events : log.stream(name);
  if (events === undefined) writer.write(streamNotFoundMessage(name ?? ''));
  else {
    const backwards = isBackwards(options);
    const step = backwards ? -1 : 1;
    const count = Number(options.getCount());
    let next =
      stream === undefined ? startInAll(log, options.getAll(), backwards) : startInStream(events, stream, backwards);
    for (let sent = 0; sent < count && !writer.isEnded; sent++, next += step) {
      const event = events[next];
      if (event === undefined) break;
      if (!writer.isReady) await writer.ready();
      writer.write(eventMessage(event));
    }
  }
  writer.end();
}

function subscribe(served: Served, call: StreamingCall<ReadReq>, writer: PacedWriter, options: Options): void {
  const { log, switches, publisher } = served;
  const subscription = new Subscription(writer, log, switches, planOf(served, options));
  publisher.add(subscription);
  switches.openSubscriptions.add(subscription);
  const ended = (): void => {
    publisher.delete(subscription);
    switches.openSubscriptions.delete(subscription);
  };
  call.once('cancelled', ended);
  call.once('close', ended);
  void subscription.catchUp();
}

function planOf({ log, tellsCaughtUp }: Served, options: Options): SubscriptionPlan {
  const [all, stream, filter] = [options.getAll(), options.getStream(), options.getFilter()];
  const from = all === undefined ? 0 : startAfter(log, all);
  const unfiltered = { from, window: READ_BATCH, checkpointInterval: undefined, tellsCaughtUp };
  if (stream !== undefined) return { ...unfiltered, matches: eventsOf(log, stream) };
  if (filter === undefined) return { ...unfiltered, matches: () => true };
  return { from, tellsCaughtUp, ...eventFilter(filter) };
}

/** Those of one stream behind a revision. */
function eventsOf(log: StandInLog, stream: StreamOptions): (event: StoredEvent) => boolean {
  const name = nameOf(stream.getStreamIdentifier());
  let after = stream.hasRevision() ? Number(stream.getRevision()) : -1;
  if (stream.hasEnd()) after = (log.stream(name)?.length ?? 0) - 1;
  return (event) => event.stream === name && event.revision > after;
}

/** Forwards the position is the first event's; backwards it is the one behind the first event, as in the server. */
function startInAll(log: StandInLog, all: AllOptions | undefined, backwards: boolean): number {
  const position = all?.getPosition();
  let at = all?.hasEnd() === true ? log.events.length : 0;
  if (position !== undefined) at = log.indexAt(Number(position.getCommitPosition()));
  return backwards ? at - 1 : at;
}

function startInStream(events: readonly StoredEvent[], stream: StreamOptions, backwards: boolean): number {
  const end = backwards ? events.length - 1 : events.length;
  if (stream.hasRevision()) return Math.min(Number(stream.getRevision()), end);
  return stream.hasEnd() ? end : 0;
}

/** The server reads one event from the position on and begins behind it, also where no event has that very position. */
function startAfter(log: StandInLog, all: AllOptions): number {
  const position = all.getPosition();
  if (position !== undefined) return Math.min(log.indexAt(Number(position.getCommitPosition())) + 1, log.events.length);
  return all.hasEnd() ? log.events.length : 0;
}
