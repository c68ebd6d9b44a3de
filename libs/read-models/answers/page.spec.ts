import fc from 'fast-check';
import { InvalidCursor } from './errors.js';
import { decodeCursor, encodeCursor, pageInMemory, type OrderedRow } from './page.js';
import type { Page } from './question.js';

const rows = (keys: readonly number[]): OrderedRow[] =>
  keys.map((key, index) => ({
    key: String(key).padStart(3, '0'),
    id: String(index).padStart(3, '0'),
    node: { id: String(index) },
  }));

describe('pages', () => {
  it('walk a list from end to end, each row once, in order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 40 }),
        fc.integer({ min: 1, max: 7 }),
        fc.boolean(),
        (keys, first, descending) => {
          const all = rows(keys);
          const walked: string[] = [];
          let after: string | null = null;
          for (let guard = 0; guard < 60; guard++) {
            const page: Page = pageInMemory(all, { first, after }, descending);
            expect(page.totalCount).toBe(all.length);
            expect(page.pageInfo.hasPreviousPage).toBe(walked.length > 0);
            walked.push(...page.edges.map(({ node }) => node.id));
            if (!page.pageInfo.hasNextPage) break;
            after = page.pageInfo.endCursor;
          }
          expect(walked).toHaveLength(all.length);
          expect(new Set(walked).size).toBe(all.length);
        },
      ),
    );
  });

  it('lose and double nothing when rows come and go between two pages', () => {
    const all = rows([1, 2, 3, 4, 5, 6]);
    const first = pageInMemory(all, { first: 3, after: null }, false);
    const later = pageInMemory(
      [...all.slice(1), { key: '000', id: 'new', node: { id: 'new' } }],
      { first: 10, after: first.pageInfo.endCursor },
      false,
    );
    expect(later.edges.map(({ node }) => node.id)).toEqual(['3', '4', '5']);
  });

  it('refuse a cursor that is none of ours', () => {
    expect(() => decodeCursor('rubbish')).toThrow(InvalidCursor);
    expect(() => decodeCursor(Buffer.from('[1,2]').toString('base64url'))).toThrow(InvalidCursor);
    expect(decodeCursor(encodeCursor('k', 'æ'))).toEqual({ key: 'k', id: 'æ' });
  });
});
