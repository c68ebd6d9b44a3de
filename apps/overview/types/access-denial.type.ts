import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { IsOptional, MaxLength } from 'class-validator';
import { DateTime } from './scalars.js';

const longest = { message: '$property is too long: at most $constraint1 characters' };

/** Who is to be denied, and why. */
@InputType({ description: 'Who is to be refused, and why. Exactly one of user and token.' })
export class DenyAccessInput {
  @Field(() => ID, { nullable: true, description: 'The `sub` of a user: all of his tokens are refused.' })
  @IsOptional()
  @MaxLength(256, longest)
  user?: string | null;

  @Field(() => ID, { nullable: true, description: 'The `jti` of a single token.' })
  @IsOptional()
  @MaxLength(256, longest)
  token?: string | null;

  @Field({ description: 'Why. It is kept: no name and no number of a citizen.' })
  @MaxLength(10_000, longest)
  reason: string;

  @Field(() => DateTime, { nullable: true, description: 'When it ends by itself; left out: when it is lifted.' })
  @IsOptional()
  until?: string | null;
}

/** An entry of the deny list. */
@ObjectType({ description: 'An entry of the deny list: a user, or a single token, that is refused in the authority.' })
export class AccessDenial {
  @Field(() => ID, { description: 'The id of the denial.' })
  id: string;

  @Field(() => ID, { nullable: true, description: 'The user who is refused; null where it is a token.' })
  user: string | null;

  @Field(() => ID, { nullable: true, description: 'The token that is refused; null where it is a user.' })
  token: string | null;

  @Field({ description: 'Why.' })
  reason: string;

  @Field(() => DateTime, { description: 'Since when.' })
  deniedAt: string;

  @Field({ description: 'By whom.' })
  deniedBy: string;

  @Field(() => DateTime, { nullable: true, description: 'When it ends by itself; null: when it is lifted.' })
  until: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was lifted; null while it was not.' })
  liftedAt: string | null;
}
