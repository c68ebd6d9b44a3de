import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Case } from './case.type.js';
import { connectionOf } from './connection.js';
import { SearchKind } from './enums.js';
import { Party } from './party.type.js';

/** Something that a search over all families has found. */
@ObjectType({ description: 'Something that a search over all families has found.' })
export class SearchHit {
  @Field(() => SearchKind, { description: 'What kind of object it is.' })
  kind: SearchKind;

  @Field(() => ID, { description: 'The id of the object.' })
  objectId: string;

  @Field({ description: 'What the object is called; plain text.' })
  title: string;

  @Field(() => String, {
    nullable: true,
    description:
      'Where it was found, as HTML: matches between <mark> and </mark>, all else escaped. Null where it was found by a number that is not shown.',
  })
  snippet: string | null;

  @Field(() => Party, {
    nullable: true,
    description: 'The party itself, or the primary party of a case; null where there is none.',
  })
  party: Party | null;

  @Field(() => Case, {
    nullable: true,
    description: 'The case itself, or the case that the object lies on (of several the first by id that you may see).',
  })
  case: Case | null;
}

/** One page of what a search has found. */
@ObjectType({ description: 'One page of what a search has found, as a Relay connection.' })
export class SearchHitConnection extends connectionOf(SearchHit, 'what was found') {}
