import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf } from './connection.js';
import { AccessAction } from './enums.js';
import { DateTime } from './scalars.js';

/** One view, as the access log keeps it. */
@ObjectType({ description: 'One view: one operation, who did it, and what its answer showed.' })
export class AccessEntry {
  @Field(() => ID, { description: 'The id of the entry.' })
  id: string;

  @Field(() => DateTime, { description: 'When it was answered.' })
  at: string;

  @Field({ description: 'Who looked: the `sub` of the token, or `cli:<user>` at the command line.' })
  user: string;

  @Field(() => String, { nullable: true, description: 'The name in the token; null where it had none.' })
  userName: string | null;

  @Field(() => ID, { nullable: true, description: "The viewer's own unit." })
  unit: string | null;

  @Field(() => [String], { description: 'The roles that let it through; where nothing was shown, those in effect.' })
  roles: string[];

  @Field(() => [String], { description: 'The constraints that let it through.' })
  grounds: string[];

  @Field(() => AccessAction, { description: 'What was done.' })
  action: AccessAction;

  @Field({ description: 'The fields or the command that were called.' })
  operation: string;

  @Field(() => String, { nullable: true, description: 'Why, as the caller said.' })
  purpose: string | null;

  @Field(() => [ID], { description: 'Ids of the parties that were shown.' })
  parties: string[];

  @Field(() => [ID], { description: 'Ids of the cases and other objects that were shown.' })
  objects: string[];

  @Field(() => [String], {
    description: 'Ids and keys that were asked for in vain, as asked; CPR numbers masked. Empty where erased.',
  })
  asked: string[];

  @Field(() => String, {
    nullable: true,
    description: 'What was searched by, or lists were narrowed by; CPR numbers masked. Null where erased.',
  })
  searchText: string | null;

  @Field(() => Int, { nullable: true, description: 'How many hits that had in all.' })
  hits: number | null;

  @Field(() => String, { nullable: true, description: 'Why a reveal was asked for. Null where erased.' })
  reason: string | null;

  @Field(() => String, { nullable: true, description: 'Code of the refusal, where there was one.' })
  denied: string | null;

  @Field(() => DateTime, { nullable: true, description: 'The moment at which what was shown applied; null: then.' })
  asOf: string | null;

  @Field(() => DateTime, { nullable: true, description: 'What had been received by this moment was shown; null: all.' })
  asKnownAt: string | null;

  @Field(() => String, { nullable: true, description: 'The front end that the caller came from: scheme, host, port.' })
  hopOrigin: string | null;

  @Field(() => ID, { description: 'The x-TransaktionsId of the request.' })
  transactionId: string;

  @Field(() => String, { nullable: true, description: 'From which IP address; null at the command line.' })
  ip: string | null;
}

/** One page of the access log. */
@ObjectType({ description: 'One page of the access log, newest first, as a Relay connection.' })
export class AccessEntryConnection extends connectionOf(AccessEntry, 'the entries') {}

/** A view of the citizen who asks. */
@ObjectType({ description: 'Somebody looked at you: where he works, in what role, when, what he did and why.' })
export class CitizenAccessEntry {
  @Field(() => DateTime, { description: 'When.' })
  at: string;

  @Field(() => String, { nullable: true, description: "The viewer's own unit." })
  unit: string | null;

  @Field({ description: 'In what role.' })
  role: string;

  @Field(() => AccessAction, { description: 'What was done.' })
  action: AccessAction;

  @Field(() => String, { nullable: true, description: 'Why, as the viewer said.' })
  purpose: string | null;
}

/** One page of who has looked. */
@ObjectType({ description: 'One page of who has looked at you, newest first, as a Relay connection.' })
export class CitizenAccessEntryConnection extends connectionOf(CitizenAccessEntry, 'the views') {}

/** A part of the access log as a file. */
@ObjectType({ description: 'A part of the access log as CSV (RFC 4180, semicolons, UTF-8), newest first.' })
export class AccessLogExport {
  @Field({ description: 'The rows; the first page begins with a byte order mark and the headings.' })
  csv: string;

  @Field(() => Int, { description: 'How many rows this page has.' })
  rows: number;

  @Field(() => Int, { description: 'How many rows there are in all.' })
  totalCount: number;

  @Field(() => String, { nullable: true, description: 'Give it as `after` for the next page; null at the end.' })
  endCursor: string | null;
}
