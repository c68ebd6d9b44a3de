import type { PlacedTable, TableDefinition } from './table.js';

/** Where the rows of a read model's tables lie. The same table in the same place is the same object. */
export interface Place {
  of(table: TableDefinition): PlacedTable;
}

/** The schema of what is served and of the engine's own bookkeeping: a view a table, under the name that queries use. */
export const SERVED_SCHEMA = 'overview';
/** The schema of the rows: a table a generation. */
export const DATA_SCHEMA = 'overview_data';

/** The tables as they are served: for reading only, whichever generation that is. */
export const served: Place = place(SERVED_SCHEMA, '');

const generations = new Map<number, Place>();

/** The tables of one generation. Generations of all read models are numbered apart, so tables never take each other's name. */
export function generationPlace(generation: number): Place {
  const known = generations.get(generation) ?? place(DATA_SCHEMA, `_g${generation}`);
  generations.set(generation, known);
  return known;
}

/** The engine's own tables and the vocabulary, which have no generations. */
export const ownTable = (table: TableDefinition): PlacedTable => served.of(table);

function place(schema: string, suffix: string): Place {
  const placed = new WeakMap<TableDefinition, PlacedTable>();
  return {
    of(table) {
      let known = placed.get(table);
      if (known === undefined) {
        const physical = `${table.name}${suffix}`;
        known = { ...table, physical, relation: `${schema}.${physical}` };
        placed.set(table, known);
      }
      return known;
    },
  };
}
