import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { DenyList } from '../denials/deny-list.js';
import { createTokenVerifier, type TokenVerifier } from './token-verifier.js';
import { localIssuer } from './trusted-issuer.js';

const issuer = 'https://idp.kommune.dk';
const privileges = [
  {
    scope: 'urn:dk:gov:saml:cvrNumberIdentifier:29189714',
    privilege: 'http://x.dk/roles/usersystemrole/auditor/1',
    constraints: {},
  },
];

let token: string;
let judgeWith: (denyList: DenyList) => TokenVerifier;
beforeAll(async () => {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  token = await new SignJWT({ privileges })
    .setProtectedHeader({ alg: 'ES256' })
    .setIssuer(issuer)
    .setAudience('overblik')
    .setSubject('bo')
    .setIssuedAt()
    .setExpirationTime('5m')
    .sign(privateKey);
  const issuers = [localIssuer(issuer, { keys: [await exportJWK(publicKey)] })];
  judgeWith = (denyList) =>
    createTokenVerifier({ issuers, audience: 'overblik', production: true, hashCpr: () => '', denyList });
});

it('refuses a good token that is denied, without saying so to anybody but the log', async () => {
  expect(await judgeWith({ leftOf: () => 'denied' }).verify(token)).toEqual({
    kind: 'unauthenticated',
    because: 'denied',
  });
});

it('asks the deny list of remembered tokens too, and takes only what is denied', async () => {
  let left: ReturnType<DenyList['leftOf']> | undefined;
  const judge = judgeWith({ leftOf: ({ groups }) => left ?? groups });
  expect((await judge.verify(token)).kind).toBe('caller');
  left = 'denied';
  expect((await judge.verify(token)).kind).toBe('unauthenticated');
  left = [];
  expect(await judge.verify(token)).toMatchObject({ kind: 'caller', groups: [] });
  left = undefined;
  expect(await judge.verify(token)).toMatchObject({ groups: [{ role: 'auditor' }] });
});

it('lets no token in while the deny list cannot be read', async () => {
  const fault = new Error('away');
  const judge = judgeWith({
    leftOf: () => {
      throw fault;
    },
  });
  await expect(judge.verify(token)).rejects.toBe(fault);
});
