import { momentOf, nextDay, partyEvents, startOfDay } from '#contracts';
import {
  assert,
  claimAllMembers,
  claimMember,
  emptyRow,
  found,
  projection,
  purge,
  remember,
  remove,
  statementOf,
  type AssertionRow,
  type Json,
  type RecordedEvent,
} from '#projection-engine';

/**
 * What one source says of one of its parties, key: the node of the subject. Which of these are one person is a matter
 * of identity and is settled afterwards, so a merge changes no row and un-merging restores what was.
 */
export interface PartyRow extends AssertionRow {
  authority: string;
  source: string;
  /** Place of the subject's first event: who was recorded first keeps the id and the look-up. */
  firstPosition: number;
}

const initial = (): PartyRow => ({ ...emptyRow(), authority: '', source: '', firstPosition: 0 });

/** A number as the row keeps it. */
export interface NumberValue {
  readonly type: string;
  readonly value: string;
  readonly nodeId: string;
  readonly otherKindNodeId: string;
  /** An identifier-changed does not tell the party's kind: `nodeId` is then that of the type's usual kind. */
  readonly kindUnknown?: true;
}

export const partyStatements = projection<PartyRow>().define({
  name: 'party-overview',
  version: 5,
  subscribesTo: partyEvents,
  initial,
  keyOf: (event) => event.nodeId ?? event.objectId,
  on: {
    'party.registered': register,
    'party.identifier-changed': (row, event) => {
      const { old, new: fresh } = event.data;
      return assert(known(row, event), event, {
        // Both numbers: by them one change is known again, whoever tells of it.
        values: { numberChange: `${old.nodeId} ${fresh.nodeId}` },
        members: {
          identifier: { [keyOf(old)]: null, [keyOf(fresh)]: changedNumber(fresh) },
          named: { [keyOf(old)]: changedNumber(old) },
        },
      });
    },
    'party.merged': (row, event) =>
      assert(known(row, event), event, { members: { merge: { [event.data.intoNodeId]: 'merged' } } }),
    'party.unmerged': (row, event) =>
      assert(known(row, event), event, { members: { merge: { [event.data.intoNodeId]: 'unmerged' } } }),
    'party.name-changed': (row, event) => assert(known(row, event), event, { values: { name: event.data.name } }),
    'party.address-changed': (row, event) =>
      assert(known(row, event), event, { values: { address: { ...event.data } } }),
    'party.protection-set': protect,
    'party.protection-lapsed': lapse,
    'party.status-changed': (row, event) =>
      assert(known(row, event), event, { values: { status: event.data.cprStatus } }),
    'party.relation-started': (row, event) => relation(row, event, true),
    'party.relation-ended': (row, event) => relation(row, event, null),
    'party.died': (row, event) => assert(known(row, event), event, { values: { diedOn: event.data.on } }),
    'party.company-changed': (row, event) => {
      const { name, status, form, branch, pNumbers } = event.data;
      return assert(known(row, event), event, {
        values: { name, status, form, branch },
        ...(pNumbers === undefined
          ? {}
          : { groups: { pNumber: Object.fromEntries(pNumbers.map((each) => [each.value, each.nodeId])) } }),
      });
    },
    'party.removed': (row, event) => remove(known(row, event), event),
    'party.purged': (row, event) => ({
      ...purge(known(row, event)),
      authority: row.authority,
      source: row.source,
      firstPosition: row.firstPosition,
    }),
  },
  ignores: [],
});

/** Notes whose row this is, with its first event. */
function known(row: PartyRow, event: RecordedEvent): PartyRow {
  if (row.firstPosition === 0) {
    row.authority = event.authority;
    row.source = event.source;
    row.firstPosition = event.position;
  }
  return row;
}

const keyOf = (identifier: { readonly type: string; readonly value: string }): string =>
  `${identifier.type}|${identifier.value}`;

const numberValue = ({ type, value, nodeId, otherKindNodeId }: NumberValue): { [key: string]: Json } => ({
  type,
  value,
  nodeId,
  otherKindNodeId,
});

const changedNumber = (identifier: NumberValue): Json => ({ ...numberValue(identifier), kindUnknown: true });

function register(row: PartyRow, event: RecordedEvent<'party.registered'>): PartyRow {
  const { kind, identifiers, name, birthDate } = event.data;
  const unbounded = identifiers.filter(({ from, to }) => from === undefined && to === undefined);
  found(known(row, event), event, {
    full: { kind, name, birthDate },
    members: { named: Object.fromEntries(identifiers.map((each) => [keyOf(each), numberValue(each)])) },
  });
  if (row.purged) return row;
  for (const each of identifiers) {
    if (each.from === undefined && each.to === undefined) continue;
    // A number with a period of its own is claimed for that period, before the whole list, which is as strong.
    const base = statementOf(event);
    const from = each.from === undefined ? base.from : (momentOf(each.from) ?? base.from);
    const to = each.to === undefined ? base.to : (momentOf(each.to) ?? base.to);
    if (to !== null && to <= from) continue;
    claimMember(row, remember(row, { ...base, from, to }), 'identifier', keyOf(each), numberValue(each));
  }
  claimAllMembers(
    row,
    remember(row, statementOf(event)),
    'identifier',
    Object.fromEntries(unbounded.map((each) => [keyOf(each), numberValue(each)])),
  );
  return row;
}

function protect(row: PartyRow, event: RecordedEvent<'party.protection-set'>): PartyRow {
  const { kind, until } = event.data;
  if (known(row, event).purged) return row;
  const base = statementOf(event);
  const end = until === undefined ? null : startOfDay(nextDay(until));
  const to = end === null ? base.to : base.to === null || end < base.to ? end : base.to;
  if (to !== null && to <= base.from) return assert(row, event, {});
  claimMember(row, remember(row, { ...base, to }), 'protection', kind, true);
  return row;
}

/** A lapse may name the last day of the protection, which is protected still: it holds from the day after. */
function lapse(row: PartyRow, event: RecordedEvent<'party.protection-lapsed'>): PartyRow {
  const { kind, until } = event.data;
  if (known(row, event).purged) return row;
  const base = statementOf(event);
  const dayAfter = until === undefined ? base.from : startOfDay(nextDay(until));
  const from = dayAfter > base.from ? dayAfter : base.from;
  if (base.to !== null && base.to <= from) return assert(row, event, {});
  claimMember(row, remember(row, { ...base, from }), 'protection', kind, null);
  return row;
}

function relation(
  row: PartyRow,
  event: RecordedEvent<'party.relation-started'> | RecordedEvent<'party.relation-ended'>,
  present: true | null,
): PartyRow {
  const { kind, party } = event.data;
  return assert(known(row, event), event, { members: { relation: { [`${kind}/${party.partyId}`]: present } } });
}
