import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { FreshnessState } from './enums.js';
import { DateTime } from './scalars.js';

/** How fresh what we hold of a source is. */
@ObjectType({ description: 'How far what we hold of a source system can be relied on just now.' })
export class SourceFreshness {
  @Field(() => ID, { description: 'URI of the source system.' })
  source: string;

  @Field(() => FreshnessState, {
    description: 'The state that weighs most: DOWN, GAP, STALE, else CURRENT or UNKNOWN.',
  })
  state: FreshnessState;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When we last received an event of it other than a heartbeat.',
  })
  lastEventAt: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When we last received a heartbeat of it.' })
  lastHeartbeatAt: string | null;

  @Field(() => Int, { description: 'How many of the events that it has numbered have not arrived.' })
  missing: number;

  @Field(() => String, {
    nullable: true,
    description: 'A sentence for the caseworker, in Danish; null where nothing is amiss.',
  })
  message: string | null;
}

/** What a source system can do. */
@ObjectType({ description: 'What a source system is able to do.' })
export class SourceCapabilities {
  @Field({ description: 'It numbers its events without holes, so gaps are seen.' })
  sequence: boolean;

  @Field({ description: 'It takes journal notes back.' })
  notes: boolean;

  @Field({ description: 'It can be entered by a link to one case.' })
  hop: boolean;

  @Field({ description: 'It sends snapshots to compare with.' })
  snapshots: boolean;
}

/** A stretch of time in which numbered events of a source were missing. */
@ObjectType({ description: 'Events that a source had numbered had not arrived: from when, and until when.' })
export class SourceGap {
  @Field(() => ID, { description: 'The id of the gap, as in the events that tell of it.' })
  id: string;

  @Field(() => DateTime, { description: 'When the event came by which it was seen.' })
  openedAt: string;

  @Field(() => DateTime, { nullable: true, description: 'When the last missing event came; null while it is open.' })
  closedAt: string | null;

  @Field(() => Int, { description: 'How many events were missing when it was seen.' })
  missing: number;
}

/** A source system as the authority knows it. */
@ObjectType({ description: 'A source system of the authority (fagsystem) and how it is doing.' })
export class SourceStatus {
  @Field(() => ID, { description: 'URI of the source system.' })
  source: string;

  @Field({ description: 'Its name; its URI until it has registered.' })
  name: string;

  @Field(() => String, { nullable: true, description: 'Who makes it.' })
  vendor: string | null;

  @Field(() => SourceCapabilities, { description: 'What it is able to do.' })
  capabilities: SourceCapabilities;

  @Field(() => SourceFreshness, { description: 'How fresh what we hold of it is.' })
  freshness: SourceFreshness;

  @Field(() => Int, { nullable: true, description: 'How many of its events we hold; for operators and auditors only.' })
  events: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many of its events wait in quarantine; for operators and auditors only.',
  })
  quarantined: number | null;

  @Field(() => [SourceGap], {
    nullable: true,
    description: 'Its newest gaps, twenty at most, newest first; for operators and auditors only.',
  })
  gaps: readonly SourceGap[] | null;
}
