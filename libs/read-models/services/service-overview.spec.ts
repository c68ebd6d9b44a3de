import type { DataOf } from '#contracts';
import type { Identified } from '#personal-data';
import type { RecordedEvent } from '#projection-engine';
import { given, recorded, type RecordedDraft } from '#projection-engine/testing';
import { serviceOverview } from './service-overview.projection.js';
import { serviceMoments, viewService } from './service-overview.view.js';

const day = (number: number): string => `2026-01-${String(number).padStart(2, '0')}T00:00:00.000000Z`;
const view = (row: Parameters<typeof viewService>[1], moment: Parameters<typeof viewService>[2]) =>
  viewService('service', row, moment);

const started = (
  over: Partial<Identified<DataOf<'service.started'>>> = {},
  draft: RecordedDraft = {},
): RecordedEvent<'service.started'> =>
  recorded(
    'service.started',
    { caseId: 'case', party: { partyId: 'node' }, kind: 'Hjemmehjælp', kle: '27.36.04', ...over },
    { at: day(2), ...draft },
  );
const ended = recorded('service.ended', {}, { at: day(6), from: day(5) });

describe('a service', () => {
  it('starts where it takes effect and ends on the effective day of its end', () => {
    const known = given(serviceOverview, started({}, { from: day(1) }), ended);
    expect(known.shows(view, day(4))).toMatchObject({ start: '2026-01-01', end: null });
    expect(known.shows(view, day(5))).toMatchObject({ start: '2026-01-01', end: '2026-01-05' });
  });

  it('that its source states afresh each night did not start last night, and is not begun anew when it has ended', () => {
    const known = given(serviceOverview, started(), started({}, { at: day(3) }), ended, started({}, { at: day(7) }));
    expect(known.shows(view, day(4))?.start).toBe('2026-01-02');
    expect(known.shows(view, day(8))).toMatchObject({ start: '2026-01-02', end: '2026-01-05' });
  });

  it('has no provider when it is stated again without one', () => {
    const known = given(serviceOverview, started({ provider: 'Nord' }), started({}, { at: day(3) }));
    expect([known.shows(view, day(2))?.provider, known.shows(view, day(3))?.provider]).toEqual(['Nord', null]);
  });

  it('tells of its beginning and its end', () => {
    const seen = given(serviceOverview, started(), ended).shows(view, day(9));
    expect(seen && serviceMoments(seen).map(({ at, title }) => [at, title])).toEqual([
      ['2026-01-01T23:00:00.000000Z', 'Indsatsen Hjemmehjælp begynder'],
      ['2026-01-04T23:00:00.000000Z', 'Indsatsen Hjemmehjælp ophører'],
    ]);
  });
});
