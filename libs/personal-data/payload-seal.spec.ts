import fc from 'fast-check';
import { mentionKey, openWith, sealPlain, sealWith } from './payload-seal.js';

const key = Buffer.alloc(32, 3);
const EVENT = '6ba7b811-9dad-41d1-80b4-00c04fd430c8';

describe('a sealed payload', () => {
  it('opens to what was sealed, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(openWith(key, EVENT, sealWith(key, EVENT, text))).toBe(text);
      }),
    );
  });

  it('shows nothing of its text and never repeats itself', () => {
    const text = '{"name":"Karla"}';
    const seals = Array.from({ length: 3_000 }, () => sealWith(key, EVENT, text));
    expect(new Set(seals.map((seal) => seal.toString('hex'))).size).toBe(seals.length);
    expect(new Set(seals.map((seal) => seal.toString('hex', 1, 13))).size).toBe(seals.length);
    expect(seals[0]?.toString('latin1')).not.toContain('Karla');
  });

  it.each([
    ['another key', Buffer.alloc(32, 4), EVENT],
    ['another event', key, '6ba7b811-9dad-41d1-80b4-00c04fd430c9'],
  ])('does not open with %s', (_what, otherKey, boundTo) => {
    expect(() => openWith(otherKey, boundTo, sealWith(key, EVENT, 'x'))).toThrow(
      expect.objectContaining({ code: 'NOT_ITS_SEAL' }),
    );
  });

  it('does not open when a bit of it was changed', () => {
    const sealed = sealWith(key, EVENT, 'some text');
    for (let at = 1; at < sealed.length; at++) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => openWith(key, EVENT, changed)).toThrow();
    }
    expect(() => openWith(key, EVENT, sealed.subarray(0, 5))).toThrow();
  });

  it('may be plain, and says so in its first byte', () => {
    expect(sealPlain('{"æ":1}')).toEqual(Buffer.concat([Buffer.from([0]), Buffer.from('{"æ":1}')]));
  });
});

describe('the key of a mention', () => {
  it('needs both the key of its stream and that of the object it came by', () => {
    const one = mentionKey(key, Buffer.alloc(32, 5));
    expect(one).toHaveLength(32);
    expect(one.equals(mentionKey(key, Buffer.alloc(32, 6)))).toBe(false);
    expect(one.equals(mentionKey(Buffer.alloc(32, 6), Buffer.alloc(32, 5)))).toBe(false);
  });
});
