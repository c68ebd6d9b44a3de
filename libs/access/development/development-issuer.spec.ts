import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Caller } from '../tokens/caller.js';
import { createTokenVerifier } from '../tokens/token-verifier.js';
import { createDevelopmentIssuer, type DevelopmentIssuer } from './development-issuer.js';
import type { TokenRequest } from './mint-token.js';

const authority = '29189714';
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'overblik-issuer-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function open(now?: () => number): Promise<DevelopmentIssuer> {
  const options = { keyFolder: join(folder, 'keys'), audience: 'overblik', production: false };
  return createDevelopmentIssuer(now === undefined ? options : { ...options, now });
}

async function outcomeOf(request: TokenRequest) {
  const issuer = await open();
  const verifier = createTokenVerifier({
    issuers: [issuer.trusted],
    audience: 'overblik',
    production: false,
    hashCpr: (cpr) => `h${cpr.length}`,
    denyList: { leftOf: ({ groups }) => groups },
  });
  return verifier.verify(await issuer.mint(request));
}

async function callerOf(request: TokenRequest): Promise<Caller> {
  const outcome = await outcomeOf(request);
  if (outcome.kind !== 'caller') throw new Error(outcome.because);
  return outcome;
}

describe('the key', () => {
  it('is made once, for its owner only, and used again', async () => {
    const token = await (await open()).mint({ authority, roles: ['auditor'] });
    const file = join(folder, 'keys', 'development-issuer.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'keys')).mode & 0o777).toBe(0o700);
    const content = readFileSync(file, 'utf8');
    const again = await open();
    expect(readFileSync(file, 'utf8')).toBe(content);
    const verifier = createTokenVerifier({
      issuers: [again.trusted],
      audience: 'overblik',
      production: false,
      hashCpr: () => '',
      denyList: { leftOf: ({ groups }) => groups },
    });
    expect((await verifier.verify(token)).kind).toBe('caller');
  });

  it('is one when several processes make it at once', async () => {
    const issuers = await Promise.all(Array.from({ length: 5 }, () => open()));
    const [first] = issuers;
    if (first === undefined) throw new Error('no issuer');
    const verifier = createTokenVerifier({
      issuers: [first.trusted],
      audience: 'overblik',
      production: false,
      hashCpr: () => '',
      denyList: { leftOf: ({ groups }) => groups },
    });
    for (const issuer of issuers) {
      expect((await verifier.verify(await issuer.mint({ authority, roles: ['auditor'] }))).kind).toBe('caller');
    }
    expect(readdirSync(join(folder, 'keys'))).toEqual(['development-issuer.json']);
  });

  it('does not exist in production', async () => {
    const options = { keyFolder: join(folder, 'keys'), audience: 'overblik', production: true };
    await expect(createDevelopmentIssuer(options)).rejects.toMatchObject({ code: 'DEVELOPMENT_ONLY' });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('does not leave with the public one', async () => {
    const content = JSON.parse(readFileSync(await keyFile(), 'utf8')) as { d: string };
    const { trusted } = await open();
    expect(content.d.length).toBeGreaterThan(40);
    expect(JSON.stringify(trusted)).not.toContain(content.d);
  });
});

async function keyFile(): Promise<string> {
  await open();
  return join(folder, 'keys', 'development-issuer.json');
}

describe('a minted token', () => {
  it('without constraints is for all KLE and up to vip', async () => {
    const { groups } = await callerOf({ authority, roles: ['caseworker'] });
    expect(groups).toEqual([
      {
        role: 'caseworker',
        authority,
        kle: ['*'],
        sensitivity: 3,
        units: null,
        sources: null,
        viewClasses: [],
        grounds: ['KLE=*', 'foelsomhed=vip'],
      },
    ]);
  });

  it('says what was asked for', async () => {
    const caller = await callerOf({
      authority,
      roles: ['caseworker', 'citizen'],
      kle: '32.*, 27.18',
      sensitivity: 'FORTROLIGE_PERSONOPLYSNINGER',
      units: ['U1', 'U2'],
      sources: ['urn:a:1', 'urn:a:2'],
      viewClasses: ['x'],
      user: 'anne',
      name: 'Anne',
      memberOf: 'U9',
      cpr: '010190-1234',
    });
    expect(caller).toMatchObject({ sub: 'anne', name: 'Anne', unit: 'U9', cprHash: 'h10' });
    expect(caller.groups.map((group) => group.role)).toEqual(['caseworker', 'citizen']);
    expect(caller.groups[0]).toMatchObject({
      kle: ['32', '27.18'],
      sensitivity: 1,
      units: ['U1', 'U2'],
      sources: ['urn:a:1', 'urn:a:2'],
      viewClasses: ['x'],
    });
  });

  it('carries a constraint value as given, for the verifier to judge', async () => {
    const { groups, denied } = await callerOf({ authority, roles: ['caseworker'], kle: '320' });
    expect([groups.length, denied[0]?.reason]).toEqual([0, 'constraint-value']);
  });

  it('lives eight hours, or as long as asked', async () => {
    const nowMs = 1_777_000_000_000;
    const issuer = await open(() => nowMs);
    const lifeOf = async (expiresIn?: string): Promise<number> => {
      const token = await issuer.mint({ authority, roles: ['dpo'], ...(expiresIn === undefined ? {} : { expiresIn }) });
      const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as {
        exp: number;
        iat: number;
      };
      return claims.exp - claims.iat;
    };
    expect(await lifeOf()).toBe(28_800);
    expect(await lifeOf('PT4H')).toBe(14_400);
    expect(await lifeOf('P1D')).toBe(86_400);
    expect(await lifeOf('-PT1H')).toBe(-3_600);
    await expect(lifeOf('4 hours')).rejects.toMatchObject({ code: 'MINT_REFUSED' });
  });

  it('is refused for an unknown role, no role, or an authority that is none', async () => {
    const refused = { code: 'MINT_REFUSED' };
    await expect(outcomeOf({ authority, roles: ['superuser'] })).rejects.toMatchObject(refused);
    await expect(outcomeOf({ authority })).rejects.toMatchObject(refused);
    await expect(outcomeOf({ authority: '12345678', roles: ['dpo'] })).rejects.toMatchObject(refused);
    await expect(outcomeOf({ roles: ['dpo'] })).rejects.toMatchObject(refused);
  });
});

describe('privileges put in unchecked', () => {
  const scope = `urn:dk:gov:saml:cvrNumberIdentifier:${authority}`;
  const role = 'http://x/roles/usersystemrole/auditor/1';

  it('replace role and constraints', async () => {
    const json = JSON.stringify([{ scope, privilege: role, constraints: { 'http://x/constraints/KLE/1': '32' } }]);
    const caller = await callerOf({ authority, roles: ['dpo'], kle: '27', user: 'u', privileges: { json } });
    expect(caller).toMatchObject({ sub: 'u', groups: [{ role: 'auditor', kle: ['32'] }] });
  });

  it('may be XML', async () => {
    const xml = `<p:PrivilegeList xmlns:p="http://digst.dk/oiosaml/basic_privilege_profile"><PrivilegeGroup Scope="${scope}"><Privilege>${role}</Privilege></PrivilegeGroup></p:PrivilegeList>`;
    expect((await callerOf({ privileges: { xml } })).groups).toMatchObject([{ role: 'auditor', authority }]);
    expect((await callerOf({ privileges: { xml: Buffer.from(xml) } })).groups).toHaveLength(1);
    expect(await outcomeOf({ privileges: { xml: `<!DOCTYPE x>${xml}` } })).toEqual({
      kind: 'unauthenticated',
      because: 'privileges',
    });
  });

  it('keep a constraint that is given twice, which denies its group', async () => {
    const json = `[{"scope":"${scope}","privilege":"${role}","constraints":{"http://x/constraints/KLE/1":"32","http://x/constraints/KLE/1":"*"}}]`;
    const { groups, denied } = await callerOf({ privileges: { json } });
    expect([groups.length, denied.length]).toEqual([0, 1]);
  });

  it('are whatever they are', async () => {
    expect(await outcomeOf({ privileges: { json: '{"a":1}' } })).toMatchObject({ because: 'privileges' });
    expect((await callerOf({ privileges: { json: '[]' } })).groups).toEqual([]);
    await expect(outcomeOf({ privileges: { json: '[' } })).rejects.toMatchObject({ code: 'MINT_REFUSED' });
  });

  it('cannot smuggle a claim in', async () => {
    await expect(outcomeOf({ privileges: { json: '[],"sub":"admin"' } })).rejects.toMatchObject({
      code: 'MINT_REFUSED',
    });
  });
});
