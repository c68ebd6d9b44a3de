import type { DataOf } from '#contracts';
import type { Calendar } from './calendar.js';
import type { Phase } from './case-kinds/case-kind.js';
import type { CasePlan } from './case-plan.js';
import type { Caseworker } from './caseworkers.js';
import { units, type UnitKey } from './municipality.js';
import type { Outbox } from './outbox.js';
import { referTo, type Identities } from './party-refs.js';
import type { Person } from './population.js';
import type { Random } from './random.js';
import { sourceSystem } from './source-systems.js';
import { tellGiven } from './case-benefits.js';
import { tellDocuments, tellNotes } from './case-papers.js';
import type { Telling } from './telling.js';
import { fill, slotsFor, withDates } from './texts.js';

export interface Setting {
  readonly outbox: Outbox;
  readonly calendar: Calendar;
  readonly identities: Identities;
  readonly protectedPeople: ReadonlySet<Person>;
  readonly team: Readonly<Record<UnitKey, readonly Caseworker[]>>;
}

/** Tells one case from its opening to where it has come by the calendar's last day. */
export function tellCase(plan: CasePlan, setting: Setting, random: Random): void {
  const { kind, openedDay } = plan;
  const decided = setting.calendar.workday(openedDay + 2 + random.int(kind.days[0], kind.days[1]));
  const phases = [
    { phase: 'opened', day: openedDay },
    {
      phase: 'informed',
      day: openedDay + Math.max(1, Math.floor((decided - openedDay) * (0.15 + random.next() * 0.4))),
    },
    { phase: 'decided', day: decided },
    { phase: 'closed', day: decided + random.int(3, 60) },
  ] as const;
  const telling: Telling = {
    plan,
    random,
    ...setting,
    outcome: random.weighted(kind.outcomes),
    slots: slotsFor(
      kind,
      plan.subject,
      plan.subject.kind === 'person' && setting.protectedPeople.has(plan.subject),
      random,
    ),
    handler: random.pick(setting.team[kind.unit]),
    phases: phases
      .map(({ phase, day }) => ({ phase, day: setting.calendar.workday(day) }))
      .filter(({ day }) => day <= -1),
  };
  tellRegistration(telling);
  for (const { phase, day } of telling.phases) {
    if (phase !== 'opened') tellProgress(telling, phase, day);
    if (phase === 'decided') tellDecision(telling, day);
  }
  tellTurns(telling, setting.team[kind.unit]);
  tellDocuments(telling);
  tellNotes(telling);
  tellGiven({ ...telling, random: random.fork('given') });
}

/** The founding statement; also sent again by systems that send their present state each night. */
export function registration({
  plan,
  random,
  calendar,
  slots,
  handler,
  identities,
}: Telling): DataOf<'case.registered'> {
  const { kind, subject, openedDay } = plan;
  const system = sourceSystem(kind.source);
  const primary = { party: referTo(subject, identities, openedDay, random.chance(0.7)), role: 'primary' as const };
  const parents = subject.kind === 'person' && kind.who === 'child' ? subject.parents : [];
  return {
    caseNumber: plan.caseNumber,
    title: fill(random.pick(kind.titles), withDates(slots, calendar, openedDay, random)),
    kle: kind.kle,
    facet: kind.facet,
    sensitivity: kind.sensitivity,
    openedOn: calendar.day(openedDay),
    statusText: random.pick(kind.status.opened),
    responsibleUnit: units[kind.unit],
    ...(random.chance(0.85) ? { primaryHandler: handler } : {}),
    parties: [
      primary,
      ...parents.map((parent) => ({ party: referTo(parent, identities, openedDay, true), role: 'secondary' as const })),
    ],
    ...(system.capabilities.hop ? { hop: { key: plan.caseNumber } } : {}),
    ...(random.chance(0.3) ? { legalBasis: kind.legalBasis } : {}),
  };
}

