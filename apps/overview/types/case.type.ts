import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Actor } from './actor.type.js';
import { connectionOf, RestrictedObject } from './connection.js';
import { CaseRelation, Outcome, PartyRole, Progress, Sensitivity } from './enums.js';
import { Party } from './party.type.js';
import { DateOnly, DateTime } from './scalars.js';
import { SourceFreshness } from './source.type.js';

/** How a case was decided. */
@ObjectType({ description: 'How a case was decided.' })
export class Decision {
  @Field(() => Outcome, { description: 'The outcome.' })
  outcome: Outcome;

  @Field(() => DateOnly, { description: 'The day of the decision.' })
  decidedOn: string;

  @Field(() => String, { nullable: true, description: 'The legal basis, as the source gives it.' })
  legalBasis: string | null;
}

/** A party in a role of a case. */
@ObjectType({ description: 'A party in a role of a case.' })
export class CaseParty {
  @Field(() => Party, { description: 'The party.' })
  party: Party;

  @Field(() => PartyRole, { description: 'Its role in the case.' })
  role: PartyRole;

  @Field(() => DateTime, { description: 'From when the party has the role.' })
  from: string;

  @Field(() => DateTime, { nullable: true, description: 'Until when; null where no end is known.' })
  to: string | null;
}

/** An object that a case is about. */
@ObjectType({ description: 'An object that a case is about, such as a property, by the name the source has for it.' })
export class LinkedObject {
  @Field({ description: 'What the object is to the case, in the word that the source used.' })
  kind: string;

  @Field(() => ID, { description: 'URN (RFC 8141) of the object.' })
  urn: string;

  @Field(() => DateTime, { description: 'From when it is linked to the case.' })
  from: string;

  @Field(() => DateTime, { nullable: true, description: 'Until when it is linked; null where no end is known.' })
  to: string | null;
}

/** A case of a source system. Its lists are in case.resolver.ts. */
@ObjectType({
  description:
    'A case (sag) of a source system: what it is about and how far it has come. The truth stays in the source.',
})
export class Case {
  @Field(() => ID, { description: "The uuid of the case, the source's own." })
  id: string;

  @Field(() => ID, { description: 'URI of the source system that holds the case.' })
  source: string;

  @Field({ description: 'The case number, as caseworkers know it.' })
  caseNumber: string;

  @Field({ description: 'The title.' })
  title: string;

  @Field({ description: 'The subject by KLE, the plan of the municipalities: dd.dd.dd.' })
  kle: string;

  @Field(() => String, {
    nullable: true,
    description: 'What is done with the subject (handlingsfacet): a letter and two digits.',
  })
  facet: string | null;

  @Field(() => Sensitivity, { description: 'How sensitive the case is.' })
  sensitivity: Sensitivity;

  @Field(() => Progress, { description: 'The phase that the case is in.' })
  progress: Progress;

  @Field({ description: 'The phase in the word that the source used.' })
  progressRaw: string;

  @Field(() => String, { nullable: true, description: "The source's own text for where the case stands." })
  statusText: string | null;

  @Field(() => DateOnly, { nullable: true, description: 'The day the case was opened.' })
  openedOn: string | null;

  @Field(() => DateOnly, { nullable: true, description: 'The day the case was closed; null when it was reopened.' })
  closedOn: string | null;

  @Field(() => Decision, {
    nullable: true,
    description: 'The decision, where one was made. It does not move the phase.',
  })
  decision: Decision | null;

  @Field(() => Actor, { nullable: true, description: 'The unit responsible for the case.' })
  responsibleUnit: Actor | null;

  @Field(() => Actor, { nullable: true, description: 'The caseworker who handles the case.' })
  primaryHandler: Actor | null;

  @Field(() => [CaseParty], { description: 'The parties of the case that apply at the moment asked for.' })
  parties: CaseParty[];

  @Field(() => [RelatedCase], { description: 'Cases related to this one, whichever side has said so.' })
  relatedCases: RelatedCase[];

  @Field(() => [LinkedObject], { description: 'Properties, buildings and other objects that the case is about.' })
  linkedObjects: LinkedObject[];

  @Field(() => String, { nullable: true, description: 'Link into the source system; null where it has none.' })
  hop: string | null;

  @Field(() => DateTime, { description: 'When the newest event of the case was registered at the source.' })
  lastEventAt: string;

  @Field(() => SourceFreshness, { description: 'How fresh what we hold of its source is.' })
  freshness: SourceFreshness;
}

/** A case tied to another. */
@ObjectType({ description: 'A case tied to this one.' })
export class RelatedCase {
  @Field(() => CaseRelation, { description: 'What the other case is to this one.' })
  kind: CaseRelation;

  @Field(() => Case, { description: 'The other case.' })
  case: Case;
}

/** One page of cases. */
@ObjectType({ description: 'One page of cases, as a Relay connection.' })
export class CaseConnection extends connectionOf(Case, 'the cases') {
  @Field(() => [RestrictedObject], {
    description: 'Cases that are there but may not be seen; empty unless the authority has chosen to tell of them.',
  })
  restricted: RestrictedObject[];
}
