import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import fc from 'fast-check';
import { canonicalContent, catalogue, checkEvent, contractOf, exampleOf, isProblem, readEnvelope } from '#contracts';

/** A stranger's validator, with a stranger's idea of the formats: what we publish must mean what we enforce. */
const ajv = new Ajv2020({ strict: true });
formats.default(ajv);
const definitions = [...catalogue.byName.values()];
const validators = new Map<string, ValidateFunction>(
  definitions.map(({ type, name }) => [name, ajv.compile(contractOf(type) as object)]),
);

/** Rules on how fields fit together, which JSON Schema cannot say. */
const BEYOND_JSON_SCHEMA: Readonly<Record<string, string>> = { 'case.imported': 'schema /data/progress' };

type Json = Record<string, unknown>;
const copy = (value: unknown): Json => JSON.parse(JSON.stringify(value)) as Json;
const outcome = (raw: unknown): string => {
  const result = checkEvent(raw);
  return isProblem(result) ? `${result.rule} ${result.path}` : 'accepted';
};

/** Every place in a value, as the segments that lead there. */
function placesIn(value: unknown, at: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, member]) => placesIn(member, [...at, key]))];
}

function withChange(event: Json, [...place]: (string | number)[], change: (holder: Json, key: string) => void): Json {
  const changed = copy(event);
  const last = String(place.pop());
  const holder = place.reduce<Json>((at, key) => at[key] as Json, changed);
  change(holder, last);
  return changed;
}

describe.each(definitions.map((each) => [each.name, each] as const))('the contract of %s', (name, definition) => {
  const event = exampleOf(definition);
  const isPublished = (raw: unknown) => validators.get(name)?.(raw) === true;

  it('accepts its own example, by us and by a stranger', () => {
    expect([outcome(event), isPublished(event)]).toEqual(['accepted', true]);
  });

  it('refuses an unknown field at every level, with its path', () => {
    for (const place of placesIn(event['data'], ['data'])) {
      const holder = place.reduce<unknown>((at, key) => (at as Json)[key], event);
      if (typeof holder !== 'object' || holder === null || Array.isArray(holder) || place.at(-1) === 'params') continue;
      const changed = withChange(event, [...place, 'surplus'], (at, key) => (at[key] = 1));
      expect([outcome(changed), isPublished(changed)]).toEqual([`schema /${[...place, 'surplus'].join('/')}`, false]);
    }
  });

  it('judges the loss of any field as the published schema does, and names the field', () => {
    for (const place of placesIn(event).filter((each) => each.length > 0)) {
      const changed = withChange(event, place, (at, key) =>
        Array.isArray(at) ? at.splice(Number(key), 1) : delete at[key],
      );
      const result = outcome(changed);
      if (!isPublished(changed)) expect(result).toBe(`schema /${place.join('/')}`);
      else expect(['accepted', BEYOND_JSON_SCHEMA[name]]).toContain(result);
    }
  });

  it('refuses whatever the published schema refuses, and never throws', () => {
    const anything = fc.oneof(
      fc.constantFrom(null, 0, -1, '', 'x', true, [], {}, '2026-02-30', '\0', '\ud800'),
      fc.jsonValue(),
    );
    const places = placesIn(event).filter((each) => each.length > 0);
    fc.assert(
      fc.property(fc.constantFrom(...places), anything, (place, value) => {
        const changed = withChange(event, place, (at, key) => (at[key] = value));
        const result = checkEvent(changed);
        if (isProblem(result)) {
          expect(result.path).toMatch(/^(\/[^/]*)*$/);
          expect(result.message.length * result.fix.length).toBeGreaterThan(0);
          return;
        }
        expect(canonicalContent(result)).toContain(definition.type);
        const sent = Object.entries(changed).filter(([, each]) => each !== null);
        expect(isPublished(Object.fromEntries(sent))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

describe('input that is nothing at all', () => {
  it('gives a problem and never an exception', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true, withMap: true }), (raw) => {
        const reading = readEnvelope(raw);
        expect(reading.ok).toBe(false);
        expect(isProblem(checkEvent(raw))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('is refused when it nests a million levels deep', () => {
    let deep: unknown = 1;
    for (let level = 0; level < 1_000_000; level++) deep = [deep];
    const [definition] = definitions;
    if (definition === undefined) throw new Error('the catalogue is empty');
    expect(outcome({ ...exampleOf(definition), data: { title: deep } })).toMatch(/^schema /);
    expect(outcome({ ...exampleOf(definition), extra: deep })).toBe('schema /extra');
  });
});
