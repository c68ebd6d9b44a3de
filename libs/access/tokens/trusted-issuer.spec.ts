import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';
import { createTokenVerifier, type TokenVerifier, type TokenVerifierOptions } from './token-verifier.js';
import { oidcIssuer, type OidcIssuerOptions } from './trusted-issuer.js';

/** A small OpenID provider on this machine whose answers a test may spoil. */
class Provider {
  readonly requests: string[] = [];
  keys: JWK[] = [];
  discovery: Record<string, unknown> = {};
  status = 200;
  private readonly server: Server = createServer((request, response) => {
    this.requests.push(request.url ?? '');
    const body = request.url === '/jwks' ? { keys: this.keys } : this.discovery;
    response.writeHead(this.status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });

  get issuer(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.discovery = { issuer: this.issuer, jwks_uri: `${this.issuer}/jwks` };
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

let provider: Provider;

beforeEach(async () => {
  provider = new Provider();
  await provider.start();
});

afterEach(async () => {
  await provider.stop();
});

async function addKey(kid: string): Promise<CryptoKey> {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  provider.keys.push({ ...(await exportJWK(publicKey)), kid });
  return privateKey;
}

function tokenBy(key: CryptoKey, kid: string, sub = 'u'): Promise<string> {
  return new SignJWT({})
    .setProtectedHeader({ alg: 'ES256', kid })
    .setIssuer(provider.issuer)
    .setAudience('overblik')
    .setSubject(sub)
    .setIssuedAt()
    .setExpirationTime('5m')
    .sign(key);
}

function verifier(
  options: OidcIssuerOptions = { allowHttp: true, cooldownMs: 0 },
  more: Partial<TokenVerifierOptions> = {},
): TokenVerifier {
  const issuers = [oidcIssuer(provider.issuer, options)];
  return createTokenVerifier({
    issuers,
    audience: 'overblik',
    production: true,
    hashCpr: () => '',
    denyList: { leftOf: ({ groups }) => groups },
    ...more,
  });
}

const unavailable = expect.objectContaining({ code: 'ISSUER_UNAVAILABLE' });

describe('an OpenID Connect issuer', () => {
  it('is asked once for its document and keys, at the first token', async () => {
    const key = await addKey('a');
    const judge = verifier();
    expect(provider.requests).toEqual([]);
    for (const sub of ['u', 'v', 'w']) expect(await judge.verify(await tokenBy(key, 'a', sub))).toMatchObject({ sub });
    expect(provider.requests).toEqual(['/.well-known/openid-configuration', '/jwks']);
  });

  it('may change its keys: an unknown key id fetches them again', async () => {
    const judge = verifier();
    const first = await addKey('a');
    await judge.verify(await tokenBy(first, 'a'));
    const second = await addKey('b');
    expect(await judge.verify(await tokenBy(second, 'b'))).toMatchObject({ kind: 'caller' });
  });

  it('that takes a key back is followed: its tokens are refused, remembered ones too, when the keys are looked at again', async () => {
    let clock = Date.now();
    const judge = verifier({ allowHttp: true, cacheMs: 0 }, { now: () => clock, recheckMs: 60_000 });
    const key = await addKey('stolen');
    const token = await tokenBy(key, 'stolen');
    const first = await judge.verify(token);
    expect(first).toMatchObject({ kind: 'caller' });
    clock += 61_000;
    // Held against the keys again, it is the same caller as before.
    expect(await judge.verify(token)).toBe(first);
    provider.keys = [];
    clock += 30_000;
    expect(await judge.verify(token)).toBe(first);
    clock += 31_000;
    expect(await judge.verify(token)).toMatchObject({ because: 'signature' });
    expect(await judge.verify(await tokenBy(key, 'stolen', 'v'))).toMatchObject({ because: 'signature' });
  });

  it('is not flooded by tokens with invented key ids', async () => {
    const key = await addKey('a');
    const judge = verifier({ allowHttp: true });
    for (let round = 0; round < 5; round += 1) {
      expect(await judge.verify(await tokenBy(key, `invented-${round}`))).toMatchObject({ because: 'signature' });
    }
    expect(provider.requests).toHaveLength(2);
  });

  it('that does not answer fails the request without calling the token bad, and is asked again', async () => {
    const key = await addKey('a');
    const judge = verifier();
    const token = await tokenBy(key, 'a');
    provider.status = 503;
    await expect(judge.verify(token)).rejects.toEqual(unavailable);
    provider.status = 200;
    expect(await judge.verify(token)).toMatchObject({ kind: 'caller' });
  });

  it('whose keys do not come fails the request likewise', async () => {
    const key = await addKey('a');
    const address = provider.issuer;
    provider.discovery['jwks_uri'] = `${address}/gone`;
    const judge = verifier();
    await expect(judge.verify(await tokenBy(key, 'a'))).rejects.toEqual(unavailable);
    provider.discovery['jwks_uri'] = 'http://127.0.0.1:1/jwks';
    await expect(verifier().verify(await tokenBy(key, 'a'))).rejects.toEqual(unavailable);
  });

  it.each<[string, Record<string, unknown>]>([
    ['of another issuer', { issuer: 'https://evil.dk' }],
    ['without issuer', { issuer: undefined }],
    ['without keys', { jwks_uri: undefined }],
    ['with a bad address', { jwks_uri: 'not an address' }],
    ['with another scheme', { jwks_uri: 'file:///etc/passwd' }],
  ])('is not believed on a document %s', async (_, changed) => {
    const key = await addKey('a');
    provider.discovery = { ...provider.discovery, ...changed };
    await expect(verifier().verify(await tokenBy(key, 'a'))).rejects.toEqual(unavailable);
  });

  it('must speak https', async () => {
    const key = await addKey('a');
    await expect(verifier({}).verify(await tokenBy(key, 'a'))).rejects.toEqual(unavailable);
    expect(provider.requests).toEqual([]);
  });
});
