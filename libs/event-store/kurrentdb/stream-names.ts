import {
  eventTypeFilter,
  excludeSystemEvents,
  streamNameFilter,
  type SubscribeToAllOptions,
} from '@eventstore/db-client';
import type { EventFilter, StoredEvent } from '../event-store.js';
import { storedForm, type WireEvent } from './wire-form.js';

/** What the server is asked to leave out; the rest of a filter is applied here. */
export type ServerFilter = NonNullable<SubscribeToAllOptions['filter']>;

/**
 * How our streams are called on the cluster. With a prefix several installations share one; without, every stream that
 * is not the server's own is ours. What is not ours is neither read nor counted.
 */
export class StreamNames {
  constructor(private readonly prefix: string) {}

  there(stream: string): string {
    return this.prefix + stream;
  }

  /** The event as we know it, or null where it is not ours or the filter leaves it out. */
  ownEvent(event: WireEvent | undefined, { types, streamPrefixes }: EventFilter = {}): StoredEvent | null {
    if (event === undefined || event.type.startsWith('$') || !event.streamId.startsWith(this.prefix)) return null;
    const stream = event.streamId.slice(this.prefix.length);
    if (types !== undefined && !types.includes(event.type)) return null;
    if (streamPrefixes !== undefined && !streamPrefixes.some((prefix) => stream.startsWith(prefix))) return null;
    return storedForm(event, stream);
  }

  /** The server filters by stream or by type, not by both: the streams where they are asked for, since they are indexed. */
  serverFilter({ types, streamPrefixes }: EventFilter): ServerFilter {
    if (streamPrefixes !== undefined) {
      return streamNameFilter({ prefixes: streamPrefixes.map((prefix) => this.there(prefix)) });
    }
    if (types !== undefined) {
      return eventTypeFilter({ regex: `^(${types.map(escaped).join('|')})$` });
    }
    if (this.prefix !== '') return streamNameFilter({ prefixes: [this.prefix] });
    return excludeSystemEvents();
  }
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
