import { upsertRows, type ReadModel, type TableDefinition } from '#projection-engine';
import { readModels } from '#read-models/projections';

/**
 * Counts how often each event was taken in, and guards itself against nothing: a page that is applied twice, or by two at
 * once, or not at all, is seen in its table.
 */
export function spyReadModel(name: string, partitioned: boolean): ReadModel {
  const counts: TableDefinition = {
    name,
    columns: { position: 'bigint', times: 'integer' },
    primaryKey: ['position'],
  };
  return {
    name,
    version: 1,
    hears: new Set(readModels.flatMap(({ hears }) => [...hears])),
    tables: [counts],
    partitioned,
    keyOf: () => undefined,
    async takeIn(events, { transaction, place }) {
      const table = place.of(counts);
      const rows = await transaction.read<{ position: string; times: number }>({
        text: `select position, times from ${table.relation} where position = any($1::bigint[])`,
        values: [events.map(({ position }) => position)],
      });
      const known = new Map(rows.map(({ position, times }) => [Number(position), times]));
      upsertRows(
        transaction,
        table,
        events.map(({ position }) => ({ position, times: (known.get(position) ?? 0) + 1 })),
      );
    },
  };
}
