import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEVELOPMENT_ISSUER } from '../development/development-issuer.js';
import { believedIssuer } from './believed-issuer.js';

const keyFolder = mkdtempSync(join(tmpdir(), 'overblik-believed-'));
afterAll(() => rmSync(keyFolder, { recursive: true }));

const options = { oidcIssuer: undefined, keyFolder, audience: 'overblik', production: false };

describe('the issuer that is believed', () => {
  it('is the named one alone, also outside production, and no key is made beside it', async () => {
    const oidcIssuer = 'https://login.example.dk';
    expect(await believedIssuer({ ...options, oidcIssuer })).toMatchObject({
      issuer: oidcIssuer,
      isDevelopment: false,
    });
    expect(readdirSync(keyFolder)).toEqual([]);
  });

  it('is the development issuer where none is named', async () => {
    expect(await believedIssuer(options)).toMatchObject({ issuer: DEVELOPMENT_ISSUER, isDevelopment: true });
  });

  it('is none in production where none is named', async () => {
    await expect(believedIssuer({ ...options, production: true })).rejects.toMatchObject({ code: 'DEVELOPMENT_ONLY' });
  });

  it('is asked without TLS where the configuration let it be named so', async () => {
    const { keys } = await believedIssuer({ ...options, oidcIssuer: 'http://127.0.0.1:1', production: true });
    const asking = Promise.resolve(keys({ alg: 'ES256' }, { payload: '', signature: '' }));
    await expect(asking).rejects.toThrow('its discovery document cannot be fetched');
  });
});
