import { Args, ID, Resolver, Subscription } from '@nestjs/graphql';
import { badInput, type Refusal } from '../engine/refusal.js';
import { Case } from '../types/case.type.js';
import { PartyKey } from '../types/inputs.js';
import { Party } from '../types/party.type.js';

const again = 'at once, and again each time that the answer to this question has changed for you';

/**
 * What can be followed, over a WebSocket. Each is answered by the question of its name (`answerFollowedFields`), over and over
 * (`live/`); what an engine would call here to be told of changes is not there.
 */
@Resolver()
export class LiveResolver {
  @Subscription(() => Party, {
    nullable: true,
    description: `A party seen across all source systems, as this question asks for it: ${again}. Null while there is none that you may see.`,
  })
  party(@Args('key', { type: () => PartyKey, description: 'Which party.' }) _key: PartyKey): never {
    throw onlyOverSockets();
  }

  @Subscription(() => Case, {
    nullable: true,
    description: `One case, as this question asks for it: ${again}. Null while there is none that you may see.`,
  })
  case(@Args('id', { type: () => ID, description: 'Which case.' }) _id: string): never {
    throw onlyOverSockets();
  }
}

function onlyOverSockets(): Refusal {
  return badInput('A subscription is asked for over a WebSocket, by graphql-transport-ws.');
}
