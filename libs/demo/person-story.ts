import type { DataOf } from '#contracts';
import type { Calendar } from './calendar.js';
import { municipality } from './municipality.js';
import { lastNames } from './names.js';
import type { Outbox } from './outbox.js';
import { referTo, type Identities } from './party-refs.js';
import { homeFor, type Home, type Person } from './population.js';
import type { Random } from './random.js';

/** The day on which the person register was first loaded; whoever was born later came by an event of his own. */
const FIRST_LOAD = -1700;

export interface PersonSetting {
  readonly outbox: Outbox;
  readonly calendar: Calendar;
  readonly identities: Identities;
  readonly protectedPeople: ReadonlySet<Person>;
}

/** What the person register tells: who lives here, since when, with whom, and what changed. */
export function tellPeople(people: readonly Person[], setting: PersonSetting, random: Random): void {
  const moves = new Map<Home, Move>();
  for (const person of people) {
    const own = random.fork(`person/${person.number}`);
    const move = moves.get(person.home) ?? moveOf(setting.calendar, own);
    moves.set(person.home, move);
    tellPerson(person, move, setting, own);
  }
}

/** When a household moved in, and from where if it came from within the municipality. */
interface Move {
  readonly day: number;
  readonly from: Home | undefined;
  readonly to: Home | undefined;
  readonly toDay: number;
}

function moveOf(calendar: Calendar, random: Random): Move {
  const day = -random.int(20, 4500);
  return {
    day,
    from: day > FIRST_LOAD + 30 || random.chance(0.3) ? homeFor(random) : undefined,
    to: random.chance(0.03) ? homeFor(random) : undefined,
    toDay: calendar.offset(calendar.day(random.int(20, 150))),
  };
}

function tellPerson(person: Person, move: Move, setting: PersonSetting, random: Random): void {
  const { calendar, identities, outbox, protectedPeople } = setting;
  const born = calendar.offset(person.birthDate);
  const known = Math.max(FIRST_LOAD, born + random.int(2, 6));
  const former = identities.former.get(person);
  const tell = teller(outbox, calendar, person);
  const isBride =
    person.spouse !== undefined &&
    person.sex === 'woman' &&
    person.spouse.lastName === person.lastName &&
    random.chance(0.5);
  const wedding = person.spouse === undefined ? undefined : weddingDay(person, person.spouse, calendar);
  const maiden = isBride ? person.name.replace(person.lastName, otherName(person.lastName, random)) : person.name;

  tell(
    'party.registered',
    known,
    'birth',
    {
      kind: 'person',
      identifiers: [{ type: 'cpr', value: former?.cpr ?? person.cpr, from: person.birthDate }],
      name: maiden,
      birthDate: person.birthDate,
    },
    born,
  );
  tell('party.status-changed', known, 'status', { cprStatus: '01' }, born);
  tellAddresses(person, move, born, known, tell, random);
  if (wedding !== undefined && person.spouse !== undefined && person.number < person.spouse.number) {
    tell(
      'party.relation-started',
      Math.max(FIRST_LOAD, wedding),
      'wedding',
      { kind: 'spouse', party: referTo(person.spouse, identities, wedding, true) },
      wedding,
    );
  }
  if (isBride && wedding !== undefined)
    tell('party.name-changed', Math.max(FIRST_LOAD + 1, wedding + 1), 'name', { name: person.name }, wedding);
  for (const parent of person.parents) {
    tell(
      'party.relation-started',
      known,
      'parent',
      { kind: 'parent', party: referTo(parent, identities, known, true) },
      born,
    );
    tell(
      'party.relation-started',
      known,
      'custody',
      { kind: 'custody', party: referTo(parent, identities, known, true) },
      born,
    );
  }
  if (former !== undefined) {
    tell(
      'party.identifier-changed',
      former.changedDay,
      'number',
      { old: { type: 'cpr', value: former.cpr }, new: { type: 'cpr', value: person.cpr }, reason: 'numberChange' },
      former.changedDay,
    );
  }
  if (protectedPeople.has(person)) tell('party.protection-set', -240, 'protection', { kind: 'nameAndAddress' }, -240);
  else if (random.chance(0.004)) {
    tell('party.protection-set', -600, 'protection', { kind: 'nameAndAddress' }, -600);
    tell('party.protection-lapsed', -230, 'protection', { kind: 'nameAndAddress' }, -230);
  }
  if (person.age >= 84 && random.chance(0.12)) {
    const died = -random.int(10, 200);
    tell('party.died', died + 2, 'death', { on: calendar.day(died) }, died);
    tell('party.status-changed', died + 2, 'status', { cprStatus: '90' }, died);
  }
}

/** In, from where, and on: some moves are registered wrongly and put right afterwards, some are of a day to come. */
function tellAddresses(person: Person, move: Move, born: number, known: number, tell: Tell, random: Random): void {
  const moved = Math.max(born, move.day);
  if (move.from !== undefined && moved > born && moved > known) {
    tell('party.address-changed', known, 'address', addressOf(move.from), Math.max(born, move.day - 2000));
  }
  const registered = Math.min(-2, Math.max(known, moved + random.int(0, 9)));
  const isWrong = random.chance(0.03) && registered < -30;
  tell('party.address-changed', registered, 'address', addressOf(person.home), isWrong ? moved + 4 : moved);
  if (isWrong) tell('party.address-changed', registered + 25, 'correction', addressOf(person.home), moved);
  if (move.to !== undefined) tell('party.address-changed', -3, 'next-address', addressOf(move.to), move.toDay);
}

type RegisterEvent =
  `party.${'registered' | 'status-changed' | 'address-changed' | 'relation-started' | 'name-changed' | 'identifier-changed' | 'protection-set' | 'protection-lapsed' | 'died'}`;
type Tell = <N extends RegisterEvent>(
  name: N,
  day: number,
  step: string,
  data: DataOf<N>,
  effectiveDay: number,
) => void;

/** The register works at night: what it tells of one day comes in a fixed order. */
const NIGHTLY = [
  'birth',
  'status',
  'address',
  'parent',
  'custody',
  'wedding',
  'name',
  'number',
  'protection',
  'death',
  'correction',
  'next-address',
];

function teller(outbox: Outbox, calendar: Calendar, person: Person): Tell {
  return (name, day, step, data, effectiveDay) => {
    outbox.add({
      system: 'cpr',
      name,
      subject: person.subject,
      data,
      time: calendar.working(day, (NIGHTLY.indexOf(step) * 60 + (person.number % 60)) / 960),
      effectiveFrom: calendar.midnight(effectiveDay),
    });
  };
}

export function addressOf(home: Home): DataOf<'party.address-changed'> {
  return {
    lines: [...home.lines],
    postalCode: home.town.postalCode,
    city: home.town.city,
    municipalityCode: municipality.code,
  };
}

function weddingDay(one: Person, other: Person, calendar: Calendar): number {
  const younger = one.birthDate > other.birthDate ? one : other;
  const grown = calendar.offset(younger.birthDate) + 21 * 365;
  return Math.min(-100, grown + (((one.number + other.number) * 97) % 2600));
}

function otherName(lastName: string, random: Random): string {
  const name = random.weighted(lastNames);
  return name === lastName ? 'Lindegaard' : name;
}
