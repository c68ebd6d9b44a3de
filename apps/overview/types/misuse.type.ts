import { Field, ID, ObjectType } from '@nestjs/graphql';
import { connectionOf } from './connection.js';
import { MisuseKind } from './enums.js';
import { DateTime } from './scalars.js';

/** Look-ups that are conspicuous in one way. */
@ObjectType({
  description:
    'Look-ups of a user that are conspicuous: one for each kind, party and day (of Europe/Copenhagen). A reason to ask, not a finding.',
})
export class MisuseSignal {
  @Field(() => ID, { description: 'Stays the same, however often it is found.' })
  id: string;

  @Field(() => MisuseKind, { description: 'What they are conspicuous by.' })
  kind: MisuseKind;

  @Field(() => DateTime, { description: 'When the first of them was made.' })
  at: string;

  @Field({ description: "The `sub` of the user's token." })
  user: string;

  @Field(() => ID, { nullable: true, description: 'The party that was looked up; null where it is about many.' })
  party: string | null;

  @Field(() => [ID], { description: 'The entries of the access log.' })
  accessEntries: string[];

  @Field({ description: 'A sentence for whoever follows it up, in Danish.' })
  message: string;
}

/** One page of signals. */
@ObjectType({ description: 'One page of signals, newest first, as a Relay connection.' })
export class MisuseSignalConnection extends connectionOf(MisuseSignal, 'the signals') {}
