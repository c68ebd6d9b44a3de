import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Address, PartyIdentifier } from './party.type.js';

/** What was asked to be revealed of a party; all else is null. */
@ObjectType({ description: 'What was asked to be revealed of a party, in this one answer; all else is null.' })
export class Revealed {
  @Field(() => ID, { description: 'Our own id of the party.' })
  party: string;

  @Field(() => [PartyIdentifier], { nullable: true, description: 'Its numbers in full: a CPR number as ten digits.' })
  identifiers: readonly object[] | null;

  @Field(() => String, { nullable: true, description: 'Its name, also where that is protected.' })
  name: string | null;

  @Field(() => Address, { nullable: true, description: 'Its address, also where that is protected.' })
  address: object | null;
}
