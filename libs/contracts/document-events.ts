import { Type, type Static } from '@sinclair/typebox';
import { eventFamily, removalEvents } from './event-family.js';
import {
  Hop,
  PartyRef,
  PartyRole,
  Sensitivity,
  choice,
  closed,
  date,
  documentVersion,
  line,
  list,
  uuid,
} from './vocabulary.js';

export const DocumentProgress = choice(
  ['received', 'distributed', 'inProgress', 'inReview', 'published', 'final', 'transferred'],
  'How far the document has come',
);
export type DocumentProgress = Static<typeof DocumentProgress>;

const partyInOptionalRole = closed({ party: PartyRef, role: Type.Optional(PartyRole) });

/** A party that a document names: the reference alone, or with a role. */
export type DocumentParty = Static<typeof partyInOptionalRole> | Static<typeof PartyRef>;
const DocumentParty = Type.Unsafe<DocumentParty>({
  type: 'object',
  description: 'A party that the document names: {party, role?}, or the reference alone',
  if: { properties: { kind: {} }, required: ['kind'] },
  then: PartyRef,
  else: partyInOptionalRole,
});

const caseLink = closed({ caseId: uuid('The case'), version: Type.Optional(documentVersion()) });
const caseId = 'f0a3b0a6-7c0f-4c3e-9f5e-1c1f0d3f5a11';

/** What happens to documents (dokumenter): metadata and a way to them, never the content. */
export const documentEvents = eventFamily('document', {
  'document.registered': {
    description: 'The source has the document, or states afresh all that it knows of it.',
    founding: true,
    schema: closed({
      documentNumber: Type.Optional(line('Document number as caseworkers know it', 128)),
      title: line('Title of the document'),
      documentType: line('Type of the document in the words of the source', 128),
      direction: Type.Optional(choice(['incoming', 'outgoing', 'internal'], 'Which way it went')),
      letterDate: Type.Optional(date('Date of the letter')),
      version: Type.Optional(documentVersion()),
      sensitivity: Sensitivity,
      progress: DocumentProgress,
      cases: list(
        closed({
          caseId: uuid('The case'),
          link: choice(['filed', 'attached'], 'Filed on the case, or attached to it'),
          version: Type.Optional(documentVersion()),
        }),
        'The cases on which it lies',
      ),
      parties: Type.Optional(list(DocumentParty, 'Parties that it names')),
      hop: Type.Optional(Hop),
    }),
    example: {
      documentNumber: '2026-004217-3',
      title: 'Partshøring',
      documentType: 'Brev',
      direction: 'outgoing',
      letterDate: '2026-03-10',
      version: '1.0',
      sensitivity: 'confidential',
      progress: 'final',
      cases: [{ caseId, link: 'filed' }],
      parties: [{ party: { kind: 'person', identifier: { type: 'cpr', value: '6101800001' } }, role: 'primary' }],
    },
  },
  'document.progress-changed': {
    description: 'The document moved on.',
    schema: closed({
      progress: DocumentProgress,
      statusText: Type.Optional(line('The status in the words of the source system')),
    }),
    example: { progress: 'inReview' },
  },
  'document.version-added': {
    description: 'There is a newer version of the document.',
    schema: closed({ version: documentVersion() }),
    example: { version: '2.0' },
  },
  'document.filed': {
    description: 'The document was filed on a case.',
    schema: caseLink,
    example: { caseId },
  },
  'document.attached': {
    description: 'The document was attached to a case.',
    schema: caseLink,
    example: { caseId, version: '1.0' },
  },
  'document.unfiled': {
    description: 'The document no longer lies on the case, however it came there.',
    schema: caseLink,
    example: { caseId },
  },
  'document.related': {
    description: 'The document is related to another one of the same source.',
    schema: closed({
      kind: line('What the other document is to this one', 64),
      documentId: uuid('The other document'),
    }),
    example: { kind: 'answers', documentId: '3f1cbb1e-4a57-4c34-8a3a-1d2f1a8a7b44' },
  },
  'document.sensitivity-changed': {
    description: 'The document is more, or less, sensitive than before.',
    schema: closed({ sensitivity: Sensitivity }),
    example: { sensitivity: 'sensitive' },
  },
  ...removalEvents('document'),
});
