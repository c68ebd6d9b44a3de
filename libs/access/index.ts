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
export { groundOf, groundsParameter } from './visibility/grounds.js';
export type { Ground, Grounds } from './visibility/grounds.js';
export {
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
export { groupSeesBenefit, groupSeesPayment, groupSeesService } from './visibility/benefit-visibility.js';
export type { BenefitRights, PaymentRights, ServiceRights } from './visibility/benefit-visibility.js';
export { groupSeesCase, seesCase, seesDocument, seesJournalNote, withSubUnits } from './visibility/visibility.js';
export type { CaseRights, DocumentRights } from './visibility/visibility.js';
export { accessEntities, accessMigrations } from './schema/migrations.js';
export { AccessError } from './errors.js';
export type { AccessErrorCode } from './errors.js';
export { judgePrivileges } from './privileges/privilege-rules.js';
export type { Privileges } from './privileges/privilege-rules.js';
export { readPrivilegesClaim } from './privileges/read-privileges.js';
export type { StatedConstraint, StatedPrivilege } from './privileges/stated-privilege.js';
export type { Caller, RefusedBecause, Unauthenticated } from './tokens/caller.js';
export { createTokenVerifier } from './tokens/token-verifier.js';
export type { TokenVerifier, TokenVerifierOptions } from './tokens/token-verifier.js';
export { localIssuer, oidcIssuer } from './tokens/trusted-issuer.js';
export type { OidcIssuerOptions, TrustedIssuer } from './tokens/trusted-issuer.js';
export { admit, chooseAuthority, rolesFor, senderRights } from './admission/admission.js';
export type { Admission, ChosenAuthority, Refusal, SenderRights } from './admission/admission.js';
export { allows, mayCall, whoMayCall } from './admission/who-may-call.js';
export type { Operation } from './admission/who-may-call.js';
export { accessStream, accessViewed, createAccessLog } from './access-log/access-log.js';
export { createAccessParts, type AccessParts, type Traces } from './access-log/access-parts.js';
export type { AccessLog, AccessLogOptions, AccessLogStore, SealText } from './access-log/access-log.js';
export { actionOf } from './access-log/access-entry.js';
export type { AccessAction, AccessEntry, PersonalPart, StoredAccessEntry } from './access-log/access-entry.js';
export { createDevelopmentIssuer, DEVELOPMENT_ISSUER } from './development/development-issuer.js';
export type { DevelopmentIssuer, DevelopmentIssuerOptions } from './development/development-issuer.js';
export type { TokenRequest, UncheckedPrivileges } from './development/mint-token.js';
