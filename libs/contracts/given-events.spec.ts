import { catalogue, type EventName } from './catalogue.js';
import { checkEvent } from './check-event.js';
import { isProblem } from './problem.js';
import { exampleOf } from './published-contracts.js';

function outcomeOf(name: EventName, data: Readonly<Record<string, unknown>>): string {
  const definition = catalogue.byName.get(name);
  if (definition === undefined) throw new Error(`no event ${name}`);
  const merged = Object.entries({ ...(definition.example as object), ...data }).filter(
    ([, value]) => value !== undefined,
  );
  const result = checkEvent({ ...exampleOf(definition), data: Object.fromEntries(merged) });
  return isProblem(result) ? `${result.rule} ${result.path}` : 'accepted';
}

const benefit = { id: 'b1', name: 'Særlig støtte', kle: '32.24.12', start: '2026-03-01' };
const plan = {
  id: 'p1',
  benefitId: 'b1',
  frequency: 'monthly',
  inArrears: true,
  dispositionDay: 31,
  amount: '4217.00',
};
const line = {
  grantId: '5b6c1d0e-2f3a-4b4c-8d5e-6f708192a3b4',
  benefitId: 'b1',
  from: '2026-03-01',
  to: '2026-03-31',
  amount: '4217.00',
};

describe('what is given to a party', () => {
  it.each<[EventName, Record<string, unknown>]>([
    ['grant.granted', { plans: undefined, end: '2026-03-01' }],
    ['grant.granted', { benefits: [] }],
    ['payment.calculated', { period: { from: '2026-03-01', to: '2026-03-01' }, lines: [], currency: 'EUR' }],
    ['payment.reversed', { amount: '-0000.500000000001' }],
    ['service.ended', {}],
  ])('%s with %j is accepted', (name, data) => {
    expect(outcomeOf(name, data)).toBe('accepted');
  });

  it.each<[EventName, Record<string, unknown>, string]>([
    ['grant.granted', { end: '2026-02-28' }, '/data/end'],
    ['grant.granted', { benefits: [benefit, { ...benefit, name: 'Igen' }] }, '/data/benefits/1/id'],
    ['grant.granted', { benefits: [benefit, { ...benefit, id: 'b2', end: '2026-02-28' }] }, '/data/benefits/1/end'],
    ['grant.granted', { plans: [plan, plan] }, '/data/plans/1/id'],
    ['grant.plan-set', { plan: { ...plan, dispositionDay: 32 } }, '/data/plan/dispositionDay'],
    ['payment.calculated', { period: { from: '2026-03-02', to: '2026-03-01' } }, '/data/period/to'],
    ['payment.calculated', { gross: 4217 }, '/data/gross'],
    ['payment.calculated', { gross: '4.217,00' }, '/data/gross'],
    ['payment.calculated', { gross: '4217.00 ' }, '/data/gross'],
    ['payment.calculated', { gross: '4.2e3' }, '/data/gross'],
    ['payment.calculated', { currency: 'kr.' }, '/data/currency'],
    ['payment.calculated', { lines: [{ ...line, to: '2026-02-28' }] }, '/data/lines/0/to'],
    ['payment.calculated', { lines: [{ ...line, grantId: 'B-1' }] }, '/data/lines/0/grantId'],
    ['service.started', { kle: '27' }, '/data/kle'],
    ['service.ended', { end: '2026-03-01' }, '/data/end'],
  ])('%s with %j is refused by its schema', (name, data, path) => {
    expect(outcomeOf(name, data)).toBe(`schema ${path}`);
  });
});
