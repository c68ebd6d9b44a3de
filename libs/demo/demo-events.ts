import { fullTypeOf } from '#contracts';
import { calendarFor, type Calendar } from './calendar.js';
import { kindNamed, planCases, type Wanted } from './case-plan.js';
import { tellCase } from './case-story.js';
import { staff } from './caseworkers.js';
import { incorporate, type Company } from './companies.js';
import { tellCompanies } from './company-story.js';
import { syntheticCpr } from './identifiers.js';
import { tellMerge, tellMistake, tellOutages, tellSources } from './mishaps.js';
import { municipality } from './municipality.js';
import { createOutbox, type DemoEvent, type Outbox } from './outbox.js';
import { tellPeople } from './person-story.js';
import { livesInHouse, populate, type Person } from './population.js';
import { seededRandom } from './random.js';
import { sourceKeys, sourceSystem, sourceSystems } from './source-systems.js';

export interface DemoOptions {
  /** Another seed gives another Egeby; the same one the same, event for event. */
  readonly seed?: string;
  /** The day of the run. Only the heartbeats know it, once a day. */
  readonly now: Date;
  readonly people?: number;
  readonly companies?: number;
  readonly cases?: number;
}

/** A party worth looking at, and why. */
export interface Highlight {
  readonly key: { readonly type: 'cpr' | 'cvr'; readonly value: string };
  readonly why: string;
}

export interface Demo {
  readonly authority: string;
  readonly municipality: string;
  /** In the order of publishing; a source's own order is kept but for what comes late. */
  readonly events: readonly DemoEvent[];
  readonly highlights: readonly [Highlight, Highlight, Highlight];
}

/**
 * A fictive municipality as its twelve source systems would publish it: 1,000 parties and 5,000 cases with documents and
 * notes, and what goes wrong in real life: late, repeated and corrected events, a sequence gap, outages, a changed
 * number, a merged party, a protected person and one event that ends in quarantine. Ids, times and texts depend on
 * seed and counts alone, so a second run gives only duplicates (and, on another day, that day's heartbeats).
 */
export function demoEvents({
  seed = 'egeby',
  now,
  people: wantedPeople = 860,
  companies: wantedCompanies = 140,
  cases = 5000,
}: DemoOptions): Demo {
  const random = seededRandom(seed);
  const calendar = calendarFor(now);
  const people = populate(wantedPeople, random.fork('people'), calendar);
  const companies = incorporate(wantedCompanies, random.fork('companies'));
  const cast = castOf(people, companies);
  const identities = {
    former: new Map([
      [cast.renumbered, { cpr: syntheticCpr(cast.renumbered.birthDate, cast.renumbered.sex, 5000), changedDay: -300 }],
    ]),
  };
  const outbox = createOutbox('sickness');

  const protectedPeople = new Set([cast.hidden, ...cast.hidden.children]);
  tellSources(outbox, calendar);
  tellPeople(people, { outbox, calendar, identities, protectedPeople }, random.fork('person-stories'));
  tellCompanies(companies, people, { outbox, calendar, identities }, random.fork('company-stories'));
  const setting = { outbox, calendar, identities, protectedPeople, team: staff(random.fork('staff')) };
  const stories = random.fork('case-stories');
  for (const plan of planCases(cases, people, companies, wantedCases(cast), calendar, random.fork('plans'))) {
    tellCase(plan, setting, stories.fork(plan.id));
  }
  tellMerge(outbox, calendar, cast.merged);
  tellMistake(outbox, calendar, cast.company);
  tellOutages(outbox, calendar);

  const told = outbox.publish(random.fork('publishing'));
  return {
    authority: municipality.authority,
    municipality: municipality.name,
    events: [...told, ...heartbeats(outbox, calendar)],
    highlights: [
      {
        key: { type: 'cpr', value: cast.renumbered.cpr },
        why: 'married, with children, a changed CPR number and cases in ten systems; both numbers lead to the one party',
      },
      {
        key: { type: 'cpr', value: cast.hidden.cpr },
        why: 'a parent under name and address protection: neither shows, not on the relations and cases either',
      },
      {
        key: { type: 'cvr', value: cast.company.cvr },
        why: 'a company with P-numbers, inspections, a noise complaint and one more case that waits in quarantine',
      },
    ],
  };
}

