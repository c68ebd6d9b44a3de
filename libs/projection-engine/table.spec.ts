import { generationPlace } from './place.js';
import { createIndexesSql, createTableSql, difference, type TableDefinition } from './table.js';

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

  it('is made in its generation, with its key and what projecting looks up by; other indexes come later', () => {
    const placed = generationPlace(3).of({ ...table, projectionIndexes: ['(id, n)'] });
    expect(createTableSql(placed)).toEqual([
      'create table if not exists overview_data.t_g3 (id text, n integer, primary key (id)) with (fillfactor = 85)',
      'alter table overview_data.t_g3 alter column id set statistics 0',
      'create index if not exists t_g3_p1 on overview_data.t_g3 (id, n)',
    ]);
    expect(createIndexesSql(placed)).toEqual(['create index if not exists t_g3_1 on overview_data.t_g3 (n)']);
  });

  it('keeps no statistics of what was told, only of names of systems and words of our own', () => {
    const columns = { id: 'uuid', authority: 'text', title: 'text', words: 'text[]', kind: 'text', on_day: 'date' };
    expect(createTableSql(generationPlace(3).of({ ...table, columns }))[1]).toBe(
      'alter table overview_data.t_g3 alter column title set statistics 0, alter column words set statistics 0',
    );
  });

  it('is the same object wherever the same generation is asked, since statements are made for it once', () => {
    expect(generationPlace(3).of(table)).toBe(generationPlace(3).of(table));
    expect(generationPlace(3).of(table)).not.toBe(generationPlace(4).of(table));
  });
});
