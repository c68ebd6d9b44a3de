import { catalogue, type DataOf, type EventDefinition, type EventName } from './catalogue.js';
import type { ContractEvent, EnvelopeDraft } from './envelope.js';
import { checkAuthority, faultOfIdentifiers } from './identifier-check.js';
import { isUuid } from './identifiers.js';
import { plusMilliseconds, type Instant } from './instants.js';
import { unsafeJson } from './json-safety.js';
import { withLowerCaseIds } from './object-ids.js';
import { isProblem, schemaProblem, type Problem } from './problem.js';
import { readEnvelope } from './read-envelope.js';
import { faultOfFit } from './refinements.js';
import { faultOfData } from './schema-check.js';

/** The most bytes that the data of an event may take, as received. */
export const MAX_DATA_BYTES = 262_144;
/** How far ahead of our clock a source's clock may be. */
export const MAX_AHEAD_MILLISECONDS = 5 * 60_000;

/** The rule `unknown-type`: the definition of the event's type, also for a type of quite another pattern. */
export function resolveType(envelope: { readonly type: string }): EventDefinition<EventName> | Problem {
  return (
    catalogue.byType.get(envelope.type) ?? {
      rule: 'unknown-type',
      path: '/type',
      message: 'The type is none of the contract.',
      fix: 'Send a type that /contracts lists, dk.overblik.<family>.<what-happened>.v<major>.',
    }
  );
}

/** The rule `too-large`, of the data's length as received. */
export function checkSize(dataBytes: number): Problem | undefined {
  if (dataBytes <= MAX_DATA_BYTES) return undefined;
  return {
    rule: 'too-large',
    path: '/data',
    message: `The data takes more than ${MAX_DATA_BYTES} bytes.`,
    fix: 'Send metadata and a link instead of the content.',
  };
}

/**
 * The rules `schema` of subject and data, then `identifier` of the numbers in the data. The event that comes out has the
 * data as sent, but for the uuids of other objects, which are in lower case.
 */
export function checkSubjectAndData(
  envelope: EnvelopeDraft,
  definition: EventDefinition<EventName>,
): ContractEvent | Problem {
  const { subject } = envelope;
  const { family, name } = definition;
  const objectId = subject.slice(family.length + 1).toLowerCase();
  if (!subject.startsWith(`${family}/`) || !isUuid(objectId)) {
    return schemaProblem(
      '/subject',
      `The subject is not ${family}/<uuid>, as events of this type ask.`,
      'Send the family of the type, a slash, and the uuid of the object.',
    );
  }
  if (!definition.takesEffectiveTo && envelope.effectiveTo !== null) {
    return schemaProblem('/effectiveto', 'An event of this type holds for good.', 'Leave effectiveto out.');
  }
  const { data: raw } = envelope;
  if (raw === undefined || raw === null)
    return schemaProblem('/data', 'The event has no data.', 'Send data as a JSON object.');
  const fault = unsafeJson(raw, 'data') ?? faultOfData(raw, definition);
  if (fault !== undefined) return fault;
  const data = withLowerCaseIds(raw as Readonly<Record<string, unknown>>) as DataOf<EventName>;
  return faultOfFit(name, data) ?? faultOfIdentifiers(name, data) ?? eventOf(envelope, definition, objectId, data);
}

/** Written out field by field: spreading the envelope costs more than all the checks (15 µs an event, measured). */
function eventOf(
  envelope: EnvelopeDraft,
  { name, family }: EventDefinition<EventName>,
  objectId: string,
  data: DataOf<EventName>,
): ContractEvent {
  return {
    id: envelope.id,
    source: envelope.source,
    type: envelope.type,
    name,
    family,
    subject: envelope.subject,
    objectId,
    authority: envelope.authority,
    time: envelope.time,
    effectiveFrom: envelope.effectiveFrom,
    effectiveTo: envelope.effectiveTo,
    sequence: envelope.sequence,
    registeredBy: envelope.registeredBy,
    correlationId: envelope.correlationId,
    causationId: envelope.causationId,
    snapshotId: envelope.snapshotId,
    silent: envelope.silent,
    extensions: envelope.extensions,
    data,
  };
}

/** The rule `future-time`: registered more than five minutes after `now`. */
export function checkFuture(event: { readonly time: Instant }, now: Instant): Problem | undefined {
  if (event.time <= now || event.time <= plusMilliseconds(now, MAX_AHEAD_MILLISECONDS)) return undefined;
  return {
    rule: 'future-time',
    path: '/time',
    message: 'The event was registered more than five minutes ahead of our clock.',
    fix: 'Check the clock and the zone of the source; what takes effect later goes into effectivefrom.',
  };
}

/** All rules that need neither sender nor store nor clock, in the contract's order: for adapters and tests. */
export function checkEvent(raw: unknown): ContractEvent | Problem {
  const reading = readEnvelope(raw);
  if (!reading.ok) return reading.problem;
  const misowned = checkAuthority(reading.envelope);
  if (misowned !== undefined) return misowned;
  const definition = resolveType(reading.envelope);
  return isProblem(definition) ? definition : checkSubjectAndData(reading.envelope, definition);
}
