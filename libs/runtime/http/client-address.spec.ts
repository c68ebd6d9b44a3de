import { clientAddress } from './client-address.js';

const socket = { remoteAddress: '10.0.0.1' };

describe('the address of a client', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['192.0.2.7:4711', '192.0.2.7'],
    ['[2001:db8::1]:4711', '2001:db8::1'],
    ['2001:db8::1', '2001:db8::1'],
  ])('is what a trusted proxy says: %s', (ip, address) => {
    expect(clientAddress({ ip, socket })).toBe(address);
  });

  it.each(['', 'unknown', '192.0.2.7.8', '<b>', '0101809999'])('is that of the connection where %j is said', (ip) => {
    expect(clientAddress({ ip, socket })).toBe('10.0.0.1');
  });

  it('is empty once the client is gone', () => {
    expect(clientAddress({ ip: undefined, socket: {} })).toBe('');
  });
});
