import { compareStatements, type Statement } from './statement.js';

const statement = (over: Partial<Statement>): Statement => ({
  time: '2026-01-01T00:00:00.000000Z',
  sequence: null,
  source: 'urn:a',
  id: '1',
  from: '2026-01-01T00:00:00.000000Z',
  to: null,
  recordedAt: '2026-01-01T00:00:00.000000Z',
  ...over,
});

describe('the order of statements', () => {
  it.each([
    ['registered later', { time: '2026-01-01T00:00:00.000001Z' }, { sequence: '9' }],
    ['any sequence before none', { sequence: '0' }, { sequence: null, source: 'urn:z' }],
    ['the greater sequence as a number, not as text', { sequence: '10' }, { sequence: '9' }],
    ['sequences beyond a double', { sequence: '100000000000000001' }, { sequence: '100000000000000000' }],
    ['the later source by code point', { source: 'urn:b' }, { source: 'urn:a', id: '9' }],
    ['the later id by code point', { id: 'b' }, { id: 'a' }],
    ['a code point above U+FFFF over one below, whatever the UTF-16 units say', { id: '\u{10000}' }, { id: '\uFFEE' }],
    ['the longer of two that begin alike', { id: 'ab' }, { id: 'a' }],
  ])('prefers %s', (_, stronger, weaker) => {
    expect(compareStatements(statement(stronger), statement(weaker))).toBeGreaterThan(0);
    expect(compareStatements(statement(weaker), statement(stronger))).toBeLessThan(0);
  });

  it('is nil only for the same event', () => {
    expect(compareStatements(statement({}), statement({ recordedAt: '2027-01-01T00:00:00.000000Z' }))).toBe(0);
  });
});
