import { claim, emptyRow, EXISTS, remember, type AssertionRow, type Json } from './assertions.js';
import { claimAllMembers, claimMember } from './members.js';
import { statementOf, type RecordedEvent } from './recorded-event.js';

/** What an event says of its object; handlers are written in these words. */
export interface Said {
  /** Attributes it names: a left-out (undefined) one asserts nothing, null says "none". */
  readonly values?: Readonly<Record<string, Json | undefined>>;
  /** Attributes it states in full: a left-out one is absent from its effective moment on, where it is sent again (founding events). */
  readonly full?: Readonly<Record<string, Json | undefined>>;
  /** Single members: group → key → value, null is absent. */
  readonly members?: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  /** Whole groups: the members there are, and no others (founding events). */
  readonly groups?: Readonly<Record<string, Readonly<Record<string, Json>>>>;
}

/** Folds what the event says into the row. A purged row hears nothing any more. */
export function assert<Row extends AssertionRow>(row: Row, event: RecordedEvent, said: Said): Row {
  if (row.purged) return row;
  const statement = remember(row, statementOf(event));
  for (const [name, value] of Object.entries(said.values ?? {}))
    if (value !== undefined) claim(row, statement, name, value);
  for (const [name, value] of Object.entries(said.full ?? {})) claim(row, statement, name, value ?? null);
  for (const [group, members] of Object.entries(said.members ?? {})) {
    for (const [key, value] of Object.entries(members)) claimMember(row, statement, group, key, value);
  }
  for (const [group, members] of Object.entries(said.groups ?? {})) claimAllMembers(row, statement, group, members);
  return row;
}

/** A founding event: from its effective moment on the object is there, as it states. */
export const found = <Row extends AssertionRow>(row: Row, event: RecordedEvent, said: Said): Row =>
  assert(row, event, { ...said, values: { ...said.values, [EXISTS]: true } });

/** A removal: from its effective moment on the object is not there, until a later-registered founding event. */
export const remove = <Row extends AssertionRow>(row: Row, event: RecordedEvent): Row =>
  assert(row, event, { values: { [EXISTS]: false } });

/** A purge acts on arrival and on all axes: the row keeps only that it was purged. */
export function purge<Row extends AssertionRow>(row: Row): Row {
  return { ...emptyRow(), lastPosition: row.lastPosition, purged: true } as Row;
}
