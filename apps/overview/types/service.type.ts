import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Case } from './case.type.js';
import { connectionOf } from './connection.js';
import { DateOnly } from './scalars.js';

/** Help in kind that a party gets. */
@ObjectType({ description: 'A service (indsats): help in kind that a party gets on a case.' })
export class Service {
  @Field(() => ID, { description: "The uuid of the service, the source's own." })
  id: string;

  @Field(() => ID, { description: 'URI of the source system that holds it.' })
  source: string;

  @Field(() => Case, { nullable: true, description: 'The case on which it was granted.' })
  case: Case | null;

  @Field({ description: "What kind of service it is, in the source's own words." })
  kind: string;

  @Field({ description: 'Its subject by KLE: dd.dd.dd.' })
  kle: string;

  @Field(() => String, { nullable: true, description: 'Who provides it, where told.' })
  provider: string | null;

  @Field(() => DateOnly, { description: 'The day it started.' })
  start: string;

  @Field(() => DateOnly, { nullable: true, description: 'The day it ended; null while it has not.' })
  end: string | null;
}

/** One page of services. */
@ObjectType({ description: 'One page of services, as a Relay connection.' })
export class ServiceConnection extends connectionOf(Service, 'the services') {}