interface Cast {
  readonly renumbered: Person;
  readonly hidden: Person;
  readonly merged: Person;
  readonly company: Company;
}

function castOf(people: readonly Person[], companies: readonly Company[]): Cast {
  const schoolChildren = (person: Person): number => person.children.filter(({ age }) => age >= 7).length;
  const [anybody] = people;
  const [anyCompany] = companies;
  if (anybody === undefined || anyCompany === undefined)
    throw new RangeError('a municipality needs a person and a company');
  const renumbered =
    people.find(
      (person) =>
        person.spouse !== undefined && schoolChildren(person) >= 2 && person.age >= 35 && livesInHouse(person.home),
    ) ?? anybody;
  const hidden =
    people.find(
      (person) =>
        person.parents.length === 0 &&
        person.spouse === undefined &&
        schoolChildren(person) >= 1 &&
        person.children[0]?.parents.length === 1,
    ) ?? anybody;
  const merged = people.findLast((person) => person.age >= 30 && /(.)\1|ø/.test(person.name)) ?? anybody;
  const company = companies.find(({ trade, pNumbers }) => trade === 'food' && pNumbers.length >= 2) ?? anyCompany;
  return { renumbered, hidden, merged, company };
}

/** The cases that make the three parties worth a look. */
function wantedCases({ renumbered, hidden, company }: Cast): readonly Wanted[] {
  const want = (subject: Person | Company, kinds: readonly (readonly [kind: string, openedDay: number])[]): Wanted[] =>
    kinds.map(([key, openedDay]) => ({ kind: kindNamed(key), subject, openedDay }));
  const child = renumbered.children.find(({ age }) => age >= 7) ?? renumbered;
  const hiddenChild = hidden.children[0] ?? hidden;
  return [
    ...want(renumbered, [
      ['building-permit', -1210],
      ['housing-benefit', -1100],
      ['sickness-benefit', -940],
      ['driveway', -905],
      ['access-request', -820],
      ['move', -790],
      ['sickness-benefit', -560],
      ['job-clarification', -470],
      ['cash-benefit', -350],
      ['moving-help', -330],
      ['pests', -260],
      ['job-plan', -210],
      ['building-permit', -150],
      ['sickness-benefit', -95],
      ['deposit-loan', -60],
      ['rural-zone', -40],
      ['parking-exemption', -33],
      ['job-plan', -21],
      ['sickness-benefit', -12],
      ['escort', -9],
    ]),
    ...want(child, [
      ['school-enrolment', -900],
      ['school-transport', -420],
      ['extra-costs', -300],
      ['notification', -70],
    ]),
    ...want(hidden, [
      ['move', -245],
      ['housing-benefit', -238],
      ['deposit-loan', -236],
      ['cash-benefit', -232],
      ['moving-help', -90],
      ['sickness-benefit', -30],
    ]),
    ...want(hiddenChild, [
      ['notification', -250],
      ['school-enrolment', -228],
    ]),
    ...want(company, [
      ['alcohol-licence', -1000],
      ['inspection', -860],
      ['noise', -640],
      ['parking-exemption', -400],
      ['inspection', -330],
      ['alcohol-licence', -120],
      ['noise', -35],
      ['parking-exemption', -8],
    ]),
  ];
}

/** A sign of life of every system but the one that is down, once a day. */
function heartbeats(outbox: Outbox, calendar: Calendar): readonly DemoEvent[] {
  const time = `${calendar.today}T00:00:00.000000Z`;
  return sourceKeys
    .filter((key) => key !== 'jobs')
    .map((key) => {
      const { uri, slug, subject, capabilities } = sourceSystem(key);
      return {
        source: uri,
        event: {
          specversion: '1.0',
          id: `${slug}-heartbeat-${calendar.today}`,
          source: uri,
          type: fullTypeOf('source.heartbeat'),
          subject: `source/${subject}`,
          time,
          authority: municipality.authority,
          datacontenttype: 'application/json',
          data: {
            asOf: time,
            backlog: 0,
            ...(capabilities.sequence ? { lastSequence: String(outbox.lastSequence(key)) } : {}),
          },
        },
      };
    });
}

/** The URIs of the twelve systems. */
export const demoSources: readonly string[] = sourceKeys.map((key) => sourceSystems[key].uri);
