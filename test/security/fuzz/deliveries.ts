import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { hostileHeaders, hostileText, hostileValue, nearly } from './hostile.js';
import { exampleEvents } from './target.js';

/** A request to `/events`. */
export interface Delivery {
  readonly body: string | Uint8Array<ArrayBuffer>;
  readonly headers: Record<string, string>;
}

const structured = 'application/cloudevents+json';
const batched = 'application/cloudevents-batch+json';
const examples = exampleEvents();

/** Deliveries in all three modes of CloudEvents: nearly right events, other JSON, and bytes of any kind. */
export const hostileDelivery = (): fc.Arbitrary<Delivery> =>
  fc
    .record({
      delivery: fc.oneof(
        { weight: 4, arbitrary: mutated().map((event) => sent(structured, JSON.stringify(event))) },
        {
          weight: 3,
          arbitrary: fc
            .array(fc.oneof({ weight: 5, arbitrary: mutated() }, hostileValue()), { maxLength: 5 })
            .map((events) => sent(batched, JSON.stringify(events))),
        },
        { weight: 3, arbitrary: binary() },
        {
          weight: 2,
          arbitrary: example()
            .chain((event) => nearly(JSON.stringify(event)))
            .map((text) => sent(structured, text)),
        },
        { weight: 1, arbitrary: fc.tuple(contentType(), fc.json()).map(([type, text]) => sent(type, text)) },
        { weight: 1, arbitrary: fc.tuple(contentType(), anyBytes()).map(([type, bytes]) => sent(type, bytes)) },
      ),
      headers: fc.oneof(
        { weight: 8, arbitrary: fc.constant({}) },
        hostileHeaders(
          'content-type',
          'content-encoding',
          'ce-id',
          'ce-type',
          'ce-time',
          'ce-__proto__',
          'accept',
          'expect-ct',
        ),
      ),
    })
    .map(({ delivery: { body, headers }, headers: more }) => ({ body, headers: { ...headers, ...more } }));

function sent(type: string, body: Delivery['body']): Delivery {
  return { body, headers: { 'content-type': type } };
}

const example = (): fc.Arbitrary<Record<string, unknown>> => fc.constantFrom(...examples);

/** A place in an event, counted from its first, and what is put there; undefined: nothing. */
const slip = (): fc.Arbitrary<{ at: number; what: unknown }> =>
  fc.record({ at: fc.nat(), what: fc.oneof(hostileValue(), fc.constant(undefined)) });

/** An event of the contract, with an id of its own, in which something stands that should not, or something is gone. */
const mutated = (): fc.Arbitrary<unknown> =>
  fc
    .record({
      event: example(),
      id: fc.oneof({ weight: 9, arbitrary: fc.uuid() }, hostileText()),
      slips: fc.oneof(fc.constant([]), fc.array(slip(), { minLength: 1, maxLength: 2 })),
    })
    .map(({ event, id, slips }) => {
      const copy: Holder = structuredClone({ ...event, id });
      for (const { at, what } of slips) {
        const places = placesIn(copy);
        const [holder, key] = places[at % places.length] ?? [copy, 'data'];
        if (what === undefined) Reflect.deleteProperty(holder, key);
        else holder[key] = what;
      }
      return copy;
    });

type Holder = Record<string, unknown>;

/** Where something stands in an event; not all the way down what was put there before. */
function placesIn(value: object, levels = 5): [Holder, string][] {
  return Object.entries(value).flatMap(([key, below]): [Holder, string][] => [
    [value as Holder, key],
    ...(levels > 0 && typeof below === 'object' && below !== null ? placesIn(below as object, levels - 1) : []),
  ]);
}

const binary = (): fc.Arbitrary<Delivery> =>
  mutated().map((event) => {
    const { data, ...attributes } = event as Holder;
    const headers: Record<string, string> = { 'content-type': 'application/json' };
    for (const [name, value] of Object.entries(attributes)) {
      if (!/^[\w-]+$/.test(name)) continue;
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      // A lone surrogate has no UTF-8, and so cannot be percent-encoded.
      headers[`ce-${name}`] = encodeURIComponent(text.replace(/\p{Surrogate}/gu, '')).slice(0, 1_000);
    }
    return { body: JSON.stringify(data) ?? '', headers };
  });

const contentType = (): fc.Arbitrary<string> =>
  fc.constantFrom(
    structured,
    batched,
    `${structured}; charset=utf-16`,
    `${batched}; charset="utf-8"`,
    'application/json',
    'application/json;;;=',
    'text/plain',
    'multipart/form-data; boundary=x',
    'application/x-www-form-urlencoded',
    '/',
  );

const anyBytes = (): fc.Arbitrary<Uint8Array<ArrayBuffer>> =>
  fc.oneof(
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Uint8Array.from(bytes)),
    // Compressed, and cut off in the middle.
    fc.nat(40).map((end) => Uint8Array.from(gzipSync(JSON.stringify(examples[0])).subarray(0, end))),
    // UTF-16 with its mark.
    fc
      .constantFrom(...examples)
      .map((event) => Uint8Array.from(Buffer.from(`\ufeff${JSON.stringify(event)}`, 'utf16le'))),
  );
