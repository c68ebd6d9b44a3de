/** The event language of Overblik: envelope, families, catalogue, identifiers, instants, and what /contracts serves. */
export {
  dateOf,
  instantFromDate,
  isLocalDate,
  localToInstant,
  momentOf,
  nextDay,
  plusMilliseconds,
  startOfDay,
  toInstant,
  type Instant,
  type LocalDate,
} from './instants.js';
export { statedReason } from './stated-reason.js';
export { durationToMilliseconds } from './durations.js';
export {
  URL_NAMESPACE,
  isCvr,
  isFacet,
  isKle,
  isPNumber,
  isUuid,
  klePath,
  maskCpr,
  normalizeCpr,
  uuidFromHmac,
  uuidV5,
} from './identifiers.js';
export {
  ActorRef,
  ActorRole,
  COUNTED_FAMILIES,
  CaseProgress,
  FamilyCounts,
  Hop,
  Identifier,
  IdentifierType,
  PartyInRole,
  PartyKind,
  PartyRef,
  PartyRole,
  Sensitivity,
  isPartyRef,
} from './vocabulary.js';
export { sensitivityRank } from './sensitivity.js';
export { eventFamily, type EventFamily, type EventSpec } from './event-family.js';
export { caseEvents } from './case-events.js';
export { partyEvents } from './party-events.js';
export { DocumentProgress, documentEvents, type DocumentParty } from './document-events.js';
export { MAX_NOTE_BYTES, NoteFormat, journalNoteEvents } from './journal-note-events.js';
export { GrantStatus, grantEvents } from './grant-events.js';
export { paymentEvents } from './payment-events.js';
export { serviceEvents } from './service-events.js';
export { sourceEvents } from './source-events.js';
export { unitEvents } from './unit-events.js';
export { OVERBLIK_SOURCE, erasureEvents, mentionEvents, operationEvents } from './internal-events.js';
export {
  catalogue,
  fullTypeOf,
  nameOf,
  type DataOf,
  type EventDefinition,
  type EventName,
  type Family,
  type FamilyOf,
  type InternalEventName,
  type StoredEventName,
} from './catalogue.js';
export type { AnyContractEvent, ContractEvent, Envelope, EnvelopeDraft, SeenAttributes } from './envelope.js';
export { RULES, isProblem, type Problem, type RuleCode } from './problem.js';
export { configureContracts, isUri, isWebUrl } from './formats.js';
export { MAX_ID_LENGTH } from './attributes.js';
export { readEnvelope, type EnvelopeReading } from './read-envelope.js';
export { checkAuthority } from './identifier-check.js';
export {
  MAX_AHEAD_MILLISECONDS,
  MAX_DATA_BYTES,
  checkEvent,
  checkFuture,
  checkSize,
  checkSubjectAndData,
  resolveType,
} from './check-event.js';
export { MAX_DEPTH, unsafeJson } from './json-safety.js';
export { canonicalContent, canonicalJson } from './canonical-content.js';
export { asyncApi, contractList, contractOf, exampleOf } from './published-contracts.js';
