import type { streamsPb } from './protocol.js';
import { READ_BATCH, type SubscriptionPlan } from './subscription.js';

type FilterOptions = InstanceType<typeof streamsPb.ReadReq.Options.FilterOptions>;

/** What a subscription to $all is to be sent, and how often it hears how far the server has looked. */
export function eventFilter(
  options: FilterOptions,
): Pick<SubscriptionPlan, 'matches' | 'window' | 'checkpointInterval'> {
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
