import { sourceRegistry } from './registry.js';

const settings = { authority: '29189846', hmacKey: Buffer.alloc(32), sourceKnown: true };
const sourceNamed = (name: string) => sourceRegistry.find((source) => source.name === name);

describe('the registry of sources', () => {
  it('names every source once', () => {
    expect(sourceRegistry.map(({ name }) => name)).toEqual(['xes', 'cpr']);
  });

  it.each([
    [{ kle: '02.34.02' }, '--source is required: URI of the source system'],
    [{ source: 'urn:overblik:source:byg' }, '--kle is required: KLE subject of all cases, dd.dd.dd'],
    [{ source: 'byg', kle: '02.34.02' }, '--source must be an absolute URI'],
    [{ source: 'urn:overblik:source:byg', kle: '2.34' }, '--kle must be a KLE subject, dd.dd.dd'],
    [
      { source: 'urn:overblik:source:byg', kle: '02.34.02', sensitivity: 'secret' },
      '--sensitivity must be one of notConfidential, confidential, sensitive, vip',
    ],
  ])('says in one line what is wrong with %j', (flags, reason) => {
    expect(sourceNamed('xes')?.open(flags, settings)).toEqual({ ok: false, reason });
  });

  it('refuses an authority that is no CVR number', () => {
    expect(sourceNamed('cpr')?.open({}, { ...settings, authority: '12345678' })).toEqual({
      ok: false,
      reason: '--authority must be the CVR number of a municipality',
    });
  });

  it('knows the source before a file is opened', () => {
    expect(sourceNamed('cpr')?.sourceOf({})).toBe('urn:overblik:source:cpr');
    expect(sourceNamed('xes')?.sourceOf({ source: 'urn:overblik:source:byg' })).toBe('urn:overblik:source:byg');
  });
});
