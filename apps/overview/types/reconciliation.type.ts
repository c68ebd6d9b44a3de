import { Field, ID, ObjectType } from '@nestjs/graphql';
import { connectionOf } from './connection.js';
import { DifferenceVerdict } from './enums.js';
import { DateTime, Json } from './scalars.js';

/** One field in which two tellings of an object differ. */
@ObjectType({ description: 'One field in which two tellings of the same object differ.' })
export class FieldDifference {
  @Field(() => ID, {
    description: 'The id of the difference: it stays while the two objects and the field are the same.',
  })
  id: string;

  @Field(() => String, { nullable: true, description: 'The number of the case, where it is one.' })
  caseNumber: string | null;

  @Field(() => ID, { description: 'The object; in a parallel run the case of the successor.' })
  objectId: string;

  @Field({
    description:
      'The field as JSON Pointer: of a snapshot into the data of its event, of a parallel run into the view.',
  })
  path: string;

  @Field(() => Json, { nullable: true, description: 'What the legacy system says; of a snapshot, what we have.' })
  legacy: unknown;

  @Field(() => Json, { nullable: true, description: 'What the successor says; of a snapshot, what the source says.' })
  successor: unknown;

  @Field(() => DateTime, { description: 'From when these two values have stood against each other.' })
  since: string;

  @Field(() => DifferenceVerdict, { nullable: true, description: 'How an operator judged these two values.' })
  verdict: DifferenceVerdict | null;

  @Field(() => String, { nullable: true, description: 'What the operator noted.' })
  note: string | null;
}

/** One page of differences. */
@ObjectType({ description: 'One page of differences, by case number, case and field, as a Relay connection.' })
export class FieldDifferenceConnection extends connectionOf(FieldDifference, 'the differences') {}

/** A snapshot of a source against what we have. */
@ObjectType({ description: 'What a source has and we miss, what we have and it does not, and what differs.' })
export class Reconciliation {
  @Field(() => ID, { description: 'URI of the source system.' })
  source: string;

  @Field(() => ID, { description: 'The id of its snapshot.' })
  snapshotId: string;

  @Field(() => DateTime, { nullable: true, description: 'When all of it had been sent; null until then.' })
  completedAt: string | null;

  @Field(() => [ID], { description: 'Objects that were not here before the snapshot; they are stored by it.' })
  missingHere: string[];

  @Field(() => [ID], {
    description: 'Objects of the source that we have, of the families it counts, and the snapshot did not name.',
  })
  missingThere: string[];

  @Field(() => [FieldDifference], { description: 'Fields that were here otherwise than the snapshot tells.' })
  different: FieldDifference[];
}
