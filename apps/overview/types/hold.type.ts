import { Field, ID, ObjectType } from '@nestjs/graphql';
import { DateOnly, DateTime } from './scalars.js';

/** A retention hold. */
@ObjectType({ description: 'A retention hold: what it is on can be neither erased nor purged while it lasts.' })
export class Hold {
  @Field(() => ID, { description: 'The id of the hold.' })
  id: string;

  @Field(() => ID, { nullable: true, description: 'The object that is held; null where it is a party.' })
  objectId: string | null;

  @Field(() => ID, { nullable: true, description: 'The party that is held; null where it is an object.' })
  party: string | null;

  @Field({ description: 'The rule or decision that asks for it.' })
  basis: string;

  @Field(() => DateTime, { description: 'When it was placed.' })
  placedAt: string;

  @Field(() => DateOnly, { nullable: true, description: 'The last day on which it holds; null: until it is lifted.' })
  until: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was lifted; null while it was not.' })
  liftedAt: string | null;
}
