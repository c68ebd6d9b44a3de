/** Who may see what, and the access log: tokens, privileges, the visibility predicate in SQL, admission, access entries. */
export { roles } from './privileges/privilege-group.js';
export type {
  DenialReason,
  DeniedGroup,
  PrivilegeGroup,
  Restrictions,
  Role,
  SensitivityLevel,
} from './privileges/privilege-group.js';
export { firstBar } from './visibility/first-bar.js';
export type { Bar } from './visibility/first-bar.js';
export {
  auditorsGrounds,
  GROUND_OF_ALL,
  groundOf,
  groundsOfAll,
  groundsParameter,
  isOfAuditor,
  OPEN_PROFILE,
  profileMember,
} from './visibility/grounds.js';
export type { Asker, Ground, Grounds } from './visibility/grounds.js';
export {
  caseAuditedSql,
  caseVisibleSql,
  documentVisibleSql,
  groundsCte,
  groupSeesCaseSql,
  groupSeesOwnSql,
  groupSeesSourceSql,
} from './visibility/visibility-sql.js';
export type { CaseRightsColumns, CasesOfDocument, OwnRightsColumns, UnitTreeSql } from './visibility/visibility-sql.js';
export {
  groupCoversKleSql,
  groupSeesBenefitSql,
  groupSeesServiceSql,
  paymentVisibleSql,
} from './visibility/benefit-visibility-sql.js';
export type { GrantAliases, LinesOfPayment } from './visibility/benefit-visibility-sql.js';
export {
  groupSeesBenefit,
  groupSeesPayment,
  groupSeesService,
  isBoundByNothing,
} from './visibility/benefit-visibility.js';
export type { BenefitRights, PaymentRights, ServiceRights } from './visibility/benefit-visibility.js';
export {
  coversOwn,
  coversSource,
  groupSeesCase,
  isClassified,
  seesCase,
  seesDocument,
  seesJournalNote,
  withSubUnits,
} from './visibility/visibility.js';
export type { CaseRights, DocumentRights } from './visibility/visibility.js';
export { accessEntities, accessMigrations } from './schema/migrations.js';
export { AccessError } from './errors.js';
export type { AccessErrorCode } from './errors.js';
export { judgePrivileges } from './privileges/privilege-rules.js';
export type { Privileges } from './privileges/privilege-rules.js';
export { readPrivilegesClaim } from './privileges/read-privileges.js';
export type { StatedConstraint, StatedPrivilege } from './privileges/stated-privilege.js';
export { countedAs } from './tokens/caller.js';
export type { Caller, RefusedBecause, Unauthenticated } from './tokens/caller.js';
export { believedIssuer } from './tokens/believed-issuer.js';
export type { BelievedIssuerOptions } from './tokens/believed-issuer.js';
export { createTokenVerifier } from './tokens/token-verifier.js';
export type { TokenVerifier, TokenVerifierOptions } from './tokens/token-verifier.js';
export { localIssuer, oidcIssuer } from './tokens/trusted-issuer.js';
export type { OidcIssuerOptions, TrustedIssuer } from './tokens/trusted-issuer.js';
export { admit, chooseAuthority, rolesFor, senderRights } from './admission/admission.js';
export type { Admission, ChosenAuthority, Refusal, SenderRights } from './admission/admission.js';
export { allows, mayCall, whoMayCall } from './admission/who-may-call.js';
export type { Operation } from './admission/who-may-call.js';
export { accessStream, accessViewed, createAccessLog } from './access-log/access-log.js';
export {
  createAccessParts,
  idsNamedIn,
  type AccessParts,
  type StoredEntry,
  type Traces,
} from './access-log/access-parts.js';
export type { AccessLog, AccessLogOptions, AccessLogStore, SealText } from './access-log/access-log.js';
export { actionOf } from './access-log/access-entry.js';
export type { AccessAction, AccessEntry, PersonalPart, StoredAccessEntry } from './access-log/access-entry.js';
export { accessPrivilegesSeen, privilegesStream } from './access-log/privileges-seen.js';
export type { PrivilegesSeen, StoredPrivilegesSeen } from './access-log/privileges-seen.js';
export type { Denial, DenialRequest, DeniedClaim } from './denials/denial.js';
export { DenialRefused, openDenials } from './denials/denials.js';
export type { Denials, DenialsOptions, TellAct } from './denials/denials.js';
export { watchDenyList } from './denials/deny-list.js';
export type { Deniable, DenyList, DenyListOptions, WatchedDenyList } from './denials/deny-list.js';
export { createRightsHeld } from './rights-seen/rights-held.js';
export type { HeldRights, RightsHeld, RightsHeldOptions } from './rights-seen/rights-held.js';
export { lookedAt } from './rights-seen/looked-at.js';
export type { LookedAt } from './rights-seen/looked-at.js';
export { createRightsTrail } from './rights-seen/rights-trail.js';
export type { RightsTrail, RightsTrailOptions } from './rights-seen/rights-trail.js';
export { createDevelopmentIssuer, DEVELOPMENT_ISSUER } from './development/development-issuer.js';
export type { DevelopmentIssuer, DevelopmentIssuerOptions } from './development/development-issuer.js';
export type { TokenRequest, UncheckedPrivileges } from './development/mint-token.js';
