import type { CaseKind } from './case-kinds/case-kind.js';
import { caseKinds } from './case-kinds/all-kinds.js';
import type { Calendar } from './calendar.js';
import type { Company } from './companies.js';
import { demoId } from './municipality.js';
import { livesInHouse, type Person } from './population.js';
import type { Random } from './random.js';
import { sourceSystem } from './source-systems.js';

/** A case before its story is told: who, what, when, and its number. */
export interface CasePlan {
  readonly kind: CaseKind;
  readonly subject: Person | Company;
  /** Day of opening, counted from the calendar's last day. */
  readonly openedDay: number;
  readonly id: string;
  readonly caseNumber: string;
}

export type Wanted = Pick<CasePlan, 'kind' | 'subject' | 'openedDay'>;

const FIRST_DAY = -1500;

/**
 * `count` cases over the last four years, more of them lately; some parties have many and most have few. `wanted` ones
 * come first in the count. Numbers run by system and year in the order of opening.
 */
export function planCases(
  count: number,
  people: readonly Person[],
  companies: readonly Company[],
  wanted: readonly Wanted[],
  calendar: Calendar,
  random: Random,
): readonly CasePlan[] {
  const draw = drawSubject(people, companies, new Set(wanted.map(({ subject }) => subject)), random.fork('subjects'));
  const weights = caseKinds.map((kind) => [kind.weight, kind] as const);
  const plans: Wanted[] = wanted.map((each) => ({ ...each, openedDay: calendar.workday(each.openedDay) }));
  while (plans.length < count) {
    const kind = random.weighted(weights);
    const openedDay = calendar.workday(Math.round(FIRST_DAY * random.next() ** 1.6));
    plans.push({ kind, subject: draw(kind, openedDay), openedDay });
  }
  const serials = new Map<string, number>();
  return plans
    .map((plan, index) => ({ ...plan, index }))
    .sort((a, b) => a.openedDay - b.openedDay || a.index - b.index)
    .map(({ index, ...plan }) => {
      const year = calendar.day(plan.openedDay).slice(0, 4);
      const series = `${plan.kind.source}/${year}`;
      const serial = (serials.get(series) ?? 0) + 1;
      serials.set(series, serial);
      return {
        ...plan,
        id: demoId('case', index),
        caseNumber: sourceSystem(plan.kind.source).caseNumber(year, Number(year.slice(3)) * 10_000 + serial),
      };
    });
}

export function kindNamed(key: string): CaseKind {
  const kind = caseKinds.find((each) => each.key === key);
  if (kind === undefined) throw new RangeError(`no kind of case is named ${key}`);
  return kind;
}

function drawSubject(
  people: readonly Person[],
  companies: readonly Company[],
  provided: ReadonlySet<Person | Company>,
  random: Random,
): (kind: CaseKind, openedDay: number) => Person | Company {
  // Most people have few cases and some have very many; whoever has his cases by hand gets hardly any by chance.
  const shareOf = (party: Person | Company): number =>
    provided.has(party) ? 0.05 : party.kind === 'company' ? 0.5 + random.next() : 0.15 + random.next() ** 4 * 6;
  const shares = new Map<Person | Company, number>([...people, ...companies].map((party) => [party, shareOf(party)]));
  const weigh = <P extends Person | Company>(list: readonly P[]) =>
    list.map((party) => [shares.get(party) ?? 1, party] as const);
  const adults = weigh(people.filter(({ age }) => age >= 22));
  const owners = weigh(people.filter(({ age, home }) => age >= 22 && livesInHouse(home)));
  const working = weigh(people.filter(({ age }) => age >= 22 && age <= 66));
  const elders = weigh(people.filter(({ age }) => age >= 67));
  const children = weigh(people.filter(({ age }) => age >= 1 && age <= 17));
  const childrenFor = (kind: CaseKind, openedDay: number): typeof children => {
    const [youngest, oldest] = kind.ages ?? [1, 17];
    const then = children.filter(
      ([, { age }]) => age + openedDay / 365 >= youngest && age + openedDay / 365 <= oldest + 1,
    );
    return then.length > 0 ? then : children;
  };
  return (kind, openedDay) => {
    switch (kind.who) {
      case 'adult':
        return random.weighted(adults);
      case 'owner':
        return random.weighted(owners);
      case 'working':
        return random.weighted(working);
      case 'elder':
        return random.weighted(elders);
      case 'child':
        return random.weighted(childrenFor(kind, openedDay));
      case 'company':
        return random.weighted(weigh(companies.filter(({ trade }) => kind.trades?.includes(trade) ?? true)));
    }
  };
}
