import { createTableSql, difference, type TableDefinition } from './table.js';

const table: TableDefinition = {
  name: 't',
  columns: { id: 'text', n: 'integer' },
  primaryKey: ['id'],
  indexes: ['(n)'],
};

describe('a table of a read model', () => {
  it('writes only the rows that are new or changed, and removes those that are gone', () => {
    const before = [
      { id: 'same', n: 1 },
      { id: 'changed', n: 1 },
      { id: 'gone', n: 1 },
    ];
    const after = [
      { id: 'same', n: 1 },
      { id: 'changed', n: 2 },
      { id: 'new', n: 3 },
    ];
    expect(difference(table, before, after)).toEqual({
      upserts: [
        { id: 'changed', n: 2 },
        { id: 'new', n: 3 },
      ],
      removals: [{ id: 'gone', n: 1 }],
    });
  });

  it('is made with its key and indexes', () => {
    expect(createTableSql(table)).toEqual([
      'create table if not exists overview.t (id text, n integer, primary key (id)) with (fillfactor = 85)',
      'create index if not exists t_1 on overview.t (n)',
    ]);
  });
});
