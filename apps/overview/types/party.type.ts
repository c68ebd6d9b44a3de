import { Field, ID, ObjectType } from '@nestjs/graphql';
import { connectionOf } from './connection.js';
import { IdentifierType, PartyKind, PartyRelationKind } from './enums.js';
import { DateOnly, DateTime } from './scalars.js';
import { SourceFreshness } from './source.type.js';

/** A number that identifies a party, and when. */
@ObjectType({ description: 'A number that identifies a party, with the period in which it holds; past ones too.' })
export class PartyIdentifier {
  @Field(() => IdentifierType, { description: 'What kind of number it is.' })
  type: IdentifierType;

  @Field({ description: 'The number. A CPR number is shown as DDMMYY-****, CVR and P-numbers in full.' })
  value: string;

  @Field(() => DateTime, { nullable: true, description: 'From when it holds; null where that is not known.' })
  from: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Until when it holds; null while it does.' })
  to: string | null;
}

/** A postal address. */
@ObjectType({ description: 'A postal address.' })
export class Address {
  @Field(() => [String], { description: 'The lines of the address, as they are written on a letter.' })
  lines: string[];

  @Field(() => String, { nullable: true, description: 'Postal code.' })
  postalCode: string | null;

  @Field(() => String, { nullable: true, description: 'Postal district.' })
  city: string | null;

  @Field(() => String, { nullable: true, description: 'Code of the municipality.' })
  municipalityCode: string | null;

  @Field(() => String, { nullable: true, description: 'The name of the one who is lived with (c/o).' })
  coName: string | null;
}

/** An address that a party has had. */
@ObjectType({ description: 'An address that a party has had.' })
export class PastAddress {
  @Field(() => Address, { description: 'The address.' })
  address: Address;

  @Field(() => DateTime, { description: 'From when it applied.' })
  from: string;

  @Field(() => DateTime, { nullable: true, description: 'Until when it applied; null where it still does.' })
  to: string | null;
}

/** A name that a party has had. */
@ObjectType({ description: 'A name that a party has had.' })
export class PastName {
  @Field({ description: 'The name.' })
  name: string;

  @Field(() => DateTime, { description: 'From when it applied.' })
  from: string;

  @Field(() => DateTime, { nullable: true, description: 'Until when it applied; null where it still does.' })
  to: string | null;
}

/** A person or a company, whatever numbers it goes by. Its lists are in party.resolver.ts. */
@ObjectType({ description: 'A person or company, seen across all source systems.' })
export class Party {
  @Field(() => ID, {
    description: 'Our own id of the party; stays through changes of number, the survivor’s after a merge.',
  })
  id: string;

  @Field(() => PartyKind, { description: 'Person or company.' })
  kind: PartyKind;

  @Field(() => String, { nullable: true, description: 'The name; null while it is protected.' })
  name: string | null;

  @Field({ description: 'Whether the name is protected, and so left out.' })
  nameProtected: boolean;

  @Field(() => DateOnly, { nullable: true, description: 'Date of birth of a person, where known.' })
  birthDate: string | null;

  @Field(() => [PartyIdentifier], { description: 'All numbers that identify the party, past ones too.' })
  identifiers: PartyIdentifier[];

  @Field(() => Address, { nullable: true, description: 'The address that applies; null while it is protected.' })
  address: Address | null;

  @Field({ description: 'Whether the address is protected, and so left out.' })
  addressProtected: boolean;

  @Field(() => [PastAddress], { description: 'Addresses, newest first; empty while the address is protected.' })
  addressHistory: PastAddress[];

  @Field(() => [PastName], { description: 'Names, newest first; empty while the name is protected.' })
  nameHistory: PastName[];

  @Field(() => String, {
    nullable: true,
    description: 'Civil registration status of a person, or status of a company.',
  })
  status: string | null;

  @Field(() => String, { nullable: true, description: 'The form of a company, as its source calls it.' })
  form: string | null;

  @Field(() => String, { nullable: true, description: 'The line of business of a company.' })
  branch: string | null;

  @Field(() => DateOnly, { nullable: true, description: 'The day the person died.' })
  diedOn: string | null;

  @Field(() => [PartyRelation], { description: 'Persons and companies that the party is tied to.' })
  relations: PartyRelation[];

  @Field(() => [SourceFreshness], {
    description: 'How fresh the sources of what is shown are, and every source that is stale, has a gap or is down.',
  })
  freshness: SourceFreshness[];
}

/** A tie from one party to another. */
@ObjectType({ description: 'A tie from this party to another.' })
export class PartyRelation {
  @Field(() => PartyRelationKind, { description: 'What the other party is to this one.' })
  kind: PartyRelationKind;

  @Field(() => Party, { description: 'The other party.' })
  party: Party;

  @Field(() => DateTime, { description: 'From when the tie holds.' })
  from: string;

  @Field(() => DateTime, { nullable: true, description: 'Until when it holds; null where no end is known.' })
  to: string | null;
}

/** One page of parties. */
@ObjectType({ description: 'One page of parties, as a Relay connection.' })
export class PartyConnection extends connectionOf(Party, 'the parties') {}
