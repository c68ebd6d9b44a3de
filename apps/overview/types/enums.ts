import { registerEnumType } from '@nestjs/graphql';

/** Registers a GraphQL enum from `{NAME: description}` and returns `{NAME: 'NAME'}`: read models already speak these spellings. */
function enumeration<const T extends Record<string, string>>(
  name: string,
  description: string,
  values: T,
): { readonly [K in keyof T & string]: K } {
  const names = Object.fromEntries(Object.keys(values).map((key) => [key, key]));
  const valuesMap = Object.fromEntries(Object.entries(values).map(([key, text]) => [key, { description: text }]));
  registerEnumType(names, { name, description, valuesMap });
  return names as { [K in keyof T & string]: K };
}

export const PartyKind = enumeration('PartyKind', 'What a party is.', {
  PERSON: 'A person (borger).',
  COMPANY: 'A company or other legal unit.',
});
export type PartyKind = keyof typeof PartyKind;

export const Outcome = enumeration('Outcome', 'How a case was decided.', {
  GRANTED: 'What was applied for was granted.',
  REFUSED: 'It was refused.',
  PARTLY: 'It was granted in part.',
  ANNULLED: 'The decision was annulled.',
});
export type Outcome = keyof typeof Outcome;

export const PartyRole = enumeration('PartyRole', 'The role of a party in a case (sagspart).', {
  PRIMARY: 'The party whom the case is about.',
  SECONDARY: 'A further party of the case.',
  BENEFIT_RECIPIENT: 'The party who receives the benefit.',
});
export type PartyRole = keyof typeof PartyRole;

export const CaseRelation = enumeration('CaseRelation', 'What the other case is to this one.', {
  PARENT: 'The other case is above this one.',
  CHILD: 'The other case is below this one.',
  PRECEDENT: 'The other case came before and is built upon.',
  SUCCESSOR: 'The other case builds upon this one.',
  OTHER: 'The cases are related in another way.',
});
export type CaseRelation = keyof typeof CaseRelation;

export const PartyRelationKind = enumeration('PartyRelationKind', 'What the other party is to this one.', {
  SPOUSE: 'Husband, wife or registered partner.',
  PARENT: 'Mother or father.',
  CHILD: 'Child.',
  GUARDIAN: 'Guardian of this party.',
  WARD: 'Under the guardianship of this party.',
  CUSTODIAN: 'Holds custody of this party.',
  CUSTODY_CHILD: 'Is in the custody of this party.',
  HOUSEHOLD: 'Lives in the same household.',
  REPRESENTATIVE: 'Represents this party.',
  REPRESENTED: 'Is represented by this party.',
});
export type PartyRelationKind = keyof typeof PartyRelationKind;

export const DocumentLink = enumeration('DocumentLink', 'The kind of link between a document and a case.', {
  FILED: 'Filed on the case (tilakteret).',
  ATTACHED: 'Attached to the case (vedlagt).',
});
export type DocumentLink = keyof typeof DocumentLink;

export const DocumentProgress = enumeration('DocumentProgress', 'How far a document has come.', {
  RECEIVED: 'Received (modtaget).',
  DISTRIBUTED: 'Handed to whoever is to work on it (fordelt).',
  IN_PROGRESS: 'Being written (under udarbejdelse).',
  IN_REVIEW: 'Being reviewed (under review).',
  PUBLISHED: 'Published (publiceret).',
  FINAL: 'Final (endeligt).',
  TRANSFERRED: 'Handed over to an archive or another authority (afleveret).',
});
export type DocumentProgress = keyof typeof DocumentProgress;

export const NoteFormat = enumeration('NoteFormat', 'How the text of a journal note is written.', {
  TEXT: 'Plain text.',
  RTF: 'Rich Text Format.',
  OOXML: 'Office Open XML.',
});
export type NoteFormat = keyof typeof NoteFormat;

export const GrantStatus = enumeration('GrantStatus', 'Whether a grant is being paid.', {
  ACTIVE: 'It is being paid (aktiv); also until the source tells otherwise.',
  INACTIVE: 'It is not being paid for now (inaktiv).',
  PASSIVE: 'It is over (passiv).',
});
export type GrantStatus = keyof typeof GrantStatus;

export const PaymentStatus = enumeration('PaymentStatus', 'How far a payment has come.', {
  CALCULATED: 'Calculated (beregnet).',
  SENT: 'Sent to be paid out (anvist).',
  PAID: 'Paid out (udbetalt).',
  REVERSED: 'Taken back, whole or in part (tilbageført).',
});
export type PaymentStatus = keyof typeof PaymentStatus;

export const ActorKind = enumeration('ActorKind', 'What an actor is.', {
  ORGANISATION: 'An organisation.',
  UNIT: 'A unit of an organisation.',
  USER: 'A user, in most cases a caseworker.',
  IT_SYSTEM: 'An IT system.',
});
export type ActorKind = keyof typeof ActorKind;

export const IdentifierType = enumeration('IdentifierType', 'What kind of number identifies a party.', {
  CPR: 'Personal identification number; shown as DDMMYY-****.',
  CVR: 'Company number, shown in full.',
  PNR: 'Production unit number (P-nummer), shown in full.',
  REPLACEMENT: 'Replacement number (erstatningspersonnummer) of one source.',
  OTHER: "A source system's own number of the party.",
});
export type IdentifierType = keyof typeof IdentifierType;

export const CaseOrder = enumeration('CaseOrder', 'The order of a list of cases; ties go by id.', {
  NEWEST_OPENED: 'Latest openedOn first; a case without one last.',
  LATEST_EVENT: 'Latest event first.',
  CASE_NUMBER: 'By case number.',
});
export type CaseOrder = keyof typeof CaseOrder;

