import { createAuthorityKeyring, SYSTEM_AUTHORITY } from './authority-keys.js';
import { openWith } from './payload-seal.js';
import { accessSeal } from './access-seal.js';

const keyring = createAuthorityKeyring(Buffer.alloc(32, 7));
const EVENT = '6ba7b811-9dad-41d1-80b4-00c04fd430c8';

describe('the key of access entries', () => {
  it('is the same for ever: what is stored must stay readable', () => {
    expect(keyring('29189846').access.toString('hex')).toBe(
      '4410c2e85baa6a97ee141d5270d86ebb16f023970a7149e807858d1751fd8c6a',
    );
    expect(keyring(SYSTEM_AUTHORITY).access.toString('hex')).toBe(
      '9a91e78ecb79bd3a689c50c5cdfcc6e8cad1d6f07a3695b2df5189c490317186',
    );
  });

  it("seals under the authority's, and under the system's where an entry belongs to none", () => {
    const seal = accessSeal(keyring);
    expect(openWith(keyring('29189846').access, EVENT, seal('29189846', EVENT, 'Karla'))).toBe('Karla');
    expect(openWith(keyring(SYSTEM_AUTHORITY).access, EVENT, seal(null, EVENT, 'Karla'))).toBe('Karla');
  });

  it('opens nothing else of the authority, and no other authority’s entries', () => {
    const { identity, wrap, quarantine, access } = keyring('29189846');
    const keys = [identity, wrap, quarantine, access, keyring('29189714').access].map((key) => key.toString('hex'));
    expect(new Set(keys).size).toBe(keys.length);
  });
});
