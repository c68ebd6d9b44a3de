import type { Calendar } from './calendar.js';
import { syntheticCpr, type Sex } from './identifiers.js';
import { demoId, towns, type Town } from './municipality.js';
import { firstNames, lastNames, middleNames } from './names.js';
import type { Random } from './random.js';

export interface Home {
  readonly street: string;
  readonly lines: readonly string[];
  readonly town: Town;
}

/** A citizen of the demo. People refer to each other by number in the list. */
export interface Person {
  readonly kind: 'person';
  readonly number: number;
  /** The subject of his party events in the person register. */
  readonly subject: string;
  readonly cpr: string;
  readonly sex: Sex;
  readonly firstName: string;
  readonly lastName: string;
  readonly name: string;
  readonly birthDate: string;
  readonly age: number;
  readonly home: Home;
  spouse: Person | undefined;
  readonly parents: Person[];
  readonly children: Person[];
}

const COMMONEST_SERIALS = 7;

/** Families, couples and people on their own, until `count` people live in Egeby. */
export function populate(count: number, random: Random, calendar: Calendar): readonly Person[] {
  const people: Person[] = [];
  const lastYear = Number(calendar.lastDay.slice(0, 4));
  const taken = new Set<string>();
  const add = (age: number, sex: Sex, lastName: string, home: Home): Person => {
    const number = people.length;
    const birthDate = birthday(lastYear - age, random, calendar);
    const firstName = random.pick(pool(lastYear - age)[sex === 'woman' ? 'women' : 'men']);
    const middle = random.chance(0.45) ? [random.pick(middleNames)].filter((name) => name !== lastName) : [];
    let serial = number * COMMONEST_SERIALS + 1;
    let cpr = syntheticCpr(birthDate, sex, serial);
    while (taken.has(cpr)) cpr = syntheticCpr(birthDate, sex, (serial += 1));
    taken.add(cpr);
    const person: Person = {
      kind: 'person',
      number,
      subject: demoId('person', number),
      cpr,
      sex,
      firstName,
      lastName,
      name: [firstName, ...middle, lastName].join(' '),
      birthDate,
      age,
      home,
      spouse: undefined,
      parents: [],
      children: [],
    };
    people.push(person);
    return person;
  };
  while (people.length < count) household(random, add, count - people.length);
  return people;
}

type Add = (age: number, sex: Sex, lastName: string, home: Home) => Person;

function household(random: Random, add: Add, room: number): void {
  const home = homeFor(random);
  const shape = random.weighted([
    [36, 'family'],
    [17, 'couple'],
    [9, 'one-parent'],
    [14, 'elders'],
    [24, 'single'],
  ] as const);
  const lastName = random.weighted(lastNames);
  if (shape === 'single' || room < 5) {
    add(
      random.chance(0.3) ? random.int(66, 93) : random.int(19, 65),
      random.chance(0.5) ? 'woman' : 'man',
      lastName,
      home,
    );
    return;
  }
  const age = shape === 'elders' ? random.int(67, 92) : shape === 'couple' ? random.int(23, 66) : random.int(27, 52);
  const first = add(age, random.chance(shape === 'one-parent' ? 0.8 : 0.5) ? 'woman' : 'man', lastName, home);
  const adults = [first];
  if (shape !== 'one-parent') {
    const sex = first.sex === 'woman' ? 'man' : 'woman';
    const second = add(
      Math.max(20, age + random.int(-4, 4)),
      sex,
      random.chance(0.55) ? lastName : random.weighted(lastNames),
      home,
    );
    if (random.chance(shape === 'family' ? 0.75 : 0.85)) marry(first, second);
    adults.push(second);
  }
  if (shape !== 'family' && shape !== 'one-parent') return;
  const youngest = Math.min(...adults.map((adult) => adult.age));
  const wanted = random.weighted([
    [35, 1],
    [45, 2],
    [20, 3],
  ] as const);
  let childAge = Math.min(17, Math.max(0, youngest - random.int(21, 34)));
  for (let count = 0; count < wanted && childAge >= 0; count += 1) {
    const born = add(childAge, random.chance(0.5) ? 'woman' : 'man', lastName, home);
    for (const parent of adults) {
      born.parents.push(parent);
      parent.children.push(born);
    }
    childAge -= random.int(2, 4);
  }
}

function marry(one: Person, other: Person): void {
  one.spouse = other;
  other.spouse = one;
}

/** A home somewhere in the municipality; in the town of Egeby often a flat. */
export function homeFor(random: Random): Home {
  const town = random.weighted([
    [46, 0],
    [22, 1],
    [18, 2],
    [14, 3],
  ] as const);
  const place = towns[town];
  if (place === undefined) throw new RangeError('no such town');
  const street = random.pick(place.streets);
  const house = `${street} ${random.int(1, 128)}${random.chance(0.15) ? random.pick(['A', 'B', 'C']) : ''}`;
  const flat =
    place.isUrban && random.chance(0.6)
      ? `, ${random.pick(['st.', '1.', '2.', '3.', '4.'])} ${random.pick(['tv', 'th', 'mf'])}`
      : '';
  return { street, lines: [`${house}${flat}`], town: place };
}

/** True of a home without floor and door. */
export function livesInHouse(home: Home): boolean {
  return home.lines.every((line) => !line.includes(','));
}

function birthday(year: number, random: Random, calendar: Calendar): string {
  const date = `${year}-${two(random.int(1, 12))}-${two(random.int(1, 28))}`;
  return calendar.offset(date) < -20 ? date : `${year}-${two(random.int(1, 9))}-${two(random.int(1, 28))}`;
}

function pool(born: number): (typeof firstNames)[number] {
  const found = firstNames.findLast((names) => names.bornFrom <= born) ?? firstNames[0];
  if (found === undefined) throw new RangeError('no first names');
  return found;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
