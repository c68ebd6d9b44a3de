import { ArgsType, Field, ID, InputType, Int } from '@nestjs/graphql';
import { IsOptional, Matches, MaxLength, ValidateNested } from 'class-validator';
import { Type } from 'class-transformer';
import { CaseOrder, Progress, TimelineKind } from './enums.js';
import { DateOnly, DateTime } from './scalars.js';

const longest = { message: '$property is too long: at most $constraint1 characters' };

/** A number that only one source system uses. */
@InputType({ description: 'A number that only one source system uses for the party.' })
export class OtherKey {
  @Field(() => ID, { description: 'URI of the source system.' })
  @MaxLength(500, longest)
  source: string;

  @Field({ description: 'The number.' })
  @MaxLength(200, longest)
  value: string;
}

/** How a party is named in a question: exactly one of the fields. */
@InputType({ isOneOf: true, description: 'Names a party by exactly one of these.' })
export class PartyKey {
  @Field(() => ID, { nullable: true, description: 'Our own id of the party.' })
  @IsOptional()
  @MaxLength(200, longest)
  id?: string;

  @Field({ nullable: true, description: 'Personal identification number, with or without hyphen.' })
  @IsOptional()
  @Matches(/^\d{6}-?\d{4}$/, { message: '$property must be ten digits, with or without hyphen' })
  cpr?: string;

  @Field({ nullable: true, description: 'Company number: eight digits.' })
  @IsOptional()
  @Matches(/^\d{8}$/, { message: '$property must be eight digits' })
  cvr?: string;

  @Field({ nullable: true, description: 'Production unit number (P-nummer): ten digits.' })
  @IsOptional()
  @Matches(/^\d{10}$/, { message: '$property must be ten digits' })
  pnr?: string;

  @Field(() => OtherKey, { nullable: true, description: 'Replacement number that one source system has given.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => OtherKey)
  replacement?: OtherKey;

  @Field(() => OtherKey, { nullable: true, description: "A source system's own number of the party." })
  @IsOptional()
  @ValidateNested()
  @Type(() => OtherKey)
  other?: OtherKey;
}

/** Which cases are asked for; what is given must all hold. */
@InputType({ description: 'Which cases are asked for. Fields that are given must all hold.' })
export class CaseFilter {
  @Field({
    nullable: true,
    description: 'Words of title, case number, status text or names of parties; forgives slips of the pen.',
  })
  @IsOptional()
  @MaxLength(200, longest)
  text?: string;

  @Field({ nullable: true, description: 'Exactly this case number.' })
  @IsOptional()
  @MaxLength(200, longest)
  caseNumber?: string;

  @Field({ nullable: true, description: 'Subject in whole segments: 32, 32.18, 32.18.04 or 32.*' })
  @IsOptional()
  @Matches(/^\d\d(\.\d\d){0,2}$|^\d\d(\.\d\d)?\.\*$/, {
    message: '$property must be dd, dd.dd, dd.dd.dd, dd.* or dd.dd.*',
  })
  kle?: string;

  @Field(() => [Progress], { nullable: true, description: 'In one of these phases.' })
  @IsOptional()
  progress?: Progress[];

  @Field(() => ID, { nullable: true, description: 'Of this source system (URI).' })
  @IsOptional()
  @MaxLength(500, longest)
  source?: string;

  @Field(() => ID, { nullable: true, description: 'This unit is responsible.' })
  @IsOptional()
  @MaxLength(200, longest)
  responsibleUnit?: string;

  @Field(() => ID, { nullable: true, description: 'This caseworker handles it.' })
  @IsOptional()
  @MaxLength(200, longest)
  primaryHandler?: string;

  @Field(() => DateOnly, { nullable: true, description: 'Opened on this day or later.' })
  @IsOptional()
  openedFrom?: string;

  @Field(() => DateOnly, { nullable: true, description: 'Opened on this day or earlier.' })
  @IsOptional()
  openedTo?: string;

  @Field(() => PartyKey, { nullable: true, description: 'This party has a role in it.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => PartyKey)
  party?: PartyKey;
}

const afterDescription = 'The endCursor of the page before; left out for the first page.';

/** Which page of a list. */
@ArgsType()
export class PageOfTwenty {
  @Field(() => Int, { nullable: true, defaultValue: 20, description: 'How many rows: 1 to 200.' })
  first: number;

  @Field(() => String, { nullable: true, description: afterDescription })
  after?: string | null;
}

/** Which page of a long list. */
@ArgsType()
export class PageOfFifty {
  @Field(() => Int, { nullable: true, defaultValue: 50, description: 'How many rows: 1 to 200.' })
  first: number;

  @Field(() => String, { nullable: true, description: afterDescription })
  after?: string | null;
}

/** Which cases of a party, in which order. */
@ArgsType()
export class CasesOfParty extends PageOfTwenty {
  @Field(() => CaseFilter, { nullable: true, description: 'Which of the cases.' })
  filter?: CaseFilter | null;

  @Field(() => CaseOrder, { nullable: true, defaultValue: CaseOrder.NEWEST_OPENED, description: 'In which order.' })
  orderBy?: CaseOrder | null;
}

/** Which part of a timeline. */
@ArgsType()
export class TimelineOfParty extends PageOfFifty {
  @Field(() => [TimelineKind], { nullable: true, description: 'Only these kinds.' })
  kinds?: TimelineKind[] | null;

  @Field(() => DateTime, { nullable: true, description: 'From this moment, it included.' })
  from?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Until this moment, it left out.' })
  to?: string | null;
}
