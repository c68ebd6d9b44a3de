import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Case } from './case.type.js';
import { connectionOf } from './connection.js';
import { TimelineKind } from './enums.js';
import { DateTime } from './scalars.js';

/** One thing that happened, in a party's timeline. */
@ObjectType({ description: 'One thing that happened around a party, at the moment it applies from.' })
export class TimelineEntry {
  @Field(() => ID, { description: 'The id of the entry; the same each time it is asked for.' })
  id: string;

  @Field(() => TimelineKind, { description: 'What happened.' })
  kind: TimelineKind;

  @Field(() => DateTime, { description: 'When it happened in the world.' })
  at: string;

  @Field({ description: 'A sentence for the caseworker, in Danish.' })
  title: string;

  @Field(() => ID, {
    description: 'The id of the case, document, note, grant, payment, service or party that it is about.',
  })
  objectId: string;

  @Field(() => Case, { nullable: true, description: 'The case that it belongs to, if any.' })
  case: Case | null;

  @Field(() => ID, { description: 'URI of the source system that told it.' })
  source: string;
}

/** One page of a timeline; named as in the spine, not after its entries. */
@ObjectType({ description: 'One page of a timeline, as a Relay connection.' })
export class TimelineConnection extends connectionOf(TimelineEntry, 'what happened') {}
