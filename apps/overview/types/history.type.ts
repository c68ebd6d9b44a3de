import { Field, ID, ObjectType } from '@nestjs/graphql';
import { connectionOf } from './connection.js';
import { DateTime, Json } from './scalars.js';

/** What an event changed. */
@ObjectType({ description: 'One thing that an event changed in the view as it was known then.' })
export class FieldChange {
  @Field({ description: 'JSON Pointer into the view.' })
  path: string;

  @Field(() => Json, { nullable: true, description: 'The value before; null where there was none.' })
  before: unknown;

  @Field(() => Json, { nullable: true, description: 'The value after; null where it went away.' })
  after: unknown;
}

/** When and why something was destroyed. */
@ObjectType({ description: 'When, on what basis and by whom the data of an object were destroyed.' })
export class Erasure {
  @Field(() => ID, { description: 'The id of the erasure.' })
  id: string;

  @Field(() => DateTime, { description: 'When it was done.' })
  at: string;

  @Field({ description: 'On what basis.' })
  basis: string;

  @Field({ description: 'By whom: a source system or a user.' })
  by: string;
}

/** One event in the history of an object. */
@ObjectType({ description: 'One event in the history of an object, as it was recorded here.' })
export class HistoryEntry {
  @Field(() => ID, { description: "The event's id at its source." })
  eventId: string;

  @Field({ description: 'Its place in the log. Rises; holes mean nothing.' })
  position: string;

  @Field({ description: 'The type of the event, such as dk.overblik.case.registered.v1.' })
  type: string;

  @Field(() => DateTime, { description: 'From when what it says is true in the world (virkning).' })
  effectiveFrom: string;

  @Field(() => DateTime, { nullable: true, description: 'Until when it is true; null where no end is said.' })
  effectiveTo: string | null;

  @Field(() => DateTime, { description: 'When the source registered it.' })
  registeredAt: string;

  @Field(() => DateTime, { description: 'When it was received here.' })
  recordedAt: string;

  @Field(() => String, { nullable: true, description: 'The user or IT system that registered it at the source.' })
  registeredBy: string | null;

  @Field(() => ID, { description: 'URI of the source system that sent it.' })
  source: string;

  @Field(() => Json, {
    nullable: true,
    description: 'What the event said, with numbers masked and protected names left out; null where it was destroyed.',
  })
  data: unknown;

  @Field({ description: 'Whether what the event said has been destroyed.' })
  erased: boolean;

  @Field(() => Erasure, { nullable: true, description: 'When and on what basis it was destroyed.' })
  erasure: Erasure | null;

  @Field(() => [FieldChange], { description: 'What the event changed in the view as it was known then.' })
  changed: FieldChange[];
}

/** One page of history. */
@ObjectType({ description: 'One page of the history of an object, in recorded order, as a Relay connection.' })
export class HistoryEntryConnection extends connectionOf(HistoryEntry, 'the events') {}
