import { Field, ID, ObjectType } from '@nestjs/graphql';
import { ActorKind } from './enums.js';

/** Who works on something at the authority. */
@ObjectType({ description: 'An organisation, unit, user or IT system that works on something.' })
export class Actor {
  @Field(() => ActorKind, { description: 'What the actor is.' })
  kind: ActorKind;

  @Field(() => ID, { description: "The source's id of the actor." })
  id: string;

  @Field(() => String, { nullable: true, description: 'Its name, where the source has told it.' })
  name: string | null;
}
