import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { canonicalContent, canonicalJson } from './canonical-content.js';
import { catalogue } from './catalogue.js';
import { checkEvent } from './check-event.js';
import { isProblem } from './problem.js';
import { exampleOf } from './published-contracts.js';

const definition = [...catalogue.byName.values()].find(({ name }) => name === 'case.registered');

function contentOf(changes: Readonly<Record<string, unknown>>): string {
  if (definition === undefined) throw new Error('case.registered is not in the catalogue');
  const event = checkEvent({ ...exampleOf(definition), ...changes });
  if (isProblem(event)) throw new Error(`${event.path} ${event.message}`);
  return canonicalContent(event);
}

describe('canonicalJson', () => {
  it('writes what the package canonicalize writes', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'grapheme', maxDepth: 5 }), (value) => {
        expect(canonicalJson(value)).toBe(canonicalize(value));
      }),
      { numRuns: 500 },
    );
  });

  it('escapes and orders as RFC 8785 shows', () => {
    const names = ['\u20ac', '\r', '\ufb33', '1', '\ud83d\ude00', '\u0080', '\u00f6', '10', '9', '"', '\\', '\u007f'];
    const value = Object.fromEntries(names.map((name, index) => [name, `${name}${index}`]));
    expect(canonicalJson(value)).toBe(canonicalize(value));
    expect(canonicalJson([-0, 1e21, 1e-7, 333333333.33333329, 4.5])).toBe('[0,1e+21,1e-7,333333333.3333333,4.5]');
    const wide = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`k${(index * 37) % 100}`, index]));
    expect(canonicalJson(wide)).toBe(canonicalize(wide));
  });
});

describe('canonicalContent', () => {
  it('is the same for another writing of the same event', () => {
    const plain = contentOf({ time: '2026-03-12T07:30:00.123456Z', effectivefrom: null, sequence: '7' });
    const other = contentOf({
      time: '2026-03-12T08:30:00.1234569+01:00',
      effectivefrom: '2026-03-12T07:30:00.123456Z',
      sequence: '007',
      silent: true,
      correlationid: 'c',
      causationid: 'd',
      registeredby: 'somebody else',
      traceparent: '00-1',
      data: Object.fromEntries(Object.entries(definition?.example ?? {}).reverse()),
    });
    expect(other).toBe(plain);
  });

  it.each<[string, unknown]>([
    ['time', '2026-03-12T07:30:00.123457Z'],
    ['effectivefrom', '2026-03-12T07:30:00.000001Z'],
    ['effectiveto', '2027-01-01T00:00:00Z'],
    ['sequence', '4712'],
    ['sequence', null],
    ['subject', 'case/00000000-0000-4000-8000-000000000000'],
    ['data', { ...(definition?.example as object), title: 'Another' }],
  ])('tells another %s', (name, value) => {
    expect(contentOf({ [name]: value })).not.toBe(contentOf({}));
  });
});
