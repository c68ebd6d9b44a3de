import { caseEvents, toInstant, type DataOf } from '#contracts';
import type { Identified } from '#personal-data';
import {
  assert,
  claim,
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

type Registration = Identified<DataOf<'case.registered'> & Partial<DataOf<'case.imported'>>>;
type Registered = RecordedEvent<'case.registered'> | RecordedEvent<'case.imported'>;

/** Everything claimed about one case, key `<authority>/<case id>`. */
export const caseOverview = projection<AssertionRow>().define({
  name: 'case-overview',
  version: 3,
  subscribesTo: caseEvents,
  initial: emptyRow,
  keyOf: (event) => `${event.authority}/${event.objectId}`,
  on: {
    'case.registered': register,
    'case.imported': register,
    'case.attributes-changed': (row, event) => assert(row, event, { values: { ...event.data } }),
    'case.progress-changed': (row, event) =>
      assert(row, event, { values: { progress: event.data.progress, statusText: event.data.statusText } }),
    'case.reclassified': (row, event) =>
      assert(row, event, {
        values: { kle: event.data.kle, facet: event.data.facet, kleVersion: event.data.kleVersion },
      }),
    'case.sensitivity-changed': (row, event) => assert(row, event, { values: { sensitivity: event.data.sensitivity } }),
    'case.actor-assigned': (row, event) => actor(row, event, { assigned: event.data.actor }),
    'case.actor-ended': (row, event) =>
      actor(row, event, { ended: { kind: event.data.actor.kind, id: event.data.actor.id } }),
    'case.party-added': (row, event) => party(row, event, true),
    'case.party-ended': (row, event) => party(row, event, null),
    'case.related': (row, event) => relation(row, event, true),
    'case.unrelated': (row, event) => relation(row, event, null),
    'case.decided': (row, event) => assert(row, event, { values: { decision: { ...event.data } } }),
    'case.visibility-restricted': (row, event) =>
      assert(row, event, { members: { viewClass: { [event.data.viewClass]: true } } }),
    'case.visibility-restored': (row, event) =>
      assert(row, event, { members: { viewClass: { [event.data.viewClass]: null } } }),
    'case.security-profile-set': (row, event) =>
      assert(row, event, {
        values: { securityProfile: event.data.members.map((member) => ({ kind: member.kind, id: member.id })) },
      }),
    'case.transferred': (row, event) => assert(row, event, { values: { master: event.data.toSource } }),
    'case.object-linked': (row, event) => linkedObject(row, event, true),
    'case.object-unlinked': (row, event) => linkedObject(row, event, null),
    'case.removed': remove,
    'case.purged': purge,
  },
  ignores: [],
});

function register(row: AssertionRow, event: Registered): AssertionRow {
  const data = event.data as Registration;
  const { progress, progressHistory, parties, parentCaseId, responsibleUnit, primaryHandler, ...stated } = data;
  found(row, event, {
    full: {
      publicTitle: null,
      description: null,
      facet: null,
      kleVersion: null,
      statusText: null,
      disposalCode: null,
      legalBasis: null,
      hop: null,
      ...(stated as Record<string, Json>),
    },
    values: {
      master: event.source,
      responsibleUnit: responsibleUnit === undefined ? null : { assigned: responsibleUnit as Json },
      primaryHandler: primaryHandler === undefined ? null : { assigned: primaryHandler as Json },
      // A default holds only while nothing else says the progress, so what is left out is not claimed.
      progress: progressHistory === undefined ? progress : undefined,
    },
    groups: {
      party: Object.fromEntries(parties.map((member) => [`${member.role}/${member.party.partyId}`, true])),
      parent: parentCaseId === undefined || parentCaseId === null ? {} : { [parentCaseId]: true },
    },
  });
  if (!row.purged)
    progressHistory?.forEach((entry, index) => claimProgress(row, event, entry, progressHistory[index + 1]?.from));
  return row;
}

/** Each entry of an imported history ends where the next begins. */
function claimProgress(
  row: AssertionRow,
  event: Registered,
  entry: { readonly progress: string; readonly from: string },
  until: string | undefined,
): void {
  const from = toInstant(entry.from) ?? event.effectiveFrom;
  const next = until === undefined ? null : (toInstant(until) ?? null);
  const { effectiveTo } = event;
  const to = next === null || (effectiveTo !== null && effectiveTo < next) ? effectiveTo : next;
  if (to !== null && to <= from) return;
  const statement = remember(row, { ...statementOf(event), from, to });
  claim(row, statement, 'progress', entry.progress);
}

const SINGLE_ACTORS: ReadonlySet<string> = new Set(['owner', 'responsibleUnit', 'primaryHandler', 'lentTo']);

function actor(
  row: AssertionRow,
  event: RecordedEvent<'case.actor-assigned'> | RecordedEvent<'case.actor-ended'>,
  said: { assigned: { kind: string; id: string; name?: string | undefined } } | { ended: { kind: string; id: string } },
): AssertionRow {
  const { role } = event.data;
  if (SINGLE_ACTORS.has(role)) return assert(row, event, { values: { [role]: said as Json } });
  const present = 'assigned' in said ? (said.assigned as Json) : null;
  return assert(row, event, { members: { [role]: { [event.data.actor.id]: present } } });
}

function party(
  row: AssertionRow,
  event: RecordedEvent<'case.party-added'> | RecordedEvent<'case.party-ended'>,
  present: true | null,
): AssertionRow {
  return assert(row, event, { members: { party: { [`${event.data.role}/${event.data.party.partyId}`]: present } } });
}

function relation(
  row: AssertionRow,
  event: RecordedEvent<'case.related'> | RecordedEvent<'case.unrelated'>,
  present: true | null,
): AssertionRow {
  const { kind, caseId } = event.data;
  return kind === 'parent'
    ? assert(row, event, { members: { parent: { [caseId]: present } } })
    : assert(row, event, { members: { relation: { [`${kind}/${caseId}`]: present } } });
}

/** Scheme and namespace of a URN mean the same in any case (RFC 8141); no URN has a space in it. */
function linkedObject(
  row: AssertionRow,
  event: RecordedEvent<'case.object-linked'> | RecordedEvent<'case.object-unlinked'>,
  present: true | null,
): AssertionRow {
  const { kind, urn } = event.data;
  const key = urn.replace(/^[^:]+:[^:]+:/, (start) => start.toLowerCase());
  return assert(row, event, { members: { object: { [`${key} ${kind}`]: present } } });
}