function tellRegistration(telling: Telling): void {
  const { plan, outbox, calendar, random, handler } = telling;
  const data = registration(telling);
  const day = plan.openedDay;
  const add = (time: string, again: DataOf<'case.registered'>): void =>
    outbox.add({
      system: plan.kind.source,
      name: 'case.registered',
      subject: plan.id,
      time,
      registeredBy: handler.id,
      data: again,
    });
  add(calendar.working(day, random.next() * 0.3), data);
  if (plan.kind.source === 'school' && random.chance(0.25) && day < -4)
    add(calendar.working(day + 2, 0.99), { ...data, title: `${data.title} (rettet)` });
}

/** A refused application is never paid out or taken into use: it ends in words of its own. */
const REFUSED: Partial<Record<Phase, string>> = {
  decided: 'Afslag meddelt',
  closed: 'Afsluttet - klagefristen er udløbet',
};

function tellProgress({ plan, outbox, calendar, random, handler, outcome }: Telling, phase: Phase, day: number): void {
  const refused = outcome === 'refused' ? REFUSED[phase] : undefined;
  const older =
    plan.kind.source === 'roads'
      ? ({ opened: 'opened', informed: 'ordered', decided: 'carriedOut', closed: 'closed' } as const)[phase]
      : phase;
  const tell = (on: number, share: number): void =>
    outbox.add({
      system: plan.kind.source,
      name: 'case.progress-changed',
      subject: plan.id,
      time: calendar.working(on, share),
      registeredBy: handler.id,
      data: { progress: older, statusText: refused ?? random.pick(plan.kind.status[phase]) },
    });
  tell(day, (phase === 'informed' ? 0.3 : 0.55) + random.next() * 0.2);
  if (phase === 'informed' && random.chance(0.3) && day < -6) tell(day + random.int(1, 5), 0.8);
}

function tellDecision({ plan, outbox, calendar, random, handler, outcome }: Telling, day: number): void {
  if (!random.chance(0.92)) return;
  outbox.add({
    system: plan.kind.source,
    name: 'case.decided',
    subject: plan.id,
    time: calendar.working(day, 0.75),
    registeredBy: handler.id,
    effectiveFrom: calendar.midnight(day),
    data: { outcome, decidedOn: calendar.day(day), legalBasis: plan.kind.legalBasis },
  });
}

/** What does not happen in every case: a new handler, a spouse who joins, a subject that was wrong from the start, a reopening. */
function tellTurns({ plan, outbox, calendar, random, phases, identities }: Telling, team: readonly Caseworker[]): void {
  const { kind, subject, openedDay, id } = plan;
  const base = { system: kind.source, subject: id } as const;
  const day = Math.min(-1, openedDay + random.int(2, 30));
  const later = calendar.working(Math.max(day, openedDay), 0.9);
  if (random.chance(0.1))
    outbox.add({
      ...base,
      name: 'case.actor-assigned',
      time: later,
      data: { role: 'primaryHandler', actor: random.pick(team) },
    });
  if (random.chance(0.02))
    outbox.add({
      ...base,
      name: 'case.actor-assigned',
      time: later,
      effectiveFrom: calendar.midnight(random.int(60, 200)),
      data: { role: 'responsibleUnit', actor: units.citizenService },
    });
  if (subject.kind === 'person' && subject.spouse !== undefined && kind.who !== 'child' && random.chance(0.12)) {
    outbox.add({
      ...base,
      name: 'case.party-added',
      time: later,
      data: { role: 'secondary', party: referTo(subject.spouse, identities, day, true) },
    });
  }
  if (random.chance(0.012))
    outbox.add({
      ...base,
      name: 'case.reclassified',
      time: later,
      effectiveFrom: calendar.midnight(openedDay),
      data: { kle: `${kind.kle.slice(0, 6)}00`, facet: 'G01' },
    });
  if (random.chance(0.02))
    outbox.add({
      ...base,
      name: 'case.sensitivity-changed',
      time: later,
      data: { sensitivity: kind.sensitivity === 'notConfidential' ? 'confidential' : 'sensitive' },
    });
  const closed = phases.find(({ phase }) => phase === 'closed');
  if (closed !== undefined && closed.day < -60 && random.chance(0.015)) {
    outbox.add({
      ...base,
      name: 'case.progress-changed',
      time: calendar.working(closed.day + 20, 0.5),
      data: { progress: 'informed', statusText: 'Genoptaget efter klage' },
    });
  }
}
