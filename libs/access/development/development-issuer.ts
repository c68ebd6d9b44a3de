import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { AccessError } from '../errors.js';
import { localIssuer, type TrustedIssuer } from '../tokens/trusted-issuer.js';
import { mintToken, type TokenRequest } from './mint-token.js';

/** The `iss` of development tokens. */
export const DEVELOPMENT_ISSUER = 'urn:overblik:issuer:development';

/** Mints tokens for development and trials, and lets a verifier believe them. */
export interface DevelopmentIssuer {
  /** For `createTokenVerifier`. */
  readonly trusted: TrustedIssuer;
  /** A signed token (ES256). Rejects with MINT_REFUSED for an unknown role, a bad authority or duration. */
  mint(request: TokenRequest): Promise<string>;
}

/** Where its key lies and for whom it mints. */
export interface DevelopmentIssuerOptions {
  /** The data folder's folder of keys; the key is made there once, readable by its owner only. */
  readonly keyFolder: string;
  readonly audience: string;
  readonly production: boolean;
  readonly now?: () => number;
}

/** The development issuer of a data folder. Rejects with DEVELOPMENT_ONLY in production, before any key is made. */
export async function createDevelopmentIssuer(options: DevelopmentIssuerOptions): Promise<DevelopmentIssuer> {
  if (options.production) {
    throw new AccessError('DEVELOPMENT_ONLY', 'The development issuer does not exist in production.');
  }
  const file = join(options.keyFolder, 'development-issuer.json');
  const privateJwk = readKey(file) ?? (await makeKey(file));
  const { kty, crv, x, y } = privateJwk;
  const publicJwk: JWK = { kty, crv, x, y, alg: 'ES256', use: 'sig' } as JWK;
  const kid = await calculateJwkThumbprint(publicJwk);
  const key = await importJWK(privateJwk, 'ES256');
  const now = options.now ?? Date.now;
  return {
    trusted: localIssuer(DEVELOPMENT_ISSUER, { keys: [{ ...publicJwk, kid }] }, true),
    mint: (request) =>
      mintToken(request, { issuer: DEVELOPMENT_ISSUER, audience: options.audience, key, kid, nowMs: now() }),
  };
}

function readKey(file: string): JWK | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as JWK;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Two processes may start at once: the link takes the name only if it is free, and both read what then has it. */
async function makeKey(file: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const content = JSON.stringify(await exportJWK(privateKey));
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}.${Date.now()}`;
  const handle = openSync(draft, 'wx', 0o600);
  try {
    writeSync(handle, content);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return JSON.parse(readFileSync(file, 'utf8')) as JWK;
}
