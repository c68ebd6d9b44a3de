import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
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

  @Field(() => DateTime, { nullable: true, description: 'Until when they did; null where they still do.' })
  until: string | null;

  @Field(() => DifferenceVerdict, { nullable: true, description: 'How an operator judged these two values.' })
  verdict: DifferenceVerdict | null;

  @Field(() => String, { nullable: true, description: 'What the operator noted.' })
  note: string | null;
}

/** One page of differences. */
@ObjectType({ description: 'One page of differences, by case number, case and field, as a Relay connection.' })
export class FieldDifferenceConnection extends connectionOf(FieldDifference, 'the differences') {}

/** What a source says that its snapshot has of a family, and what came of it. */
@ObjectType({ description: 'How many objects of a family a snapshot counts, and how many it named.' })
export class SnapshotCount {
  @Field({ description: 'The family, such as case.' })
  family: string;

  @Field(() => Int, { nullable: true, description: 'What the source counts; null where it does not count the family.' })
  announced: number | null;

  @Field(() => Int, {
    description: 'How many objects it named, refused ones among them. Fewer than it counts: send it again.',
  })
  named: number;
}

/** An object that one side has and the other has not. */
@ObjectType({ description: 'An object of a snapshot that one side has and the other has not.' })
export class SnapshotObject {
  @Field(() => ID, { description: 'The object, by the uuid of its source.' })
  objectId: string;

  @Field({ description: 'Its family, such as case.' })
  family: string;
}

/** An object that was here otherwise than a snapshot tells. */
@ObjectType({ description: 'An object that was here otherwise than the snapshot tells.' })
export class DifferingObject {
  @Field(() => ID, { description: 'The object, by the uuid of its source.' })
  objectId: string;

  @Field({ description: 'Its family, such as case.' })
  family: string;

  @Field(() => [FieldDifference], {
    description: 'Its fields that differed; none where the object has been removed or erased since.',
  })
  differences: FieldDifference[];
}

/** One page of objects that one side has not. */
@ObjectType({ description: 'One page of objects that one side has not, by family and id, as a Relay connection.' })
export class SnapshotObjectConnection extends connectionOf(SnapshotObject, 'the objects') {}

/** One page of objects that differ. */
@ObjectType({ description: 'One page of objects that differ, by family and id, as a Relay connection.' })
export class DifferingObjectConnection extends connectionOf(DifferingObject, 'the objects') {}

/** A snapshot of a source against what we have. */
@ObjectType({ description: 'What a source has and we miss, what we have and it does not, and what differs.' })
export class Reconciliation {
  @Field(() => ID, { description: 'URI of the source system.' })
  source: string;

  @Field(() => ID, { description: 'The id of its snapshot.' })
  snapshotId: string;

  @Field(() => DateTime, { nullable: true, description: 'When all of it had been sent; null until then.' })
  completedAt: string | null;

  @Field(() => [SnapshotCount], {
    description:
      'What the source counts against what came, by family; empty for whoever does not see all of the authority.',
  })
  counts: SnapshotCount[];

  @Field(() => [ID], { description: 'Objects that were not here before the snapshot; they are stored by it.' })
  missingHere: string[];

  @Field(() => [ID], {
    description: 'Objects of the source that we have, of the families it counts, and the snapshot did not name.',
  })
  missingThere: string[];

  @Field(() => [FieldDifference], {
    description:
      'Fields that were here otherwise than the snapshot tells. Refused where more than 5,000 objects differ: ask for differingObjects.',
  })
  different: FieldDifference[];
}
