import { Field, ID, InputType } from '@nestjs/graphql';
import { IsOptional, IsUUID, MaxLength } from 'class-validator';
import { DateOnly } from './scalars.js';

const uuid = { message: '$property must be a uuid' };
const longest = { message: '$property is too long: at most $constraint1 characters' };

/** What an act of deletion is about, and on what basis. */
@InputType({ isAbstract: true })
abstract class OnBasis {
  @Field(() => ID, { nullable: true, description: 'A case, document, journal note, grant, payment or service.' })
  @IsOptional()
  @IsUUID('all', uuid)
  objectId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Our own id of a person or company.' })
  @IsOptional()
  @IsUUID('all', uuid)
  party?: string | null;

  @Field({ description: 'The rule or decision that asks for it. It is kept: no name and no number.' })
  @MaxLength(10_000, longest)
  basis: string;
}

/** What is to be erased, and why. */
@InputType({ description: 'What is to be forgotten for ever, and why. Exactly one of objectId and party.' })
export class EraseInput extends OnBasis {}

/** What is to be held, and why. */
@InputType({ description: 'What must be kept, and why. Exactly one of objectId and party.' })
export class HoldInput extends OnBasis {
  @Field(() => DateOnly, { nullable: true, description: 'The last day of the hold; left out: until it is lifted.' })
  @IsOptional()
  until?: string | null;
}
