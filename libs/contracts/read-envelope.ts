import { MAX_ID_LENGTH, faultOfMissing, readAttributes, type Attributes } from './attributes.js';
import type { EnvelopeDraft, SeenAttributes } from './envelope.js';
import { isUri } from './formats.js';
import { toInstant, type Instant } from './instants.js';
import { looksUnsafe, unsafeText } from './json-safety.js';
import { schemaProblem, type Problem } from './problem.js';

const SEQUENCE_FORM = /^\d{1,18}$/;
const JSON_TYPE = /^application\/(?:json|[a-z0-9.+-]+\+json)\s*(?:;.*)?$/i;

/** The envelope, or why it is none and what could be read of it. */
export type EnvelopeReading =
  | { readonly ok: true; readonly envelope: EnvelopeDraft }
  | { readonly ok: false; readonly problem: Problem; readonly id: string | null; readonly seen: SeenAttributes };

/**
 * Applies the rule `schema` to the CloudEvents attributes; type, subject, data and the authority's check digit are
 * looked at later, in the contract's order. An attribute that is null counts as not sent (CloudEvents JSON format).
 */
export function readEnvelope(raw: unknown): EnvelopeReading {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    return refusal(
      {},
      schemaProblem('', 'The event is no JSON object.', 'Send a CloudEvents 1.0 event as a JSON object.'),
    );
  }
  const event = raw as Attributes;
  const attributes = faultOfMissing(event) ?? readAttributes(event);
  if ('rule' in attributes) return refusal(event, attributes);
  const malformed = faultOfForms(event);
  if (malformed !== undefined) return refusal(event, malformed);
  const times = timesOf(event);
  if ('rule' in times) return refusal(event, times);
  return {
    ok: true,
    envelope: {
      id: event['id'] as string,
      source: event['source'] as string,
      type: event['type'] as string,
      subject: event['subject'] as string,
      authority: event['authority'] as string,
      time: times.time,
      effectiveFrom: times.effectiveFrom,
      effectiveTo: times.effectiveTo,
      sequence: withoutLeadingZeros(textOrNull(event['sequence'])),
      registeredBy: textOrNull(event['registeredby']),
      correlationId: textOrNull(event['correlationid']),
      causationId: textOrNull(event['causationid']),
      snapshotId: textOrNull(event['snapshotid']),
      silent: event['silent'] === true || event['silent'] === 'true',
      extensions: attributes.extensions,
      data: event['data'],
    },
  };
}

function faultOfForms(event: Attributes): Problem | undefined {
  if (event['specversion'] !== '1.0')
    return schemaProblem('/specversion', 'The specversion is not "1.0".', 'Send specversion "1.0".');
  if (!isUri(event['source'] as string)) {
    return schemaProblem(
      '/source',
      'The source is no absolute URI.',
      'Send the URI of the registered source system, such as urn:overblik:source:ky.',
    );
  }
  const sequence = event['sequence'];
  if (sequence !== undefined && sequence !== null && !(typeof sequence === 'string' && SEQUENCE_FORM.test(sequence))) {
    return schemaProblem(
      '/sequence',
      'The sequence is no text of 1 to 18 digits.',
      typeof sequence === 'number' ? 'Send the number as text, in quotes.' : 'Send a whole number from 0 up as text.',
    );
  }
  const silent = event['silent'];
  if (
    silent !== undefined &&
    silent !== null &&
    typeof silent !== 'boolean' &&
    silent !== 'true' &&
    silent !== 'false'
  ) {
    return schemaProblem(
      '/silent',
      'The attribute silent is neither true nor false.',
      'Send true or false, or leave it out.',
    );
  }
  const contentType = event['datacontenttype'];
  if (typeof contentType === 'string' && !JSON_TYPE.test(contentType)) {
    return schemaProblem(
      '/datacontenttype',
      'The data is not declared as JSON.',
      'Send application/json or leave it out.',
    );
  }
  return undefined;
}

function timesOf(event: Attributes): Problem | { time: Instant; effectiveFrom: Instant; effectiveTo: Instant | null } {
  const time = readTime(event['time']);
  if (time === undefined) return noTime('time');
  const from = event['effectivefrom'] ?? null;
  const effectiveFrom = from === null ? time : readTime(from);
  if (effectiveFrom === undefined) return noTime('effectivefrom');
  const to = event['effectiveto'] ?? null;
  const effectiveTo = to === null ? null : readTime(to);
  if (effectiveTo === undefined) return noTime('effectiveto');
  if (effectiveTo !== null && effectiveTo <= effectiveFrom) {
    return schemaProblem(
      '/effectiveto',
      'The effective period ends before it begins, or has no length.',
      'Send an effectiveto later than effectivefrom (than time, where effectivefrom is left out).',
    );
  }
  return { time, effectiveFrom, effectiveTo };
}

function readTime(value: unknown): Instant | undefined {
  return typeof value === 'string' ? toInstant(value) : undefined;
}

function noTime(name: string): Problem {
  return schemaProblem(
    `/${name}`,
    `The attribute ${name} is no real RFC 3339 date-time with zone.`,
    'Send such as 2026-03-01T12:00:00Z or 2026-03-01T13:00:00+01:00; check that the day exists.',
  );
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function withoutLeadingZeros(digits: string | null): string | null {
  return digits === null ? null : digits.replace(/^0+(?=\d)/, '');
}

function refusal(event: Attributes, problem: Problem): EnvelopeReading {
  const seen: SeenAttributes = {
    id: usable(event['id'], MAX_ID_LENGTH),
    source: usable(event['source'], 512),
    type: usable(event['type'], 256),
    subject: usable(event['subject'], 256),
    authority: usable(event['authority'], 64),
  };
  return { ok: false, problem, id: seen.id, seen };
}

function usable(value: unknown, longest: number): string | null {
  if (typeof value !== 'string' || value.length === 0 || value.length > longest) return null;
  return looksUnsafe(value) && unsafeText(value, () => '') !== undefined ? null : value;
}
