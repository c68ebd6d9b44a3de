import type { Calendar } from './calendar.js';
import type { Company } from './companies.js';
import { kindNamed } from './case-plan.js';
import { demoId, units } from './municipality.js';
import type { Outbox } from './outbox.js';
import { sourceKeys, sourceSystem, sourceSystems } from './source-systems.js';
import type { Person } from './population.js';

/** How the systems present themselves, on the day before the first event of any of them. */
export function tellSources(outbox: Outbox, calendar: Calendar): void {
  for (const key of sourceKeys) {
    const { subject, name, vendor, capabilities, expectedInterval, hopTemplate, noteEndpoint } = sourceSystem(key);
    outbox.add({
      system: key,
      name: 'source.registered',
      subject,
      time: calendar.working(-1720, 0.5),
      data: {
        name,
        vendor,
        capabilities: { ...capabilities },
        expectedInterval,
        ...(hopTemplate === undefined ? {} : { hopTemplate }),
        ...(noteEndpoint === undefined ? {} : { noteEndpoint }),
      },
    });
  }
}

/** One system is down and stays down; another was down one morning. */
export function tellOutages(outbox: Outbox, calendar: Calendar): void {
  const { jobs, roads } = sourceSystems;
  outbox.add({
    system: 'roads',
    name: 'source.outage-declared',
    subject: roads.subject,
    time: calendar.working(-44, 0.02),
    data: { reason: 'Strømafbrydelse i driftscentret' },
  });
  outbox.add({
    system: 'roads',
    name: 'source.outage-ended',
    subject: roads.subject,
    time: calendar.working(-44, 0.6),
    data: { reason: 'Driften er genoprettet' },
  });
  outbox.add({
    system: 'jobs',
    name: 'source.outage-declared',
    subject: jobs.subject,
    time: calendar.working(0, 0.95),
    data: { reason: 'JobBro opgraderes og svarer ikke, før opgraderingen er godkendt' },
  });
}

/** SagsPorten met one citizen twice, the second time at the counter without a number, and merged the two. */
export function tellMerge(outbox: Outbox, calendar: Calendar, person: Person): void {
  const system = 'records';
  const [kept, merged] = [demoId('records-party', 'kept'), demoId('records-party', 'merged')];
  const misspelt = person.name.replace(/(.)\1/, '$1').replace('ø', 'oe');
  outbox.add({
    system,
    name: 'party.registered',
    subject: kept,
    time: calendar.working(-500, 0.2),
    data: {
      kind: 'person',
      identifiers: [
        { type: 'cpr', value: person.cpr },
        { type: 'other', value: 'SP-10442' },
      ],
      name: person.name,
    },
  });
  outbox.add({
    system,
    name: 'party.registered',
    subject: merged,
    time: calendar.working(-410, 0.3),
    data: { kind: 'person', identifiers: [{ type: 'other', value: 'SP-88301' }], name: misspelt },
  });
  outbox.add({
    system,
    name: 'party.merged',
    subject: merged,
    time: calendar.working(-395, 0.7),
    data: { into: kept },
  });
}

/** The case that waits in quarantine: two digits of the company's CVR number changed places. */
export function tellMistake(outbox: Outbox, calendar: Calendar, company: Company): void {
  const { cvr } = company;
  const wrong = `${cvr.slice(0, 6)}${cvr.charAt(7)}${cvr.charAt(6) === cvr.charAt(7) ? (Number(cvr.charAt(6)) + 1) % 10 : cvr.charAt(6)}`;
  const kind = kindNamed('inspection');
  outbox.add({
    system: 'environment',
    name: 'case.registered',
    subject: demoId('case', 'mistake'),
    time: calendar.working(-5, 0.4),
    data: {
      caseNumber: 'MT-HASTE-17',
      title: `Anmeldt oliespild - ${company.name}`,
      kle: kind.kle,
      facet: kind.facet,
      sensitivity: kind.sensitivity,
      openedOn: calendar.day(calendar.workday(-5)),
      statusText: 'Akut besigtigelse',
      responsibleUnit: units.environment,
      parties: [
        { role: 'primary', party: { kind: 'company', identifier: { type: 'cvr', value: wrong }, name: company.name } },
      ],
    },
  });
}
