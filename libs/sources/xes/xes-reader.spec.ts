import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { toInstant } from '#contracts';
import { date, eventsIn, itemsIn, log, morning, noon, step, string, trace } from './testing/synthetic-log.js';

describe('a log with faults', () => {
  it('reports what it skips with a reason and the line', async () => {
    const items = await itemsIn(
      log(
        `<trace>${step('A', morning)}</trace>`,
        trace('2', ''),
        trace('3', `<event>${string('concept:name', 'A')}</event>`),
        trace('4', step('A', 'yesterday') + step('B', noon)),
        trace('5', date('enddate', '2024-02-30') + step('A', morning)),
        step('A', morning),
      ),
    );

    expect(items.map((item) => (item.kind === 'event' ? item.event.id : `${item.line}: ${item.reason}`))).toEqual([
      '2: the trace has no concept:name, so no case number',
      '3: the trace has no events',
      '4: no event of the trace has a time:timestamp',
      '4#0',
      '5: the event has no time:timestamp that is a moment',
      '4#2',
      '5#0',
      '5#1',
      '6: the end date of the trace is no moment',
      '7: the event stands outside any trace',
    ]);
  });

  it('keeps the traces before the fault and says where the rest became unreadable', async () => {
    const items = await itemsIn(`${log(trace('1', step('A', morning))).replace('</log>', '')}\n<trace></log>`);

    expect(items).toHaveLength(3);
    expect(items[2]).toEqual({ kind: 'unreadable', line: 3, reason: 'the XML is not well formed at column 13' });
  });

  it.each([
    ['a log that ends early', '<log><trace>', /not well formed/],
    ['an empty file', '', /not well formed/],
    ['another kind of XML', '<html/>', /no XES log/],
    ['a DTD', '<!DOCTYPE log [<!ENTITY a "b">]><log/>', /DTD/],
    ['an entity of its own', '<log><string key="a" value="&a;"/></log>', /not well formed/],
    ['an unknown encoding', '<?xml version="1.0" encoding="klingon"?><log/>', /encoding/],
  ])('refuses %s', async (_claim, text, reason) => {
    const items = await itemsIn(text);

    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ kind: 'unreadable', reason: expect.stringMatching(reason) });
  });

  it('refuses bytes that are not of the encoding, and compressed data that is cut off', async () => {
    const latin1 = Buffer.from(log(trace('1', step('Høring', morning))), 'latin1');
    const zipped = gzipSync(
      Buffer.from(log(...Array.from({ length: 500 }, (_, n) => trace(`${n}`, step(`${n * n}`, morning))))),
    );

    expect((await itemsIn(latin1)).at(-1)).toMatchObject({
      kind: 'unreadable',
      reason: 'the bytes are not valid utf-8',
    });
    expect((await itemsIn(zipped.subarray(0, zipped.length - 40))).at(-1)).toMatchObject({
      kind: 'unreadable',
      reason: 'the compressed data is damaged or cut off',
    });
  });
});

describe('the same log in another shape', () => {
  const plain = log(
    trace('Æ-1', string('case_type', 'Støjgener 🎉 &amp; røg') + step('Åbnet', morning) + step('Hørt', noon)),
    trace('Ø-2', date('enddate', noon) + step('Åbnet', morning)),
  );

  it.each([
    ['gzipped', gzipSync(Buffer.from(plain))],
    ['with a byte order mark', Buffer.from(`\uFEFF${plain}`)],
    ['in UTF-16', Buffer.from(`\uFEFF${plain.replace('UTF-8', 'UTF-16')}`, 'utf16le')],
    ['with the namespace', Buffer.from(plain.replace('<log>', '<log xmlns="http://www.xes-standard.org/">'))],
    [
      'with a prefix',
      Buffer.from(plain.replaceAll(/<(\/?)(?=[a-z])/g, '<$1xes:').replace('<xes:log>', '<xes:log xmlns:xes="urn:x">')),
    ],
  ])('gives the same events %s', async (_claim, bytes) => {
    expect(await itemsIn(bytes)).toEqual(await itemsIn(plain));
  });

  it('gives the same events however its bytes are cut into pieces', async () => {
    const whole = await itemsIn(plain);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 64 }), fc.boolean(), async (size, isZipped) => {
        const bytes = isZipped ? gzipSync(Buffer.from(plain)) : Buffer.from(plain);
        expect(await itemsIn(bytes, {}, size)).toEqual(whole);
      }),
      { numRuns: 30 },
    );
  });

  it('keeps every moment whatever its zone', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.date({ min: new Date('1980-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }),
        fc.constantFrom('Z', '+02:00', '-0930', '+01'),
        async (moment, zone) => {
          const minutes = { Z: 0, '+02:00': 120, '-0930': -570, '+01': 60 }[zone] ?? 0;
          const text = new Date(moment.getTime() + minutes * 60_000).toISOString().replace('Z', zone);
          const [registered] = await eventsIn(log(trace('1', step('A', text))));
          expect(toInstant(registered?.time ?? '')).toBe(toInstant(moment.toISOString()));
        },
      ),
      { numRuns: 40 },
    );
  });
});
