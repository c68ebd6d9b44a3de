import { Field, ID, ObjectType } from '@nestjs/graphql';
import { AccessBar, SearchKind } from './enums.js';
import { DateTime } from './scalars.js';

/** A privilege group that lets an object through. */
@ObjectType({ description: 'A privilege group that lets an object through: all of its constraints by itself.' })
export class AccessGround {
  @Field({ description: 'The role that it gives.' })
  role: string;

  @Field(() => [String], { description: 'Its constraints as the token stated them; none where it is not restricted.' })
  grounds: string[];
}

/** Why a caller may see an object. */
@ObjectType({ description: 'Why you may see an object.' })
export class AccessExplanation extends AccessGround {
  @Field(() => [AccessGround], {
    description: 'Every privilege group of yours that lets it through, the first one too.',
  })
  groups: AccessGround[];
}

/** A user who may see an object. */
@ObjectType({ description: 'A user who may see an object, by the privileges he was last seen with.' })
export class AccessHolder {
  @Field({ description: 'The user, as his token names him.' })
  user: string;

  @Field(() => String, { nullable: true, description: 'The name in his token.' })
  userName: string | null;

  @Field(() => String, { nullable: true, description: "The user's own unit." })
  unit: string | null;

  @Field(() => [String], { description: 'The constraints of the first group that lets it through.' })
  grounds: string[];

  @Field(() => [AccessGround], { description: 'Every privilege group that lets it through.' })
  groups: AccessGround[];

  @Field(() => DateTime, { description: 'When he was first seen with these privileges.' })
  since: string;
}

/** A privilege group of a user, held against an object. */
@ObjectType({ description: 'A privilege group of a user, held against an object.' })
export class GroupRefusal extends AccessGround {
  @Field(() => AccessBar, {
    nullable: true,
    description: 'The first thing that keeps the object from the group; null where nothing does.',
  })
  bar: AccessBar | null;
}

/** Why a user may not see an object. */
@ObjectType({
  description:
    'Why a user may not see an object, by the privileges he was last seen with. Tells nothing of what is in it.',
})
export class AccessRefusal {
  @Field({ description: 'The user, as asked.' })
  user: string;

  @Field(() => String, { nullable: true, description: 'The name in his token; null where he was never seen.' })
  userName: string | null;

  @Field(() => String, { nullable: true, description: "The user's own unit." })
  unit: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When he was first seen with these privileges; null where he was never seen in the authority.',
  })
  since: string | null;

  @Field({ description: 'Whether he stands on the deny list: then nothing else matters.' })
  isDenied: boolean;

  @Field({ description: 'Whether he may see it after all.' })
  canSee: boolean;

  @Field(() => [GroupRefusal], { description: 'Each privilege group of his, in effect or not.' })
  groups: GroupRefusal[];
}

/** An object of a party that a user could have seen. */
@ObjectType({ description: 'An object of a party that was open to a user for a time.' })
export class VisibleObject {
  @Field(() => SearchKind, { description: 'What kind of object it is.' })
  kind: SearchKind;

  @Field(() => ID, { description: 'The id of the object.' })
  objectId: string;

  @Field(() => DateTime, { description: 'From when it was open to him, not before the period asked about.' })
  from: string;

  @Field(() => DateTime, { description: 'Until when, not after the period asked about.' })
  to: string;

  @Field({ description: 'The role by which it was open.' })
  role: string;

  @Field(() => [String], { description: 'The constraints of the first group that let it through.' })
  grounds: string[];

  @Field({ description: 'Whether a view of his named it in this time.' })
  seen: boolean;
}
