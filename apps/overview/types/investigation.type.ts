import { Field, ID, ObjectType } from '@nestjs/graphql';
import { DateTime } from './scalars.js';

/** An investigation of who has looked. */
@ObjectType({
  description:
    'An investigation: while it lasts, the entries of the access log that it covers are not shown to the citizens whom they name, and are not forgotten.',
})
export class Investigation {
  @Field(() => ID, { description: 'The id of the investigation.' })
  id: string;

  @Field(() => String, { nullable: true, description: 'The user whose entries it covers; null: of any.' })
  user: string | null;

  @Field(() => ID, { nullable: true, description: 'The party that the entries name; null: any.' })
  party: string | null;

  @Field(() => DateTime, { nullable: true, description: 'From when; null: from the first entry.' })
  from: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Until when; null: those to come as well.' })
  to: string | null;

  @Field({ description: 'The decision that asks for it.' })
  basis: string;

  @Field(() => DateTime, { description: 'When it was placed.' })
  placedAt: string;

  @Field({ description: 'By whom.' })
  placedBy: string;

  @Field(() => DateTime, { nullable: true, description: 'When it was lifted; null while it lasts.' })
  liftedAt: string | null;
}
