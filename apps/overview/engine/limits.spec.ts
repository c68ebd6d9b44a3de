import { parse } from 'graphql';
import { checkShape } from './limits.js';

const many = (times: number, part: (index: number) => string): string =>
  Array.from({ length: times }, (_, index) => part(index)).join(' ');

describe('the shape of a question', () => {
  it.each([
    ['depth', `${'{ a '.repeat(16)}${'}'.repeat(16)}`, 'at most 15 levels, found 16'],
    ['breadth', `{ a { ${many(151, (index) => `f${index}`)} } }`, 'at most 150 fields in one selection, found 151'],
    ['repeated fields', `{ a { ${'b '.repeat(151)} } }`, 'at most 150 fields in one selection, found 151'],
    ['root fields', `{ ${many(11, (index) => `f${index}`)} }`, 'at most 10 root fields, found 11'],
    ['the same root field', `{ ${'f '.repeat(11)} }`, 'at most 10 root fields, found 11'],
    ['aliases', `{ a { ${many(101, (index) => `f${index}: f`)} } }`, 'at most 100 aliases, found 101'],
    ['directives', `{ a { ${'@skip '.repeat(101).replace(/^/, 'b ')} } }`, 'at most 100 directives, found 101'],
    ['operations', many(61, (index) => `query Q${index} { a }`), 'at most 60 operations and fragments, found 61'],
    [
      'fields',
      `{ ${many(10, () => `a { ${many(10, () => `b { ${'c '.repeat(15)} }`)} }`)} }`,
      'at most 1500 fields, found 1610',
    ],
    [
      'a bomb of fragments',
      `{ ...F0 } ${many(12, (index) => `fragment F${index} on Q { a { ...F${index + 1} ...F${index + 1} } }`)} fragment F12 on Q { b }`,
      'at most 1500 fields, found',
    ],
    [
      'depth by fragments',
      `{ ...F0 } ${many(20, (index) => `fragment F${index} on Q { a { ...F${index + 1} } }`)} fragment F20 on Q { b }`,
      'at most 15 levels, found 21',
    ],
    [
      'aliases in inline fragments',
      `{ ... on Q { a { ${many(101, (index) => `f${index}: f`)} } } }`,
      'at most 100 aliases',
    ],
  ])('is bounded in %s', (_what, question, told) => {
    const refuse = (): void => checkShape(parse(question));
    expect(refuse).toThrow(told);
    expect(refuse).toThrow(expect.objectContaining({ code: 'QUERY_TOO_COMPLEX' }) as Error);
  });

  it('is measured in no time where fragments go round in circles', () => {
    expect(() => checkShape(parse('{ ...A } fragment A on Q { a ...B } fragment B on Q { b ...A }'))).not.toThrow();
  });

  it('does not count what is asked of the schema', () => {
    const deep = `${'{ ofType '.repeat(20)}${'}'.repeat(20)}`;
    expect(() => checkShape(parse(`{ __schema { types ${deep} } }`))).not.toThrow();
  });
});
