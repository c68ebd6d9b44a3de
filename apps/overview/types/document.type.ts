import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Case } from './case.type.js';
import { connectionOf, RestrictedObject } from './connection.js';
import { DocumentLink, DocumentProgress, Sensitivity } from './enums.js';
import { DateOnly } from './scalars.js';

/** The link from a document to a case. */
@ObjectType({ description: 'A case that a document lies on.' })
export class DocumentCase {
  @Field(() => DocumentLink, { description: 'How the document lies on the case.' })
  link: DocumentLink;

  @Field(() => Case, { description: 'The case.' })
  case: Case;
}

/** A document's metadata; never its content. */
@ObjectType({ description: 'What is known about a document; its content stays in the source system.' })
export class Document {
  @Field(() => ID, { description: "The uuid of the document, the source's own." })
  id: string;

  @Field(() => ID, { description: 'URI of the source system that holds it.' })
  source: string;

  @Field(() => String, { nullable: true, description: 'The document number, where it has one.' })
  documentNumber: string | null;

  @Field({ description: 'The title.' })
  title: string;

  @Field({ description: "The source's own word for what kind of document it is." })
  documentType: string;

  @Field(() => String, { nullable: true, description: 'incoming, outgoing or internal.' })
  direction: string | null;

  @Field(() => DateOnly, { nullable: true, description: 'The date of the letter.' })
  letterDate: string | null;

  @Field(() => String, { nullable: true, description: 'Its newest version.' })
  version: string | null;

  @Field(() => Sensitivity, { description: 'How sensitive the document is.' })
  sensitivity: Sensitivity;

  @Field(() => DocumentProgress, { description: 'How far the document has come.' })
  progress: DocumentProgress;

  @Field(() => [DocumentCase], { description: 'The cases it lies on, of those the caller may see.' })
  cases: DocumentCase[];

  @Field(() => String, { nullable: true, description: 'Link into the source system; null where it has none.' })
  hop: string | null;
}

/** One page of documents. */
@ObjectType({ description: 'One page of documents, as a Relay connection.' })
export class DocumentConnection extends connectionOf(Document, 'the documents') {
  @Field(() => [RestrictedObject], {
    description: 'Documents that are there but may not be seen; empty unless the authority has chosen to tell of them.',
  })
  restricted: RestrictedObject[];
}
