import fc from 'fast-check';
import { measureData } from './data-span.js';

const sizes = (text: string, isBatch: boolean) => measureData(Buffer.from(text), isBatch);

describe('the size of data as received', () => {
  it('counts blanks, escapes and bytes of the value, not those around it', () => {
    expect(sizes('{"id":"x", "data" :  {"a": "\\u00e6", "b": "æ"}  , "type":"t"}', false)).toEqual([26]);
    expect(sizes('{"data":"a\\"b"}', false)).toEqual([6]);
    expect(sizes('{"data":12 }', false)).toEqual([2]);
  });

  it('is not misled by the word elsewhere', () => {
    expect(sizes('{"id":"data","x":{"data":[1,2,3]},"data":{"data":1}}', false)).toEqual([10]);
    expect(sizes('{"a":["data"],"b":"data"}', false)).toEqual([0]);
    expect(sizes('{"a\\"data":1}', false)).toEqual([0]);
  });

  it('is told for each event of a batch', () => {
    expect(sizes('[{"data":{}},7,{"id":"x"},{"data":[1,[2]]},[{"data":1}]]', true)).toEqual([2, 0, 0, 7, 0]);
  });

  it('is what JSON.stringify gives where it wrote the body', () => {
    const event = fc.record({ id: fc.string(), data: fc.jsonValue(), type: fc.jsonValue() });
    fc.assert(
      fc.property(fc.array(event, { minLength: 1 }), (events) => {
        const expected = events.map(({ data }) => Buffer.byteLength(JSON.stringify(data)));
        expect(sizes(JSON.stringify(events), true)).toEqual(expected);
        expect(sizes(JSON.stringify(events[0]), false)).toEqual(expected.slice(0, 1));
      }),
    );
  });
});
