import { createLog } from '#runtime/log';

interface Search {
  secretsIn(text: string, noted: readonly string[]): { line: number; what: string }[];
}
const file = './secrets-in-logs.js';
const { secretsIn } = (await import(file)) as Search;

const whatIn = (text: string, noted: readonly string[] = []): string[] =>
  secretsIn(text, noted).map(({ what }) => what);
const signature = 'c2lnbmF0dXJlLW9mLWEtdG9rZW4tbG9uZy1lbm91Z2g';
const token = `eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJibyJ9.${signature}`;

describe('the search of the logs', () => {
  it.each([
    ['a person number', '{"msg":"party 0706840001"}'],
    ['a person number', 'party 070684-0001 is gone'],
    ['a person number', 'cpr=6706840001;'],
    ['a person number', 'caller|0706840001|'],
    ['a person number', 'key_x0706840001y'],
    ['a token', `{"authorization":"${token}"}`],
    ['a token', 'Authorization: Bearer abcdefgh.1234'],
    ['a token', `signature ${signature}`],
  ])('finds %s in %s', (what, text) => {
    expect(whatIn(text, [token])).toEqual([what]);
  });

  it.each([
    '{"time":"2026-11-22T20:29:38.123Z","pid":1234567}',
    'f0a3b0a6-7c0f-4c3e-9f5e-0706840001aa',
    'sha256 0706840001aabbccddeeff00112233445566778899',
    '1795372800123 milliseconds',
    'position 9999999999',
    'a request without a valid token was turned away',
    'test_0706840001aabbccddeeff',
  ])('does not find one in %s', (text) => {
    expect(whatIn(text, [token])).toEqual([]);
  });

  it('says the line, and not the secret', () => {
    const [found] = secretsIn('good\n0706840001', []);
    expect(found).toMatchObject({ line: 2, what: 'a person number' });
    expect(JSON.stringify(found)).not.toContain('0706840001');
  });

  it('finds none in what the product logs: it is blotted out on its way', () => {
    let written = '';
    const log = createLog('trace', { write: (line) => void (written += line) });
    log.error({ err: new Error('no party 0706840001'), header: `Bearer ${token}` }, `of 070684-0001 by ${token}`);
    expect(written).toContain('no party');
    expect(whatIn(written, [token])).toEqual([]);
  });
});
