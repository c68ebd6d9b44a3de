import type { OnModuleDestroy } from '@nestjs/common';
import type { AccessLog, Denials, TokenVerifier } from '#access';

/** Judges bearer tokens, and writes down with what privileges users come. The token by which Nest hands the verifier out. */
export abstract class TokenCheck implements TokenVerifier, OnModuleDestroy {
  abstract verify(bearer: string | undefined): ReturnType<TokenVerifier['verify']>;
  /** Judges a token that was verified before, and writes nothing down: asked all the time while a connection is open. */
  abstract verifyAgain(bearer: string | undefined): ReturnType<TokenVerifier['verify']>;
  /** Reads the deny list no more. */
  abstract onModuleDestroy(): void;
}

/** Writes access entries. The token by which Nest hands the access log out. */
export abstract class AccessTrail implements AccessLog {
  abstract record(entry: Parameters<AccessLog['record']>[0]): Promise<void>;
}

/** Keeps the deny list. The token by which Nest hands it out. */
export abstract class DenialDesk implements Denials {
  abstract deny(...request: Parameters<Denials['deny']>): ReturnType<Denials['deny']>;
  abstract lift(...request: Parameters<Denials['lift']>): ReturnType<Denials['lift']>;
  abstract list(...request: Parameters<Denials['list']>): ReturnType<Denials['list']>;
  abstract recover(): Promise<number>;
}
