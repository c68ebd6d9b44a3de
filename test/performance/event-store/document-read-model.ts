import { emptyRow, rowReadModel } from '#projection-engine';
import type { AssertionRow, Projection, ReadModel, RecordedEvent } from '#projection-engine';

/** What emmett's read model keeps of an object too. */
interface DocumentRow extends AssertionRow {
  changes: number;
  last: Record<string, unknown>;
}

/** The engine's twin of emmett's read model: one document an object, every event folded into it, nothing derived. */
export function documentReadModel(types: ReadonlySet<string>): ReadModel {
  const projection: Projection<DocumentRow> = {
    name: 'bench-document',
    version: 1,
    hears: types as ReadonlySet<RecordedEvent['name']>,
    keyOf: ({ stream }) => stream,
    apply(row = { ...emptyRow(), changes: 0, last: {} }, { data }) {
      row.changes += 1;
      Object.assign(row.last, data);
      return row;
    },
  };
  return rowReadModel({ projection, tables: [], derive: () => ({}) });
}
