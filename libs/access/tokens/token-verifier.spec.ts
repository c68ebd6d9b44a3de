import { createHmac, generateKeyPairSync } from 'node:crypto';
import { CompactSign, exportJWK, exportSPKI, generateKeyPair, type CryptoKey, type JWK } from 'jose';
import type { Caller } from './caller.js';
import { createTokenVerifier, type TokenVerifier, type TokenVerifierOptions } from './token-verifier.js';
import { localIssuer } from './trusted-issuer.js';

const nowMs = Date.UTC(2026, 4, 1, 12);
const now = nowMs / 1_000;
const issuer = 'https://idp.kommune.dk';
const privileges = [
  {
    scope: 'urn:dk:gov:saml:cvrNumberIdentifier:29189714',
    privilege: 'http://x.dk/roles/usersystemrole/auditor/1',
    constraints: {},
  },
];
const claims = {
  iss: issuer,
  aud: 'overblik',
  sub: 'user-1',
  name: 'Anne Ørsted',
  unit: 'U1',
  jti: 'j1',
  iat: now - 10,
  exp: now + 300,
  privileges,
};

interface Pair {
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  readonly jwk: JWK;
}

const pairs = new Map<string, Pair>();

beforeAll(async () => {
  for (const alg of ['RS256', 'ES256', 'EdDSA', 'RS512', 'PS256', 'ES384']) {
    const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
    pairs.set(alg, { privateKey, publicKey, jwk: { ...(await exportJWK(publicKey)), kid: alg } });
  }
});

function pair(alg: string): Pair {
  const found = pairs.get(alg);
  if (found === undefined) throw new Error(`no key for ${alg}`);
  return found;
}

async function sign(payload: object | string, header: object = {}, key = pair('ES256').privateKey): Promise<string> {
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
  return new CompactSign(Buffer.from(text)).setProtectedHeader({ alg: 'ES256', kid: 'ES256', ...header }).sign(key);
}

function verifier(options: Partial<TokenVerifierOptions> = {}): TokenVerifier {
  const keys = { keys: [...pairs.values()].map(({ jwk }) => jwk) };
  return createTokenVerifier({
    issuers: [localIssuer(issuer, keys)],
    audience: 'overblik',
    production: false,
    hashCpr: (cpr) => createHmac('sha256', 'key').update(cpr).digest('hex'),
    denyList: { leftOf: ({ groups }) => groups },
    now: () => nowMs,
    ...options,
  });
}

async function refusal(bearer: string | undefined, options: Partial<TokenVerifierOptions> = {}): Promise<string> {
  const outcome = await verifier(options).verify(bearer);
  return outcome.kind === 'caller' ? 'accepted' : outcome.because;
}

async function callerFrom(bearer: string, options: Partial<TokenVerifierOptions> = {}): Promise<Caller> {
  const outcome = await verifier(options).verify(bearer);
  if (outcome.kind !== 'caller') throw new Error(outcome.because);
  return outcome;
}

describe('a good token', () => {
  it('says who calls and with what rights', async () => {
    const caller = await callerFrom(await sign(claims));
    expect(caller).toMatchObject({
      sub: 'user-1',
      name: 'Anne Ørsted',
      unit: 'U1',
      jti: 'j1',
      cprHash: null,
      expiresAt: now + 300,
    });
    expect(caller.groups.map((group) => group.role)).toEqual(['auditor']);
  });

  it.each(['RS256', 'ES256', 'EdDSA'])('may be signed by %s', async (alg) => {
    expect(await refusal(await sign(claims, { alg, kid: alg }, pair(alg).privateKey))).toBe('accepted');
  });

  it('needs neither name, unit, jti, iat nor privileges', async () => {
    const { iss, aud, sub, exp } = claims;
    const caller = await callerFrom(await sign({ iss, aud, sub, exp }));
    expect(caller).toMatchObject({ name: null, unit: null, jti: null, groups: [], denied: [] });
  });

  it('may name several audiences', async () => {
    expect(await refusal(await sign({ ...claims, aud: ['other', 'overblik'] }))).toBe('accepted');
  });

  it('keeps a CPR number only as a keyed hash, the same with and without hyphen', async () => {
    const citizen = await callerFrom(await sign({ ...claims, cpr: '010190-1234' }));
    const again = await callerFrom(await sign({ ...claims, cpr: '0101901234' }));
    expect(citizen.cprHash).toMatch(/^[0-9a-f]{64}$/);
    expect(again.cprHash).toBe(citizen.cprHash);
    expect(JSON.stringify(citizen)).not.toMatch(/010190-?1234/);
  });

  it.each(['0001901234', '01019012345', 101901234, null])('whose cpr is %j has none', async (cpr) => {
    expect((await callerFrom(await sign({ ...claims, cpr }))).cprHash).toBeNull();
  });
});

