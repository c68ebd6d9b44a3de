import type { TSchema } from '@sinclair/typebox';
import { caseEvents } from './case-events.js';
import { documentEvents } from './document-events.js';
import type { EventFamily } from './event-family.js';
import { grantEvents } from './grant-events.js';
import { erasureEvents, mentionEvents, operationEvents } from './internal-events.js';
import { oversightEvents } from './oversight-events.js';
import { journalNoteEvents } from './journal-note-events.js';
import { partyEvents } from './party-events.js';
import { paymentEvents } from './payment-events.js';
import { serviceEvents } from './service-events.js';
import { sourceEvents } from './source-events.js';
import { unitEvents } from './unit-events.js';

/** The families that sources may send. A further family is one file and one line here. */
export const families = [
  caseEvents,
  partyEvents,
  documentEvents,
  journalNoteEvents,
  grantEvents,
  paymentEvents,
  serviceEvents,
  unitEvents,
  sourceEvents,
] as const;
const internalFamilies = [mentionEvents, operationEvents, oversightEvents, erasureEvents] as const;

type EventsOf<F extends { readonly events: object }> = F['events'];
type Specs = EventsOf<typeof caseEvents> &
  EventsOf<typeof partyEvents> &
  EventsOf<typeof documentEvents> &
  EventsOf<typeof journalNoteEvents> &
  EventsOf<typeof grantEvents> &
  EventsOf<typeof paymentEvents> &
  EventsOf<typeof serviceEvents> &
  EventsOf<typeof unitEvents> &
  EventsOf<typeof sourceEvents>;
type InternalSpecs = EventsOf<typeof mentionEvents> &
  EventsOf<typeof operationEvents> &
  EventsOf<typeof oversightEvents> &
  EventsOf<typeof erasureEvents>;
type AllSpecs = Specs & InternalSpecs;

/** The names of all events that sources may send, such as 'case.registered'. */
export type EventName = keyof Specs & string;
/** The names of the events that Overblik itself records. */
export type InternalEventName = keyof InternalSpecs & string;
/** Every name that can stand in the store. */
export type StoredEventName = EventName | InternalEventName;
/** What the event of a name carries. */
export type DataOf<N extends StoredEventName> = AllSpecs[N]['example'];
/** 'case' of 'case.registered'. */
export type FamilyOf<N extends StoredEventName> = N extends `${infer F}.${string}` ? F : never;
/** The names of the families that sources may send. */
export type Family = FamilyOf<EventName>;

/** All that is known of one event type at run time. */
export interface EventDefinition<N extends StoredEventName = StoredEventName> {
  readonly name: N;
  readonly family: FamilyOf<N>;
  /** The full CloudEvents type, `dk.overblik.<family>.<what-happened>.v<major>`. */
  readonly type: string;
  readonly version: number;
  readonly description: string;
  readonly schema: TSchema;
  readonly example: unknown;
  /** True of an event that brings its object into being. */
  readonly founding: boolean;
  readonly takesEffectiveTo: boolean;
}

/** The full CloudEvents type of a name. */
export function fullTypeOf(name: StoredEventName): string {
  return `dk.overblik.${name}.v1`;
}

function definitionsOf(list: readonly EventFamily<string, Record<string, TSchema>>[]): EventDefinition[] {
  return list.flatMap(({ family, events }) =>
    Object.entries(events).map(([key, spec]) => {
      const name = key as StoredEventName;
      return {
        name,
        family: family as FamilyOf<StoredEventName>,
        type: fullTypeOf(name),
        version: 1,
        description: spec.description,
        schema: spec.schema,
        example: spec.example,
        founding: spec.founding ?? false,
        takesEffectiveTo: spec.takesEffectiveTo ?? true,
      };
    }),
  );
}

const published = definitionsOf(families) as EventDefinition<EventName>[];
const internal = definitionsOf(internalFamilies) as EventDefinition<InternalEventName>[];

/** What sources may send, by full type and by short name; `internal` is what only Overblik writes. */
export const catalogue = {
  byType: new Map<string, EventDefinition<EventName>>(published.map((each) => [each.type, each])) as ReadonlyMap<
    string,
    EventDefinition<EventName>
  >,
  byName: new Map<string, EventDefinition<EventName>>(published.map((each) => [each.name, each])) as ReadonlyMap<
    string,
    EventDefinition<EventName>
  >,
  internal: new Map<string, EventDefinition<InternalEventName>>(
    internal.map((each) => [each.name, each]),
  ) as ReadonlyMap<string, EventDefinition<InternalEventName>>,
};

/** The short name of a full type that sources may send; undefined for every other text. */
export function nameOf(fullType: string): EventName | undefined {
  return catalogue.byType.get(fullType)?.name;
}
