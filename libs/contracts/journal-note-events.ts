import { Type, type Static } from '@sinclair/typebox';
import { eventFamily, removalEvents } from './event-family.js';
import { ActorRef, choice, closed, date, line, prose, uuid } from './vocabulary.js';

/** The most bytes (UTF-8) that the text of a note may take: 100 KB. */
export const MAX_NOTE_BYTES = 102_400;

export const NoteFormat = choice(
  ['text', 'rtf', 'ooxml'],
  'How the text is written; search reads its words, not its markup',
);
export type NoteFormat = Static<typeof NoteFormat>;

const recorded = {
  caseId: uuid('The case to which the note belongs'),
  title: line('Title of the note'),
  text: Type.String({ maxLength: MAX_NOTE_BYTES, description: 'The note itself, at most 102,400 bytes of UTF-8' }),
  format: NoteFormat,
  author: ActorRef,
  notedOn: date('The day to which the note belongs'),
  clientRequestId: Type.Optional(line('Id of the request that asked the source for the note', 128)),
};

const example = {
  caseId: 'f0a3b0a6-7c0f-4c3e-9f5e-1c1f0d3f5a11',
  title: 'Telefonsamtale',
  text: 'Borger ringede og oplyste, at de manglende bilag sendes i næste uge.',
  format: 'text',
  author: { kind: 'user', id: 'b7f2d1aa-90cf-4f3e-9a53-0d6f3c2f7a10', name: 'Mads Sagsbehandler' },
  notedOn: '2026-03-11',
} as const;

/** What happens to journal notes (journalnotater). */
export const journalNoteEvents = eventFamily('journal-note', {
  'journal-note.recorded': {
    description: 'A note was written on a case.',
    founding: true,
    schema: closed(recorded),
    example,
  },
  'journal-note.corrected': {
    description: 'A new note took the place of an old one: the subject is the new one, supersedes names the old.',
    founding: true,
    schema: closed({ ...recorded, supersedes: uuid('uuid of the note that it corrects') }),
    example: {
      ...example,
      text: 'Borger ringede; bilagene er sendt i dag.',
      supersedes: '9d1a0a52-9a0f-4d55-a1a5-6a0f6c1f2b55',
    },
  },
  'journal-note.withdrawn': {
    description: 'The note no longer holds; it stays listed as withdrawn.',
    schema: closed({ reason: prose('Why it was withdrawn') }),
    example: { reason: 'Noteret på den forkerte sag' },
  },
  ...removalEvents('journal-note'),
});
