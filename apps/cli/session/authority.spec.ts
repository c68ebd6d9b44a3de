import { authorityOf } from './authority.js';

const holding = (...authorities: string[]) => ({ authorities: () => Promise.resolve(authorities) });

describe('the authority of a command', () => {
  it('is the only one that the store holds', async () => {
    expect(await authorityOf(holding('29189846'), undefined)).toBe('29189846');
  });

  it('is the one that was named, whatever the store holds', async () => {
    expect(await authorityOf(holding(), '29189714')).toBe('29189714');
    await expect(authorityOf(holding(), '12345678')).rejects.toThrow('--authority must be the CVR number');
  });

  it('must be chosen among several, and cannot be told of an empty store', async () => {
    await expect(authorityOf(holding('29189714', '29189846'), undefined)).rejects.toThrow('(29189714, 29189846)');
    await expect(authorityOf(holding(), undefined)).rejects.toThrow('the store is empty');
  });
});
