import type { StoredEventName } from '#contracts';
import type { RecordedEvent } from './recorded-event.js';

/** A pure step: the row before and the event give the row after. No clock, no database. */
export type Handler<Row, Name extends StoredEventName> = (row: Row, event: RecordedEvent<Name>) => Row;

/** An event family as `#contracts` declares it; its keys are the names a projection must decide about. */
interface Family<Names extends string> {
  readonly events: Readonly<Record<Names, unknown>>;
}

/** `on` and `ignores` together name every event of the family, each once: else the definition does not compile. */
export interface ProjectionDefinition<Row, Names extends StoredEventName, Ignored extends readonly Names[]> {
  /** Key of the checkpoint: a renamed projection starts over from the first event. */
  readonly name: string;
  /** Raise it when the row or a handler changes: start-up then says that a rebuild is due. */
  readonly version: number;
  readonly subscribesTo: Family<Names>;
  /** A row before its first event. */
  readonly initial: () => Row;
  readonly keyOf: (event: RecordedEvent<Names>) => string;
  readonly on: { readonly [Name in Exclude<Names, Ignored[number]>]: Handler<Row, Name> };
  readonly ignores: Ignored;
}

/** A projection as the runner and every as-of answer use it: the same handlers for all of them. */
export interface Projection<Row> {
  readonly name: string;
  readonly version: number;
  /** The names it reacts to. */
  readonly hears: ReadonlySet<StoredEventName>;
  keyOf(event: RecordedEvent): string;
  apply(row: Row | undefined, event: RecordedEvent): Row;
}

/**
 * Starts a definition: `projection<Row>().define({...})`. Two steps, so that the row's type is given and the event
 * names are inferred.
 */
export function projection<Row>(): {
  define<Names extends StoredEventName, const Ignored extends readonly Names[]>(
    definition: ProjectionDefinition<Row, Names, Ignored>,
  ): Projection<Row>;
} {
  return {
    define(definition) {
      const handlers = new Map(Object.entries(definition.on)) as Map<string, Handler<Row, StoredEventName>>;
      return {
        name: definition.name,
        version: definition.version,
        hears: new Set(handlers.keys()) as ReadonlySet<StoredEventName>,
        keyOf: definition.keyOf,
        apply(row, event) {
          const handler = handlers.get(event.name);
          return handler === undefined ? (row ?? definition.initial()) : handler(row ?? definition.initial(), event);
        },
      };
    },
  };
}
