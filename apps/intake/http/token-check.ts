import type { OnModuleDestroy } from '@nestjs/common';
import { believedIssuer, createTokenVerifier, watchDenyList, type TokenVerifier } from '#access';
import type { Configuration, Log } from '#runtime';
import type { Stores } from '#stores';
import { HttpProblem } from './problem-document.js';

/** Judges the tokens of this process. Also the token by which Nest hands it out. */
export abstract class TokenCheck implements TokenVerifier, OnModuleDestroy {
  abstract verify(bearer: string | undefined): ReturnType<TokenVerifier['verify']>;
  /** Reads the deny list no more. */
  abstract onModuleDestroy(): void;
}

/** The verifier that the configuration asks for. */
export async function openTokenCheck({ tokens }: Configuration, { pool }: Stores, log: Log): Promise<TokenCheck> {
  const denyList = await watchDenyList({
    pool,
    onFault: (fault) => log.warn({ err: fault }, 'the deny list could not be read'),
  });
  const issuers = [await believedIssuer(tokens)];
  // A source has no person number, so nothing here is ever hashed.
  const verifier = createTokenVerifier({ ...tokens, issuers, hashCpr: () => '', denyList });
  return { verify: (bearer) => verifier.verify(bearer), onModuleDestroy: () => denyList.stop() };
}

/** 403, in the words of the refusal. */
export function forbidden(detail: string): HttpProblem {
  return new HttpProblem(403, detail, { code: 'FORBIDDEN' });
}
