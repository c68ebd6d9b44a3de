import { fullTypeOf } from '#contracts';
import { calendarFor, type Calendar } from './calendar.js';
import { planCases } from './case-plan.js';
import { castOf, wantedCases } from './cast.js';
import { tellCase } from './case-story.js';
import { staff } from './caseworkers.js';
import { incorporate } from './companies.js';
import { tellCompanies } from './company-story.js';
import { syntheticCpr } from './identifiers.js';
import { tellMerge, tellMistake, tellOutages, tellSources } from './mishaps.js';
import { municipality } from './municipality.js';
import { createOutbox, type DemoEvent, type Outbox } from './outbox.js';
import { tellPeople } from './person-story.js';
import { populate } from './population.js';
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
