import type { AccessLog, TokenVerifier } from '#access';

/** Judges bearer tokens. The token by which Nest hands the verifier out. */
export abstract class TokenCheck implements TokenVerifier {
  abstract verify(bearer: string | undefined): ReturnType<TokenVerifier['verify']>;
}

/** Writes access entries. The token by which Nest hands the access log out. */
export abstract class AccessTrail implements AccessLog {
  abstract record(entry: Parameters<AccessLog['record']>[0]): Promise<void>;
}
