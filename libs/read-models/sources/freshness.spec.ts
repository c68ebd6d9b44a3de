import { freshnessOf, type SourceFacts } from './freshness.js';

const facts = (over: Partial<SourceFacts>): SourceFacts => ({
  name: 'KY',
  vendor: null,
  capabilities: { sequence: true, notes: false, hop: false, snapshots: false },
  expectedInterval: 'PT1H',
  hopTemplate: null,
  events: 1,
  lastEventAt: '2026-03-01T10:00:00.000000Z',
  lastHeartbeatAt: null,
  isDown: false,
  missing: 0,
  ...over,
});
const at = (hour: string) => `2026-03-01T${hour}.000000Z`;
const state = (over: Partial<SourceFacts>, now = at('11:00:00')) => freshnessOf('urn:ky', facts(over), now).state;

describe('freshness of a source', () => {
  it('is current until twice the expected interval has passed in silence', () => {
    expect(state({}, at('12:00:00'))).toBe('CURRENT');
    expect(state({}, '2026-03-01T12:00:00.000001Z')).toBe('STALE');
  });
  it('counts a heartbeat as a sign of life', () => {
    expect(state({ lastHeartbeatAt: at('11:30:00') }, at('13:00:00'))).toBe('CURRENT');
  });
  it('is down before it has a gap, and has a gap before it is stale', () => {
    expect(state({ isDown: true, missing: 3 }, at('23:00:00'))).toBe('DOWN');
    expect(state({ missing: 3 }, at('23:00:00'))).toBe('GAP');
  });
  it('is unknown where it was never heard or promised no interval', () => {
    expect(freshnessOf('urn:x', undefined, at('10:00:00'))).toMatchObject({ state: 'UNKNOWN', message: null });
    expect(state({ expectedInterval: null })).toBe('UNKNOWN');
  });
  it('is GAP for what is parked, counts it as missing, and says that it was received', () => {
    const view = freshnessOf('urn:ky', facts({}), at('11:00:00'), 2);
    expect(view).toMatchObject({ state: 'GAP', missing: 2 });
    expect(view.message).toBe(
      '2 hændelser fra KY er modtaget, men kan ikke vises endnu. Oplysningerne kan være ufuldstændige.',
    );
    expect(freshnessOf('urn:ky', undefined, at('11:00:00'), 1)).toMatchObject({ state: 'GAP', missing: 1 });
    const both = freshnessOf('urn:ky', facts({ missing: 3 }), at('11:00:00'), 1);
    expect([both.missing, both.message]).toEqual([
      4,
      expect.stringMatching(/^Der mangler 3 hændelser fra KY.*1 hændelse fra KY er modtaget/),
    ]);
  });
  it('stays DOWN where something is parked too, and says both', () => {
    const view = freshnessOf('urn:ky', facts({ isDown: true }), at('11:00:00'), 1);
    expect([view.state, view.message]).toEqual([
      'DOWN',
      expect.stringMatching(/ude af drift.*er modtaget, men kan ikke/),
    ]);
  });
  it('says in Danish what a caseworker should know, and nothing when all is well', () => {
    expect(freshnessOf('urn:ky', facts({ missing: 2 }), at('11:00:00')).message).toContain(
      'mangler 2 hændelser fra KY',
    );
    expect(freshnessOf('urn:ky', facts({}), at('11:00:00')).message).toBeNull();
  });
});