describe('time', () => {
  it.each([
    ['expired 29 s ago', { exp: now - 29 }, 'accepted'],
    ['expired 31 s ago', { exp: now - 31 }, 'expired'],
    ['valid in 29 s', { nbf: now + 29 }, 'accepted'],
    ['valid in 31 s', { nbf: now + 31 }, 'not-yet-valid'],
    ['issued in 29 s', { iat: now + 29 }, 'accepted'],
    ['issued in 31 s', { iat: now + 31 }, 'not-yet-valid'],
  ])('%s', async (_, changed, expected) => {
    expect(await refusal(await sign({ ...claims, ...changed }))).toBe(expected);
  });

  it.each([
    ['15 minutes', { iat: now, exp: now + 900 }, 'accepted'],
    ['15 minutes and a second', { iat: now, exp: now + 901 }, 'lives-too-long'],
    ['8 hours', { iat: now - 28_000, exp: now + 100 }, 'lives-too-long'],
    ['nobody knows how long', { iat: undefined }, 'lives-too-long'],
  ])('production judges a token that lives %s', async (_, changed, expected) => {
    const token = await sign({ ...claims, ...changed });
    expect(await refusal(token, { production: true })).toBe(expected);
    expect(await refusal(token)).toBe('accepted');
  });

  it('ends a remembered token too', async () => {
    let clock = nowMs;
    const judge = verifier({ now: () => clock });
    const token = await sign(claims);
    const first = await judge.verify(token);
    expect(await judge.verify(token)).toBe(first);
    clock = nowMs + 329_000;
    expect((await judge.verify(token)).kind).toBe('caller');
    clock = nowMs + 331_000;
    expect(await judge.verify(token)).toEqual({ kind: 'unauthenticated', because: 'expired' });
  });
});

