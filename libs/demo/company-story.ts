import type { Calendar } from './calendar.js';
import type { Company } from './companies.js';
import type { Outbox } from './outbox.js';
import { referTo, type Identities } from './party-refs.js';
import { addressOf } from './person-story.js';
import type { Person } from './population.js';
import type { Random } from './random.js';

/** What the business register tells: the company, its seat and P-numbers, who represents it, and here and there a new name. */
export function tellCompanies(
  companies: readonly Company[],
  people: readonly Person[],
  setting: { outbox: Outbox; calendar: Calendar; identities: Identities },
  random: Random,
): void {
  const { outbox, calendar, identities } = setting;
  const owners = people.filter(({ age }) => age >= 25 && age <= 70);
  for (const company of companies) {
    const own = random.fork(`company/${company.number}`);
    const started = calendar.offset(company.startedOn);
    const known = Math.max(-1700, started);
    const time = (day: number, step: number): string =>
      calendar.working(day, (step * 100 + (company.number % 90)) / 800);
    const base = { system: 'companies', subject: company.subject } as const;
    const details = { form: company.form, status: 'NORMAL', branch: company.branch, pNumbers: [...company.pNumbers] };
    outbox.add({
      ...base,
      name: 'party.registered',
      time: time(known, 0),
      effectiveFrom: calendar.midnight(started),
      data: {
        kind: 'company',
        identifiers: [{ type: 'cvr', value: company.cvr, from: company.startedOn }],
        name: company.name,
      },
    });
    outbox.add({
      ...base,
      name: 'party.company-changed',
      time: time(known, 1),
      effectiveFrom: calendar.midnight(started),
      data: { name: company.name, ...details },
    });
    outbox.add({
      ...base,
      name: 'party.address-changed',
      time: time(known, 2),
      effectiveFrom: calendar.midnight(started),
      data: addressOf(company.home),
    });
    outbox.add({
      ...base,
      name: 'party.relation-started',
      time: time(known, 3),
      effectiveFrom: calendar.midnight(started),
      data: { kind: 'representative', party: referTo(own.pick(owners), identities, known, true) },
    });
    if (own.chance(0.08)) {
      const day = -own.int(30, 700);
      outbox.add({
        ...base,
        name: 'party.company-changed',
        time: time(day, 4),
        effectiveFrom: calendar.midnight(day),
        data: {
          name: `${company.name.replace(/ (ApS|A\/S|I\/S)$/, '')} Egeby ${company.name.split(' ').at(-1) ?? ''}`.trim(),
          ...details,
        },
      });
    }
  }
}
