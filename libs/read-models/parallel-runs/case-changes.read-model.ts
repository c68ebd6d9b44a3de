import { caseEvents, type StoredEventName } from '#contracts';
import {
  asPurges,
  holdBack,
  isPurge,
  upsertRows,
  type OpenedRecord,
  type PageContext,
  type ReadModel,
  type TableDefinition,
} from '#projection-engine';

/** The authorities that have ever set `parallelRun`, and whether they have a run now. */
export const runDeclared: TableDefinition = {
  name: 'run_declared',
  columns: { authority: 'text', is_any: 'boolean' },
  primaryKey: ['authority'],
};

/** Which cases of an authority in a parallel run were told of, and where last. Pages are cut anew by a rebuild. */
export const caseChange: TableDefinition = {
  name: 'case_change',
  columns: { authority: 'text', case_id: 'uuid', position: 'bigint' },
  primaryKey: ['authority', 'case_id'],
  indexes: ['(authority, position)'],
  compared: { by: [] },
};

/**
 * The pairs that differ, by stretches of time, as `comparePairs` found them: which fields, and no values. `may_differ_in_parties`
 * says that who takes part hangs on who is who, which moves without the cases. `rights` is what both halves are judged by, so
 * that counting for a caller reads no case: pairs with the same are judged once.
 */
export const pairDifference: TableDefinition = {
  name: 'pair_difference',
  columns: {
    authority: 'text',
    legacy: 'text',
    successor: 'text',
    legacy_id: 'uuid',
    successor_id: 'uuid',
    valid_from: 'timestamptz',
    valid_to: 'timestamptz',
    case_number: 'text collate "C"',
    fields: 'text[]',
    may_differ_in_parties: 'boolean',
    rights: 'text',
  },
  primaryKey: ['authority', 'legacy', 'legacy_id', 'successor_id', 'valid_from'],
  indexes: ['(authority, legacy, successor, case_number, successor_id, legacy_id)', '(authority, successor_id)'],
  compared: { by: [] },
};

/**
 * When pairs differed before, by what was known at each moment: stretches with an end, which may lie ahead. No values, but for
 * the field `parties` by which numbers they were named, as JSON `[legacy, successor]`; of it also what stands. `legacy_last` and
 * `successor_last`: what a case is judged by that is there no more, or will not be.
 */
export const pairPast: TableDefinition = {
  name: 'pair_past',
  columns: {
    authority: 'text',
    legacy: 'text',
    successor: 'text',
    legacy_id: 'uuid',
    successor_id: 'uuid',
    case_number: 'text collate "C"',
    field: 'text collate "C"',
    since: 'timestamptz',
    until: 'timestamptz',
    parties: 'text',
    legacy_last: 'text',
    successor_last: 'text',
  },
  primaryKey: ['authority', 'legacy', 'legacy_id', 'successor_id', 'field', 'since'],
  indexes: ['(authority, legacy, successor, case_number, successor_id, legacy_id)', '(authority, successor_id)'],
  compared: { by: [] },
};

/**
 * Up to where the pairs of an authority are compared, since which declaration, by which generations, and what was parked then.
 * `walked` is the case number up to which they were, while all are being compared.
 */
export const pairsCompared: TableDefinition = {
  name: 'pairs_compared',
  columns: {
    authority: 'text',
    position: 'bigint',
    declared: 'bigint',
    served: 'bigint',
    parked: 'uuid[]',
    walked: 'text',
  },
  primaryKey: ['authority'],
  compared: { by: [] },
};

const CASE_EVENTS = new Set(Object.keys(caseEvents.events)) as ReadonlySet<StoredEventName>;
const isOfCase = ({ name }: OpenedRecord): boolean => CASE_EVENTS.has(name);

/** An erasure stands for none: it is never parked. */
const keyOf = (event: OpenedRecord): string | undefined =>
  event.name.startsWith('erasure.') ? undefined : `${event.authority}/${isOfCase(event) ? event.objectId : ''}`;

/**
 * What of the cases in parallel runs must be compared again: without a run nothing is written. The comparing is left to
 * `comparePairs`, since it takes cases of two sources and a setting together.
 */
export const caseChanges: ReadModel = {
  name: 'case-changes',
  version: 2,
  hears: new Set<string>([...CASE_EVENTS, 'erasure.object-erased', 'operation.setting-changed']),
  tables: [runDeclared, caseChange, pairDifference, pairPast, pairsCompared],
  keyOf,
  async takeIn(page, context) {
    const events = holdBack(asPurges(page, CASE_EVENTS), (event) => keyOf(event) ?? '', context.parking);
    const declared = noteRuns(events, context);
    const cases = events.filter(isOfCase);
    forget(cases.filter(isPurge), context);
    if (cases.length === 0) return;
    const { transaction, place } = context;
    const running = await transaction.read<{ authority: string }>({
      name: `runs in ${place.of(runDeclared).physical}`,
      text: `select authority from ${place.of(runDeclared).relation} where is_any`,
    });
    // One that begins or ends in this page counts for all of it: what is marked too much is only compared too often.
    const authorities = new Set([...running.map(({ authority }) => authority), ...declared]);
    const changed = new Map<string, OpenedRecord>();
    for (const event of cases)
      if (authorities.has(event.authority)) changed.set(`${event.authority}/${event.objectId}`, event);
    upsertRows(
      transaction,
      place.of(caseChange),
      [...changed.values()].map(({ authority, objectId, position }) => ({ authority, case_id: objectId, position })),
    );
  },
};

/** @returns the authorities that have set it in these events */
function noteRuns(events: readonly OpenedRecord[], { transaction, place }: PageContext): ReadonlySet<string> {
  const rows = new Map<string, { authority: string; is_any: boolean }>();
  for (const { name, erased, data, authority } of events)
    if (name === 'operation.setting-changed' && !erased && data.key === 'parallelRun')
      rows.set(authority, { authority, is_any: data.value !== '' });
  upsertRows(transaction, place.of(runDeclared), [...rows.values()]);
  return new Set(rows.keys());
}

/** A case's number is forgotten with it, and not when somebody asks next; also where the run has ended since. */
function forget(purges: readonly OpenedRecord[], { transaction, place }: PageContext): void {
  if (purges.length === 0) return;
  for (const table of [pairDifference, pairPast])
    transaction.write({
      text: `delete from ${place.of(table).relation} d using unnest($1::text[], $2::uuid[]) as p (authority, id)
        where d.authority = p.authority and (d.legacy_id = p.id or d.successor_id = p.id)`,
      values: [purges.map(({ authority }) => authority), purges.map(({ objectId }) => objectId)],
    });
}