export const Sensitivity = enumeration('Sensitivity', 'How sensitive an object is (følsomhed), from open to closed.', {
  NOT_CONFIDENTIAL: 'Not confidential (ikke fortrolige data).',
  CONFIDENTIAL: 'Confidential (fortrolige personoplysninger).',
  SENSITIVE: 'Sensitive (følsomme personoplysninger).',
  VIP: 'Cases that very few may see (VIP-sager).',
});
export type Sensitivity = keyof typeof Sensitivity;

export const Progress = enumeration('Progress', 'The phase that a case is in (fremdrift).', {
  OPENED: 'Opened (opstået).',
  INFORMED: 'Informed (oplyst).',
  DECIDED: 'Decided (afgjort); also what older sources call ordered or carried out.',
  CLOSED: 'Closed (afsluttet).',
});
export type Progress = keyof typeof Progress;

export const FreshnessState = enumeration(
  'FreshnessState',
  'Whether what a source has sent can be relied on as complete.',
  {
    CURRENT: 'Heard from within the expected time, nothing missing.',
    STALE: 'Nothing heard for twice the expected time.',
    GAP: 'Some of what the source has sent has not arrived.',
    DOWN: 'The source has declared an outage.',
    UNKNOWN: 'Never heard from, or no interval is expected of it.',
  },
);
export type FreshnessState = keyof typeof FreshnessState;

export const SearchKind = enumeration('SearchKind', 'What kind of object a search has found.', {
  CASE: 'A case (sag).',
  PARTY: 'A person or company.',
  DOCUMENT: 'A document.',
  JOURNAL_NOTE: 'A journal note.',
  GRANT: 'A grant of benefits (bevilling).',
});
export type SearchKind = keyof typeof SearchKind;

export const AccessBar = enumeration('AccessBar', 'What keeps an object from a privilege group of a user.', {
  ABSENT: 'The object is not there now.',
  ROLE: 'The role sees no object.',
  NOT_IN_EFFECT: 'The group was not understood or lacks something, and so gives nothing.',
  SOURCE: 'The IT system (itsystem).',
  KLE: 'The KLE subject.',
  SENSITIVITY: 'The sensitivity (foelsomhed).',
  UNIT: 'The responsible unit (orgenhed).',
  VIEW_CLASS: 'A view class of the case (visningsklasse).',
  SECURITY_PROFILE: 'The security profile of the case names neither the user nor his unit.',
});
export type AccessBar = keyof typeof AccessBar;

export const TimelineKind = enumeration('TimelineKind', 'What happened, in the timeline of a party.', {
  CASE_OPENED: 'A case was opened.',
  CASE_PROGRESS: 'A case changed its progress or status text.',
  CASE_DECIDED: 'A case was decided.',
  CASE_CLOSED: 'A case was closed.',
  DOCUMENT: 'A document was written or received.',
  JOURNAL_NOTE: 'A journal note was made.',
  GRANT: 'A benefit began or ended.',
  PAYMENT: 'A payment was made or is due.',
  SERVICE: 'A service began or ended.',
  ADDRESS: 'The party moved; left out while the address is protected.',
  PARTY: 'Name, status or number changed, or the party died.',
  ADVIS: 'A notice was raised.',
});
export type TimelineKind = keyof typeof TimelineKind;

export const DifferenceVerdict = enumeration(
  'DifferenceVerdict',
  'How an operator judged a difference between a legacy system and its successor.',
  {
    ACCEPTED: 'Both may stand as they are.',
    LEGACY_WRONG: 'The successor is right.',
    SUCCESSOR_WRONG: 'The legacy system is right.',
  },
);
export type DifferenceVerdict = keyof typeof DifferenceVerdict;

export const WhichDifferences = enumeration('WhichDifferences', 'Which differences of a parallel run are told.', {
  STANDING: 'Those that stand now.',
  GONE: 'Those that have been and are no more, also of cases that are no pair any more.',
  ALL: 'Both: of each field what stands before what is gone.',
});
export type WhichDifferences = keyof typeof WhichDifferences;

export const AccessAction = enumeration('AccessAction', 'What somebody did who looked.', {
  VIEW: 'Saw a party, a case or another object.',
  SEARCH: 'Searched.',
  HISTORY: 'Read the history of an object.',
  REVEAL: 'Had a number, or a protected name or address, revealed.',
  EXPORT: 'Took a copy out of the system.',
  DENIED: 'Was shown nothing: it is not there, may not be seen, or the caller may not ask.',
});
export type AccessAction = keyof typeof AccessAction;

export const RevealKind = enumeration('RevealKind', 'What of a party is revealed.', {
  IDENTIFIER: 'All its numbers, in full.',
  NAME: 'Its name, also where that is protected.',
  ADDRESS: 'Its address, also where that is protected.',
});
export type RevealKind = keyof typeof RevealKind;

export const MisuseKind = enumeration('MisuseKind', 'What a look-up is conspicuous by.', {
  OWN_RECORD: 'The user looked himself up.',
  HOUSEHOLD: 'A person of his own household.',
  FAMILY: 'A spouse, parent, child, guardian or ward of his.',
  COLLEAGUE: "A party whose number came in another caseworker's token within the last twelve months.",
  VIP: 'A party with a case for very few (VIP-sag).',
  NO_RELATION: "A party without any case of the user's unit or a unit below it.",
  REPEATED: 'The same party unusually often.',
  BULK: 'Unusually many parties.',
});
export type MisuseKind = keyof typeof MisuseKind;
