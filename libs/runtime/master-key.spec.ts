import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeMasterKey, masterKeyFor } from './master-key.js';

const bytes = Buffer.from(Array.from({ length: 32 }, (_, index) => 251 - index));

describe('a master key', () => {
  it.each(['hex', 'base64', 'base64url'] as const)('is read from %s', (encoding) => {
    expect(decodeMasterKey(bytes.toString(encoding))).toEqual(bytes);
  });

  it.each(['', 'short', bytes.toString('hex').slice(2), `${bytes.toString('base64')}AA`])(
    'is not read from "%s"',
    (text) => {
      expect(decodeMasterKey(text)).toBeUndefined();
    },
  );

  it('is made once where none is configured, and only we may read it', () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'overblik-key-'));
    const unset = { masterKey: undefined, dataDir, isProduction: false };
    const made = masterKeyFor(unset);
    expect(made).toHaveLength(32);
    expect(masterKeyFor(unset)).toEqual(made);
    expect(statSync(join(dataDir, 'keys', 'master.key')).mode & 0o777).toBe(0o600);
    expect(statSync(join(dataDir, 'keys')).mode & 0o777).toBe(0o700);
    rmSync(dataDir, { recursive: true });
  });

  it('is never made in production', () => {
    expect(() => masterKeyFor({ masterKey: undefined, dataDir: '/nowhere', isProduction: true })).toThrow(
      'required in production',
    );
  });
});