describe('refused is', () => {
  it.each([
    ['nothing', undefined, 'missing'],
    ['an empty text', '', 'missing'],
    ['no JWT', 'hello', 'malformed'],
    ['two parts', 'a.b', 'malformed'],
    ['five parts', 'a.b.c.d.e', 'malformed'],
    ['no base64', '!.!.!', 'malformed'],
  ])('%s', async (_, bearer, expected) => {
    expect(await refusal(bearer)).toBe(expected);
  });

  it.each([
    ['another issuer', { iss: 'https://evil.dk' }, 'issuer'],
    ['an issuer that only looks alike', { iss: `${issuer}/` }, 'issuer'],
    ['no issuer', { iss: undefined }, 'issuer'],
    ['another audience', { aud: 'other' }, 'audience'],
    ['no audience', { aud: undefined }, 'audience'],
    ['no sub', { sub: undefined }, 'claims'],
    ['an empty sub', { sub: '' }, 'claims'],
    ['a blank sub', { sub: ' ' }, 'claims'],
    ['a sub that is no text', { sub: 7 }, 'claims'],
    ['a sub of 256 characters', { sub: 'x'.repeat(256) }, 'claims'],
    ['a jti that is no text, and so could not be denied', { jti: 7 }, 'claims'],
    ['NUL in its sub', { sub: 'a\0b' }, 'claims'],
    ['half a character in its unit', { unit: '\ud800' }, 'claims'],
    [
      'NUL in a constraint',
      { privileges: [{ ...privileges[0], constraints: { 'http://x.dk/constraints/orgenhed/1': '\0' } }] },
      'claims',
    ],
    ['no exp', { exp: undefined }, 'claims'],
    ['an exp that is text', { exp: String(now + 300) }, 'claims'],
    ['an iat that is text', { iat: 'now' }, 'claims'],
    ['privileges that are no XML', { privileges: 'PGE+' }, 'privileges'],
    ['privileges that are a number', { privileges: 1 }, 'privileges'],
  ])('a token with %s', async (_, changed, expected) => {
    expect(await refusal(await sign({ ...claims, ...changed }))).toBe(expected);
  });

  it('a claim that stands twice', async () => {
    expect(await refusal(await sign(JSON.stringify(claims).replace('{', '{"sub":"somebody-else",')))).toBe('claims');
  });

  it('a payload that is no object', async () => {
    expect(await refusal(await sign('[]'))).toBe('malformed');
    expect(await refusal(await sign('{'))).toBe('malformed');
  });

  it('a changed payload, header or signature', async () => {
    const [header = '', payload = '', signature = ''] = (await sign(claims)).split('.');
    const other = Buffer.from(JSON.stringify({ ...claims, sub: 'admin' })).toString('base64url');
    expect(await refusal(`${header}.${other}.${signature}`)).toBe('signature');
    const otherHeader = Buffer.from(JSON.stringify({ alg: 'ES256', kid: 'ES256', typ: 'JWT' })).toString('base64url');
    expect(await refusal(`${otherHeader}.${payload}.${signature}`)).toBe('signature');
    expect(await refusal(`${header}.${payload}.${signature.slice(0, -4)}AAAA`)).toBe('signature');
    expect(await refusal(`${header}.${payload}.`)).toBe('signature');
  });

  it('a good signature of a key that is not among the keys', async () => {
    const { privateKey } = await generateKeyPair('ES256');
    expect(await refusal(await sign(claims, {}, privateKey))).toBe('signature');
    expect(await refusal(await sign(claims, { kid: 'unknown' }, privateKey))).toBe('signature');
  });

  it.each(['RS512', 'PS256', 'ES384'])('an algorithm that was not agreed on: %s', async (alg) => {
    expect(await refusal(await sign(claims, { alg, kid: alg }, pair(alg).privateKey))).toBe('signature');
  });

  it.each(['none', 'None', 'NONE', ''])('no signature at all, alg %j', async (alg) => {
    const header = Buffer.from(JSON.stringify({ alg })).toString('base64url');
    const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
    expect(['signature', 'malformed']).toContain(await refusal(`${header}.${payload}.`));
    expect(['signature', 'malformed']).toContain(await refusal(`${header}.${payload}`));
  });

  it('an HMAC keyed by the public key (algorithm confusion)', async () => {
    const { publicKey, jwk } = pair('RS256');
    const header = Buffer.from(JSON.stringify({ alg: 'HS256', kid: 'RS256' })).toString('base64url');
    const body = `${header}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`;
    for (const secret of [await exportSPKI(publicKey), JSON.stringify(jwk), jwk.n ?? '']) {
      const signature = createHmac('sha256', secret).update(body).digest('base64url');
      expect(await refusal(`${body}.${signature}`)).toBe('signature');
    }
  });

  it.each([
    ['RS256', 'ES256'],
    ['ES256', 'RS256'],
    ['EdDSA', 'ES256'],
    ['ES256', 'EdDSA'],
  ])('a token that says %s and names a key of %s', async (alg, kid) => {
    expect(await refusal(await sign(claims, { alg, kid }, pair(alg).privateKey))).toBe('signature');
  });

  it('a key that the token brings along', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const jwk = publicKey.export({ format: 'jwk' });
    const text = Buffer.from(JSON.stringify(claims));
    for (const extra of [{ jwk }, { jku: 'https://evil.dk/jwks' }, { x5u: 'https://evil.dk/x' }]) {
      const token = await new CompactSign(text).setProtectedHeader({ alg: 'ES256', ...extra }).sign(privateKey);
      expect(await refusal(token)).toBe('signature');
    }
  });

  it('a development issuer, by a verifier of production, before any token is seen', () => {
    const issuers = [localIssuer(issuer, { keys: [] }, true)];
    expect(() => verifier({ issuers, production: true })).toThrow(
      expect.objectContaining({ code: 'DEVELOPMENT_ONLY' }),
    );
    expect(() => verifier({ issuers })).not.toThrow();
  });
});

describe('the memory of verified tokens', () => {
  it('does not verify again, and never remembers a bad token', async () => {
    let asked = 0;
    const { jwk } = pair('ES256');
    const local = localIssuer(issuer, { keys: [jwk] });
    const counting = {
      ...local,
      keys: (...given: Parameters<typeof local.keys>) => ((asked += 1), local.keys(...given)),
    };
    const judge = verifier({ issuers: [counting] });
    const token = await sign(claims);
    for (let round = 0; round < 3; round += 1) await judge.verify(token);
    expect(asked).toBe(1);
    const bad = await sign({ ...claims, aud: 'other' });
    for (let round = 0; round < 3; round += 1) await judge.verify(bad);
    expect(asked).toBe(4);
  });

  it('is bounded', async () => {
    const judge = verifier({ cacheSize: 1 });
    const [one, two] = [await sign(claims), await sign({ ...claims, sub: 'user-2' })];
    const first = await judge.verify(one);
    await judge.verify(two);
    const again = await judge.verify(one);
    expect(again).toEqual(first);
    expect(again).not.toBe(first);
  });
});
