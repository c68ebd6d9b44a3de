import type { streamsPb } from './protocol.js';
import type { StoredEvent } from './stand-in-log.js';

type FilterOptions = InstanceType<typeof streamsPb.ReadReq.Options.FilterOptions>;

/** The server's page, and the window of a filter that names none. */
export const READ_BATCH = 32;

/** What a subscription to $all is to be sent, and how often it hears how far the server has looked. */
export interface EventFilter {
  matches(event: StoredEvent): boolean;
  /** How many events are looked at in one page while catching up. */
  readonly window: number;
  /** A checkpoint is sent when so many events have been looked at. */
  readonly checkpointInterval: number;
}

export function eventFilter(options: FilterOptions): EventFilter {
  const window = options.hasMax() ? options.getMax() : READ_BATCH;
  const expression = options.getEventType() ?? options.getStreamIdentifier();
  const [regex, prefixes] = [expression?.getRegex() ?? '', expression?.getPrefixList() ?? []];
  const pattern = regex === '' ? undefined : new RegExp(regex, 'u');
  const byType = options.hasEventType();
  return {
    matches({ type, stream }) {
      const name = byType ? type : stream;
      return pattern === undefined ? prefixes.some((prefix) => name.startsWith(prefix)) : pattern.test(name);
    },
    window,
    checkpointInterval: options.getCheckpointintervalmultiplier() * window,
  };
}
