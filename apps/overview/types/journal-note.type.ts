import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Actor } from './actor.type.js';
import { Case } from './case.type.js';
import { connectionOf } from './connection.js';
import { NoteFormat } from './enums.js';
import { DateOnly } from './scalars.js';

/** A short dated note on a case. */
@ObjectType({
  description:
    'A short dated note on a case (journalnotat). A note that was corrected is in the history, not in the list.',
})
export class JournalNote {
  @Field(() => ID, { description: "The uuid of the note, the source's own." })
  id: string;

  @Field(() => ID, { description: 'URI of the source system that holds it.' })
  source: string;

  @Field(() => Case, { nullable: true, description: 'The case it is about.' })
  case: Case | null;

  @Field({ description: 'The title.' })
  title: string;

  @Field({ description: 'The note itself, in the format given.' })
  text: string;

  @Field(() => NoteFormat, { description: 'How the text is written.' })
  format: NoteFormat;

  @Field(() => Actor, { nullable: true, description: 'Who wrote it.' })
  author: Actor | null;

  @Field(() => DateOnly, { description: 'The day the note is about.' })
  notedOn: string;

  @Field({ description: 'Whether the note has been withdrawn.' })
  withdrawn: boolean;

  @Field(() => ID, { nullable: true, description: 'The note that this one corrects.' })
  supersedes: string | null;
}

/** One page of journal notes. */
@ObjectType({ description: 'One page of journal notes, as a Relay connection.' })
export class JournalNoteConnection extends connectionOf(JournalNote, 'the journal notes') {}
