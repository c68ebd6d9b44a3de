import { judged, type Credentials } from './authorization.js';
import { accessDenied, unauthenticated } from './call-errors.js';
import { eventFilter, READ_BATCH } from './event-filter.js';
import type { LivePublisher } from './live-publisher.js';
import { PacedWriter, type StreamingCall } from './paced-writer.js';
import { streamsPb } from './protocol.js';
import type { StandInLog, StoredEvent } from './stand-in-log.js';
import { Subscription, type SubscriptionPlan } from './subscription.js';
import type { Switches } from './switches.js';
import { eventMessage, streamNotFoundMessage } from './wire-messages.js';

type ReadReq = InstanceType<typeof streamsPb.ReadReq>;
type Options = InstanceType<typeof streamsPb.ReadReq.Options>;
type StreamOptions = InstanceType<typeof streamsPb.ReadReq.Options.StreamOptions>;
type AllOptions = InstanceType<typeof streamsPb.ReadReq.Options.AllOptions>;

/** What the calls of a client work on. */
export interface Served {
  readonly log: StandInLog;
  readonly publisher: LivePublisher;
  readonly switches: Switches;
  readonly credentials: Credentials | undefined;
  readonly maxAppendSize: number;
  readonly tellsCaughtUp: boolean;
}

const isBackwards = (options: Options): boolean =>
  options.getReadDirection() === streamsPb.ReadReq.Options.ReadDirection.BACKWARDS;

/** Answers `Read`: a stream or $all, forwards or backwards, once or as a subscription. */
export function readCall(served: Served): (call: StreamingCall<ReadReq>) => void {
  return (call) => {
    const options = call.request.getOptions() ?? new streamsPb.ReadReq.Options();
    const writer = new PacedWriter(call);
    const isSubscription = options.hasSubscription();
    served.switches.count(isSubscription ? 'subscribe' : options.hasStream() ? 'readStream' : 'readAll');
    const verdict = judged(served.credentials, call.metadata);
    const failure =
      verdict === 'absent' ? accessDenied() : verdict === 'wrong' ? unauthenticated : served.switches.takeFailure();
    if (failure !== undefined) return writer.fail(failure);
    if (isSubscription) return subscribe(served, call, writer, options);
    void read(served, writer, options);
  };
}

async function read({ log }: Served, writer: PacedWriter, options: Options): Promise<void> {
  const stream = options.getStream();
  const name = stream === undefined ? undefined : nameOf(stream);
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
  const all = options.getAll();
  const from = all === undefined ? 0 : startAfter(log, all);
  const stream = options.getStream();
  if (stream !== undefined) {
    const name = nameOf(stream);
    const after = stream.hasEnd()
      ? (log.stream(name)?.length ?? 0) - 1
      : stream.hasRevision()
        ? Number(stream.getRevision())
        : -1;
    const matches = (event: StoredEvent): boolean => event.stream === name && event.revision > after;
    return { from, matches, window: READ_BATCH, checkpointInterval: undefined, tellsCaughtUp };
  }
  const asked = options.getFilter();
  if (asked === undefined) {
    return { from, matches: () => true, window: READ_BATCH, checkpointInterval: undefined, tellsCaughtUp };
  }
  const { matches, window, checkpointInterval } = eventFilter(asked);
  return { from, matches, window, checkpointInterval, tellsCaughtUp };
}

/** Forwards the position is the first event's; backwards it is the one behind the first event, as in the server. */
function startInAll(log: StandInLog, all: AllOptions | undefined, backwards: boolean): number {
  const position = all?.getPosition();
  const at =
    position === undefined
      ? all?.hasEnd() === true
        ? log.events.length
        : 0
      : log.indexAt(Number(position.getCommitPosition()));
  return backwards ? at - 1 : at;
}

function startInStream(events: readonly StoredEvent[], stream: StreamOptions, backwards: boolean): number {
  if (stream.hasRevision())
    return Math.min(Number(stream.getRevision()), backwards ? events.length - 1 : events.length);
  if (stream.hasEnd()) return backwards ? events.length - 1 : events.length;
  return 0;
}

/** The server reads one event from the position on and begins behind it, also where no event has that very position. */
function startAfter(log: StandInLog, all: AllOptions): number {
  const position = all.getPosition();
  if (position !== undefined) return Math.min(log.indexAt(Number(position.getCommitPosition())) + 1, log.events.length);
  return all.hasEnd() ? log.events.length : 0;
}

function nameOf(stream: StreamOptions): string {
  return Buffer.from(stream.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString('utf8');
}
