import type { DataOf } from '#contracts';
import type { Identified } from '#personal-data';
import type { RecordedEvent } from '#projection-engine';
import { given, recorded, type RecordedDraft } from '#projection-engine/testing';
import { grantOverview } from './grant-overview.projection.js';
import { deriveGrant } from './grant-overview.table.js';
import { viewGrant } from './grant-overview.view.js';
import { planOn } from './grant-plans.js';

const day = (number: number): string => `2026-01-${String(number).padStart(2, '0')}T00:00:00.000000Z`;
const view = (row: Parameters<typeof viewGrant>[1], moment: Parameters<typeof viewGrant>[2]) =>
  viewGrant('grant', row, moment);

type Granted = Identified<DataOf<'grant.granted'>>;
const plan = (id: string, amount: string, benefitId = 'b1') => ({
  id,
  benefitId,
  frequency: 'månedligt',
  inArrears: true,
  dispositionDay: 31,
  amount,
});
const benefit = (id: string, over: object = {}) => ({ id, name: id, kle: '32.24.12', start: '2026-01-01', ...over });
const granted = (over: Partial<Granted> = {}, draft: RecordedDraft = {}): RecordedEvent<'grant.granted'> =>
  recorded(
    'grant.granted',
    {
      grantNumber: 'B1',
      caseId: 'case',
      party: { partyId: 'node' },
      start: '2026-01-01',
      sensitivity: 'confidential',
      benefits: [benefit('b1')],
      ...over,
    },
    { at: day(1), ...draft },
  );

describe('a grant', () => {
  it('begins active, and a second statement does not make it active again', () => {
    const passive = recorded('grant.status-changed', { status: 'passive' }, { at: day(2) });
    const known = given(grantOverview, granted(), passive, granted({}, { at: day(3) }));
    expect(known.shows(view, day(1))?.status).toBe('ACTIVE');
    expect(known.shows(view, day(3))?.status).toBe('PASSIVE');
  });

  it('is not there before it was granted, whatever was told of it', () => {
    const known = given(
      grantOverview,
      recorded('grant.plan-set', { plan: plan('p1', '1') }, { at: day(1) }),
      granted({}, { at: day(2) }),
    );
    expect(known.shows(view, day(1))).toBeUndefined();
    expect(known.shows(view, day(2))?.plans).toMatchObject([{ id: 'p1', amount: '1', currency: 'DKK' }]);
  });

  it('has the benefits and plans that it is stated with, and no others, when it is stated again', () => {
    const first = granted({ benefits: [benefit('b1'), benefit('b2')], plans: [plan('p1', '1')] });
    const known = given(grantOverview, first, granted({ benefits: [benefit('b2', { name: 'ny' })] }, { at: day(3) }));
    expect(known.shows(view, day(2))?.benefits.map(({ id }) => id)).toEqual(['b1', 'b2']);
    expect(known.shows(view, day(3))).toMatchObject({ benefits: [{ id: 'b2', name: 'ny' }], plans: [] });
  });

  it('ends a benefit by its own event, until it is stated again without an end', () => {
    const ended = recorded('grant.benefit-ended', { benefitId: 'b1', end: '2026-06-30' }, { at: day(2) });
    const known = given(grantOverview, ended, granted(), granted({}, { at: day(4) }));
    expect(known.shows(view, day(1))?.benefits[0]?.end).toBeNull();
    expect(known.shows(view, day(3))?.benefits[0]?.end).toBe('2026-06-30');
    expect(known.shows(view, day(4))?.benefits[0]?.end).toBeNull();
  });

  it('replaces a plan by its id and keeps the others', () => {
    const set = recorded('grant.plan-set', { plan: plan('p1', '2.50') }, { at: day(2) });
    const known = given(grantOverview, granted({ plans: [plan('p1', '2'), plan('p2', '7')] }), set);
    expect(known.shows(view, day(2))?.plans.map(({ id, amount }) => [id, amount])).toEqual([
      ['p1', '2.50'],
      ['p2', '7'],
    ]);
  });

  it('tells the plan of a day: of several the one said last, of one statement that of the lowest id', () => {
    const set = recorded('grant.plan-set', { plan: plan('p9', '9') }, { at: day(2), from: day(10) });
    const { row } = given(grantOverview, granted({ plans: [plan('p2', '2'), plan('p1', '1')] }, { from: day(1) }), set);
    expect(planOn(row, 'b1', '2026-01-05', null)?.id).toBe('p1');
    expect(planOn(row, 'b1', '2026-01-11', null)?.id).toBe('p9');
    expect(planOn(row, 'b1', '2025-12-31', null)).toBeNull();
    expect(planOn(row, 'b2', '2026-01-11', null)).toBeNull();
  });

  it('calls a benefit what its source calls it, be it the name of something of our language', () => {
    const known = given(grantOverview, granted({ benefits: [benefit('constructor')] }), granted({}, { at: day(2) }));
    expect(known.shows(view, day(1))?.benefits.map(({ id }) => id)).toEqual(['constructor']);
    expect(known.shows(view, day(2))?.benefits.map(({ id }) => id)).toEqual(['b1']);
  });

  it('keeps nothing in its tables when it is purged', () => {
    const { row } = given(
      grantOverview,
      granted({ plans: [plan('p1', '1')] }),
      recorded('grant.purged', { basis: 'x' }),
    );
    expect(deriveGrant('29189846/grant', row, day(2))).toEqual({});
  });

  it('is out of the tables from its removal on', () => {
    const { row } = given(grantOverview, granted(), recorded('grant.removed', { reason: 'x' }, { at: day(3) }));
    const current = deriveGrant('29189846/grant', row, day(2))['grant_current'] ?? [];
    expect(current.map((each) => [each['valid_from'], each['valid_to']])).toEqual([['-infinity', day(3)]]);
  });
});
