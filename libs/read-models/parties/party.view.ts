import type { Instant } from '#contracts';
import {
  claimsOf,
  compareStatements,
  memberKeys,
  paint,
  stretchAt,
  type Statement,
  type ViewMoment,
  type WonStretch,
} from '#projection-engine';
import { isFounded, kindOf, type Subject } from './identity.js';
import { asAddress, asString, courseOfParty, presentSubjects, type AddressView } from './party-courses.js';
import { momentsOf, type PartyMoment } from './party-moments.js';
import { mentionedNumbers, numbersOf, type Disclosure, type NumberView } from './party-numbers.js';

const CPR_SOURCE = 'urn:overblik:source:cpr';

/** A name and number by which an event of another object named a party. */
export interface Mention {
  readonly nodeId: string;
  readonly kind: string;
  readonly type: string;
  readonly value: string;
  readonly name: string | null;
  readonly statement: Statement;
  /** The object whose event it is: its name is told to those who see that. */
  readonly family: string;
  readonly objectId: string;
}

/** A party as it applies at one moment, masked and protected as every view is: GraphQL's own names. */
export interface PartyView {
  readonly id: string;
  readonly kind: string;
  readonly name: string | null;
  readonly nameProtected: boolean;
  readonly birthDate: string | null;
  readonly identifiers: readonly NumberView[];
  readonly address: AddressView | null;
  readonly addressProtected: boolean;
  readonly addressHistory: readonly {
    readonly address: AddressView;
    readonly from: Instant;
    readonly to: Instant | null;
  }[];
  readonly nameHistory: readonly { readonly name: string; readonly from: Instant; readonly to: Instant | null }[];
  readonly status: string | null;
  /** Of a company: its form and line of business. */
  readonly form: string | null;
  readonly branch: string | null;
  readonly diedOn: string | null;
}

/** The view, with what only search and timeline need. */
export interface ComposedParty {
  readonly view: PartyView;
  /** Some source's founding event of it applies: it is there whether or not anything names it. */
  readonly founded: boolean;
  /** Nothing but what other objects call it tells its name, and that is not hidden. */
  readonly isCalled: boolean;
  readonly moments: readonly PartyMoment[];
}

/** CPR's own word is stronger than any other source's on what it is the register of. */
const byAuthorityOfSource = (a: Statement, b: Statement): number =>
  Number(a.source === CPR_SOURCE) - Number(b.source === CPR_SOURCE) || compareStatements(a, b);

const asText = (stretch: WonStretch | undefined): string | null =>
  typeof stretch?.value === 'string' ? stretch.value : null;

/** Whether name and address are hidden: "protection of any source hides until that source lapses it". */
export function isProtected(subjects: readonly Subject[], moment: ViewMoment): boolean {
  const present = presentSubjects(subjects, moment);
  return [...new Set(present.map(({ row }) => row.source))].some((source) => {
    const rows = present.map(({ row }) => row).filter((row) => row.source === source);
    return [...new Set(rows.flatMap((row) => memberKeys(row, 'protection')))].some((kind) => {
      const claims = rows.flatMap((row) => claimsOf(row, `protection/${kind}`, moment.knownAt));
      return (stretchAt(paint(claims), moment.asOf)?.value ?? null) !== null;
    });
  });
}

/**
 * The party that the subjects and mentions of one component give at the moment; undefined where nothing is known of it.
 * Whether a party known only by mentions is present is for the caller to judge, who knows what he may see of it.
 * `protectedToday`: it is protected now, so what is asked about another moment shows no more than the present does.
 * `isTold`: whether the name that a mention gives may be shown; by default none, for whom the view is for is not known.
 * `disclosure`: `open` hides and masks nothing.
 */
export function composeParty(
  id: string,
  all: readonly Subject[],
  mentions: readonly Mention[],
  moment: ViewMoment,
  protectedToday = false,
  isTold: (mention: Mention) => boolean = () => false,
  disclosure: Disclosure = 'masked',
): ComposedParty | undefined {
  const { asOf, knownAt } = moment;
  const founded = all.filter(({ row }) => isFounded(row, knownAt));
  const subjects = presentSubjects(founded, moment);
  const heard = mentions.filter(({ statement }) => knownAt === null || statement.recordedAt <= knownAt);
  if (founded.length === 0 && heard.length === 0) return undefined;
  const past = (stretches: readonly WonStretch[]): WonStretch[] => stretches.filter(({ from }) => from <= asOf);
  const names = courseOfParty(subjects, 'name', knownAt, byAuthorityOfSource);
  const isNamed = founded.some(({ row }) => claimsOf(row, 'name', knownAt).some(({ value }) => value !== null));
  const addresses = courseOfParty(subjects, 'address', knownAt, byAuthorityOfSource);
  const statuses = courseOfParty(subjects, 'status', knownAt, byAuthorityOfSource);
  const plain = (attribute: string): string | null =>
    asText(stretchAt(courseOfParty(subjects, attribute, knownAt, compareStatements), asOf));
  const hidden = disclosure === 'masked' && (protectedToday || isProtected(subjects, moment));
  const mentioned = isNamed
    ? undefined
    : stretchAt(
        paint(
          heard
            .flatMap((mention) =>
              mention.name === null || !isTold(mention) ? [] : [{ statement: mention.statement, value: mention.name }],
            )
            // One event may name the party twice, by two numbers: whatever order they come in, one name wins.
            .sort((a, b) => (a.value < b.value ? -1 : 1)),
        ),
        asOf,
      );
  const first = heard[0];
  const death = stretchAt(courseOfParty(subjects, 'diedOn', knownAt, compareStatements), asOf);
  const address = stretchAt(addresses, asOf);
  const firstSubject = [...founded].sort((a, b) => a.row.firstPosition - b.row.firstPosition)[0];
  const view: PartyView = {
    id,
    kind:
      (firstSubject === undefined ? first?.kind : kindOf(firstSubject.row, knownAt)) === 'company'
        ? 'COMPANY'
        : 'PERSON',
    name: hidden ? null : isNamed ? asText(stretchAt(names, asOf)) : asText(mentioned),
    nameProtected: hidden,
    birthDate: plain('birthDate'),
    identifiers: subjects.length > 0 ? numbersOf(subjects, moment, disclosure) : mentionedNumbers(heard, disclosure),
    address: hidden || address === undefined ? null : asAddress(address.value),
    addressProtected: hidden,
    addressHistory: hidden
      ? []
      : past(addresses)
          .reverse()
          .map(({ from, to, value }) => ({ address: asAddress(value), from, to })),
    nameHistory: hidden
      ? []
      : past(names)
          .reverse()
          .map(({ from, to, value }) => ({ name: asString(value), from, to })),
    status: asText(stretchAt(statuses, asOf)),
    form: plain('form'),
    branch: plain('branch'),
    diedOn: asText(death),
  };
  return {
    view,
    founded: subjects.length > 0,
    isCalled: !isNamed && !hidden,
    moments: momentsOf({
      subjects,
      hidden,
      names: past(names),
      addresses: past(addresses),
      statuses: past(statuses),
      death,
      moment,
    }),
  };
}
