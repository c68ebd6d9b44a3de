import { EXISTS, valueAt, winnerAt, type AssertionRow, type ViewMoment } from '#projection-engine';

/** An organisational unit as it applies at one moment. */
export interface UnitView {
  readonly id: string;
  readonly source: string;
  readonly name: string;
  /** Null at the top. The unit above need not be there. */
  readonly parentUnitId: string | null;
  /** A closed unit keeps its place in the tree. */
  readonly closed: boolean;
}

/** The unit as it applies at the moment; undefined where it is not there. */
export function viewUnit(id: string, row: AssertionRow, moment: ViewMoment): UnitView | undefined {
  if (row.purged) return undefined;
  const founded = winnerAt(row, EXISTS, moment);
  if (founded?.value !== true) return undefined;
  const value = (name: string): string | null => {
    const found = valueAt(row, name, moment);
    return typeof found === 'string' ? found : null;
  };
  return {
    id,
    source: value('source') ?? founded.statement.source,
    name: value('name') ?? '',
    parentUnitId: value('parentUnitId'),
    closed: valueAt(row, 'closed', moment) === true,
  };
}
