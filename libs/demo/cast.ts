import { kindNamed, type Wanted } from './case-plan.js';
import type { Company } from './companies.js';
import { livesInHouse, type Person } from './population.js';

/** Those of whom the demo tells something special. */
export interface Cast {
  readonly renumbered: Person;
  readonly hidden: Person;
  readonly merged: Person;
  readonly company: Company;
}

/** Finds them among the people: the same in each run. */
export function castOf(people: readonly Person[], companies: readonly Company[]): Cast {
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
export function wantedCases({ renumbered, hidden, company }: Cast): readonly Wanted[] {
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
      ['school-change', -228],
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
