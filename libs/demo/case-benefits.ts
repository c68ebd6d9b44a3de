import type { LocalDate } from '#contracts';
import type { BenefitTemplate } from './case-kinds/case-kind.js';
import { demoId } from './municipality.js';
import { referTo } from './party-refs.js';
import type { Telling } from './telling.js';

/** As many months are told of as a caseworker looks back: the demo is to stay small. */
const MONTHS_TOLD = 2;
const BENEFIT = 'ydelse-1';
const PLAN = 'plan-1';

/** What the party was given where the case was decided in its favour: a grant with payments, or a service. */
export function tellGiven(telling: Telling): void {
  const { plan, phases, outcome } = telling;
  const decided = phases.find(({ phase }) => phase === 'decided')?.day;
  if (decided === undefined || (outcome !== 'granted' && outcome !== 'partly')) return;
  const { benefit, service } = plan.kind;
  if (benefit !== undefined) tellGrant(telling, benefit, decided);
  if (service !== undefined) tellService(telling, service.kinds, service.providers, decided);
}

function tellGrant(telling: Telling, benefit: BenefitTemplate, decided: number): void {
  const { plan, outbox, calendar, random, handler, identities, phases } = telling;
  const { kind, subject } = plan;
  const start = firstOfMonth(calendar.day(decided), 1);
  const [first, raised] = random.pick(benefit.amounts);
  const grantId = demoId('grant', plan.id);
  const base = { system: kind.source, subject: grantId, registeredBy: handler.id } as const;
  const planOf = (amount: string) => ({
    id: PLAN,
    benefitId: BENEFIT,
    frequency: benefit.once === true ? 'engangsydelse' : 'månedligt',
    inArrears: benefit.once !== true,
    dispositionDay: benefit.once === true ? 1 : 31,
    amount,
  });
  outbox.add({
    ...base,
    name: 'grant.granted',
    time: calendar.working(decided, 0.8),
    effectiveFrom: calendar.midnight(decided),
    data: {
      grantNumber: `B-${plan.caseNumber}`,
      caseId: plan.id,
      party: referTo(subject, identities, decided, false),
      start,
      reason: kind.legalBasis,
      sensitivity: kind.sensitivity,
      benefits: [
        {
          id: BENEFIT,
          name: benefit.name,
          kle: kind.kle,
          start,
          ...(benefit.once === true ? { end: start } : {}),
          ...(benefit.repayable === true ? { repayable: true } : {}),
        },
      ],
      plans: [planOf(first)],
    },
  });
  if (benefit.once === true) return tellPayment(telling, grantId, { from: start, to: start, amount: first });

  const newYear = `${calendar.lastDay.slice(0, 4)}-01-01`;
  const isRaised = start < newYear && first !== raised;
  if (isRaised)
    outbox.add({
      ...base,
      name: 'grant.plan-set',
      time: calendar.working(calendar.offset(newYear) - 12, 0.4),
      effectiveFrom: calendar.midnight(calendar.offset(newYear)),
      data: { plan: planOf(raised) },
    });
  const closed = phases.find(({ phase }) => phase === 'closed')?.day;
  const isOver = closed !== undefined && random.chance(0.5);
  const last = isOver ? lastOfMonth(calendar.day(closed)) : undefined;
  if (isOver && last !== undefined && last >= start)
    outbox.add({
      ...base,
      name: 'grant.benefit-ended',
      time: calendar.working(closed, 0.7),
      data: { benefitId: BENEFIT, end: last },
    });
  for (let back = MONTHS_TOLD - 1; back >= 0; back -= 1) {
    const from = firstOfMonth(last ?? calendar.lastDay, -back);
    if (from < start) continue;
    tellPayment(telling, grantId, {
      from,
      to: lastOfMonth(from),
      amount: isRaised && from >= newYear ? raised : first,
    });
  }
}

/** Calculated ten days before it is at hand, and paid on the day; one in a hundred is taken back. */
function tellPayment(
  { plan, outbox, calendar, random, handler, identities }: Telling,
  grantId: string,
  { from, to, amount }: { readonly from: LocalDate; readonly to: LocalDate; readonly amount: string },
): void {
  const due = calendar.workday(calendar.offset(to));
  if (due - 10 > -1) return;
  const base = {
    system: plan.kind.source,
    subject: demoId('payment', `${plan.id}/${from}`),
    registeredBy: handler.id,
  } as const;
  const dispositionDate = calendar.day(due);
  outbox.add({
    ...base,
    name: 'payment.calculated',
    time: calendar.working(due - 10, 0.1 + random.next() * 0.2),
    data: {
      party: referTo(plan.subject, identities, due - 10, false),
      period: { from, to },
      gross: amount,
      dispositionDate,
      lines: [{ grantId, benefitId: BENEFIT, from, to, amount }],
    },
  });
  if (due > -1) return;
  outbox.add({
    ...base,
    name: 'payment.paid',
    time: calendar.working(due, 0.05),
    data: { amount, paidOn: dispositionDate },
  });
  if (due < -4 && random.chance(0.01))
    outbox.add({
      ...base,
      name: 'payment.reversed',
      time: calendar.working(due + 3, 0.5),
      data: { amount, reason: 'Udbetalt til en konto, der var lukket' },
    });
}

function tellService(
  { plan, outbox, calendar, random, handler, identities, phases }: Telling,
  kinds: readonly string[],
  providers: readonly string[],
  decided: number,
): void {
  const base = {
    system: plan.kind.source,
    subject: demoId('service', plan.id),
    registeredBy: handler.id,
  } as const;
  outbox.add({
    ...base,
    name: 'service.started',
    time: calendar.working(decided, 0.9),
    effectiveFrom: calendar.midnight(decided),
    data: {
      caseId: plan.id,
      party: referTo(plan.subject, identities, decided, false),
      kind: random.pick(kinds),
      kle: plan.kind.kle,
      provider: random.pick(providers),
    },
  });
  const closed = phases.find(({ phase }) => phase === 'closed')?.day;
  if (closed !== undefined && random.chance(0.6))
    outbox.add({
      ...base,
      name: 'service.ended',
      time: calendar.working(closed, 0.6),
      effectiveFrom: calendar.midnight(closed),
      data: {},
    });
}

/** The first day of the month that lies so many months after that of the date. */
function firstOfMonth(date: LocalDate, months: number): LocalDate {
  const [year = 0, month = 1] = date.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 10);
}

function lastOfMonth(date: LocalDate): LocalDate {
  const [year = 0, month = 1] = date.split('-').map(Number);
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}
