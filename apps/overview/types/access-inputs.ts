import { Field, ID, InputType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsOptional, IsUUID, MaxLength, ValidateNested } from 'class-validator';
import { AccessAction, RevealKind } from './enums.js';
import { PartyKey } from './inputs.js';
import { DateTime } from './scalars.js';

const uuid = { message: '$property must be a uuid' };
const longest = { message: '$property is too long: at most $constraint1 characters' };

/** Which entries of the access log; what is given must all hold. */
@InputType({ description: 'Which entries of the access log. Fields that are given must all hold.' })
export class AccessFilter {
  @Field(() => String, { nullable: true, description: 'Of this user: the `sub` of his tokens.' })
  @IsOptional()
  @MaxLength(256, longest)
  user?: string;

  @Field(() => PartyKey, {
    nullable: true,
    description: 'That showed this party, under any id that it has had, or that asked for it in vain.',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => PartyKey)
  party?: PartyKey;

  @Field(() => ID, {
    nullable: true,
    description: 'That showed this case, document or other object, or that asked for it in vain.',
  })
  @IsOptional()
  @MaxLength(200, longest)
  objectId?: string;

  @Field(() => [AccessAction], { nullable: true, description: 'Of one of these kinds.' })
  @IsOptional()
  actions?: AccessAction[];

  @Field(() => DateTime, { nullable: true, description: 'From this moment, it included.' })
  @IsOptional()
  from?: string;

  @Field(() => DateTime, { nullable: true, description: 'Until this moment, it left out.' })
  @IsOptional()
  to?: string;

  @Field(() => ID, { nullable: true, description: 'Of the request with this x-TransaktionsId.' })
  @IsOptional()
  @MaxLength(200, longest)
  transactionId?: string;
}

/** What is to be revealed, and why. */
@InputType({ description: 'What of a party is to be revealed, and why.' })
export class RevealInput {
  @Field(() => ID, { description: 'Our own id of the party.' })
  @MaxLength(200, longest)
  party: string;

  @Field(() => RevealKind, { description: 'What of it.' })
  what: RevealKind;

  @Field({ description: 'Why; the access log keeps it.' })
  @MaxLength(1_000, longest)
  reason: string;
}

/** Which entries are under investigation, and why. */
@InputType({
  description:
    'Which entries of the access log are kept from the citizens that they name, and from being forgotten: those that fit all that is given. A user or a party must be given.',
})
export class InvestigationInput {
  @Field(() => String, { nullable: true, description: 'Of this user: the `sub` of his tokens.' })
  @IsOptional()
  @MaxLength(256, longest)
  user?: string | null;

  @Field(() => ID, { nullable: true, description: 'That name this party.' })
  @IsOptional()
  @IsUUID('all', uuid)
  party?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'From this moment, it included.' })
  @IsOptional()
  from?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Until this moment, it left out.' })
  @IsOptional()
  to?: string | null;

  @Field({ description: 'The decision that asks for it: no name and no number.' })
  @MaxLength(10_000, longest)
  basis: string;
}
