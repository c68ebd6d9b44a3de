import { isUtf8 } from 'node:buffer';
import type { IncomingHttpHeaders } from 'node:http';
import { MAX_DATA_BYTES } from '#contracts';
import type { Received } from '#intake';
import { faultOfShape } from './body-shape.js';
import { measureData } from './data-span.js';
import { findJsonFault } from './json-fault.js';
import { HttpProblem, tooManyEvents } from './problem-document.js';
import type { ReceivedBody } from './received-body.js';

/** The most events of one batch. */
export const MAX_EVENTS = 10_000;

/** The events of a request, not yet judged. */
export interface ReadEvents {
  readonly events: readonly unknown[];
  readonly received: Received;
}

const MEDIA_TYPE = /^\s*([\w!#$&^.+-]+\/[\w!#$&^.+-]+)\s*(?:;(.*))?$/;
const JSON_DATA = /^application\/(?:json|[\w!#$&^.-]+\+json)$/;
const FORMS =
  'Send application/cloudevents+json, application/cloudevents-batch+json, or application/json with ce- headers.';

/** Reads a request in the CloudEvents mode that its content type names: structured, batched or binary. */
export function readEvents(contentType: string, headers: IncomingHttpHeaders, body: ReceivedBody): ReadEvents {
  const bytes = bytesOf(body);
  const { mediaType, charset } = readMediaType(contentType);
  const isCompressed = (headers['content-encoding'] ?? 'identity') !== 'identity';
  if (isCompressed) throw new HttpProblem(415, 'A compressed body is not taken. Send it as it is.');
  if (charset !== 'utf-8') throw new HttpProblem(415, 'Only UTF-8 is taken.');
  if (mediaType === 'application/cloudevents+json') {
    const event = parseJson(bytes);
    if (!isObject(event)) throw new HttpProblem(400, 'The body is no JSON object, as its content type says.');
    return { events: [event], received: receivedBytes(bytes, false) };
  }
  if (mediaType === 'application/cloudevents-batch+json') {
    const events = parseJson(bytes);
    if (!Array.isArray(events)) throw new HttpProblem(400, 'The body is no JSON array, as its content type says.');
    if (events.length > MAX_EVENTS) throw new HttpProblem(413, `A batch holds at most ${MAX_EVENTS} events.`);
    return { events, received: receivedBytes(bytes, true) };
  }
  const attributes = binaryAttributes(headers);
  if (attributes === null || !JSON_DATA.test(mediaType)) throw new HttpProblem(415, FORMS);
  const data = bytes.length === 0 ? undefined : parseJson(bytes);
  return {
    events: [{ ...attributes, datacontenttype: contentType, ...(data !== undefined && { data }) }],
    received: { dataBytes: () => bytes.length },
  };
}

function bytesOf(body: ReceivedBody): Buffer {
  switch (body.kind) {
    case 'body':
      return body.bytes;
    case 'busy':
      throw tooManyEvents(1);
    case 'cut-off':
      throw new HttpProblem(400, 'The body ended before its time.');
    case 'too-large':
      throw new HttpProblem(413, 'The body takes more than 8 MiB. Send fewer events at once.');
  }
}

/** Measured only where there is room for data that is too large. */
function receivedBytes(bytes: Buffer, isBatch: boolean): Received {
  if (bytes.length <= MAX_DATA_BYTES) return { dataBytes: () => bytes.length };
  const sizes = measureData(bytes, isBatch);
  return { dataBytes: (index) => sizes[index] };
}

function readMediaType(contentType: string): { mediaType: string; charset: string } {
  const parts = MEDIA_TYPE.exec(contentType);
  const charset = /(?:^|;)\s*charset\s*=\s*"?([^";\s]+)/i.exec(parts?.[2] ?? '')?.[1];
  return { mediaType: (parts?.[1] ?? '').toLowerCase(), charset: (charset ?? 'utf-8').toLowerCase() };
}

function parseJson(bytes: Buffer): unknown {
  if (!isUtf8(bytes)) throw new HttpProblem(400, 'The body is not valid UTF-8.');
  const fault = faultOfShape(bytes);
  if (fault !== undefined) throw new HttpProblem(400, fault);
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Its message quotes the text, which is about people: only the place is told.
    const { line, column } = findJsonFault(text);
    throw new HttpProblem(400, `The body is no JSON: line ${line}, column ${column}.`, { line, column });
  }
}

/** CloudEvents HTTP binding 3.1.3: each attribute is a header `ce-<name>`, percent-encoded UTF-8. Null where there is none. */
function binaryAttributes(headers: IncomingHttpHeaders): Record<string, unknown> | null {
  const attributes: [string, string][] = [];
  for (const [header, value] of Object.entries(headers)) {
    if (!header.startsWith('ce-') || typeof value !== 'string') continue;
    attributes.push([header.slice(3), decodeValue(value)]);
  }
  return attributes.length === 0 ? null : Object.fromEntries(attributes);
}

/** A quoted value is unquoted first; then one round of percent-decoding. */
function decodeValue(header: string): string {
  const value = /^".*"$/.test(header) ? header.slice(1, -1).replace(/\\(.)/g, '$1') : header;
  if (!value.includes('%')) return value;
  try {
    return decodeURIComponent(value);
  } catch {
    throw new HttpProblem(400, 'A ce- header is not percent-encoded UTF-8.');
  }
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
