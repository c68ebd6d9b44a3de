import { maskCpr, startOfDay, type Instant } from '#contracts';
import {
  claimsOf,
  compareStatements,
  courseOf,
  EXISTS,
  memberKeys,
  paint,
  presenceOf,
  stretchAt,
  valueAt,
  type Json,
  type Statement,
  type ViewMoment,
  type WonStretch,
} from '#projection-engine';
import { isFounded, kindOf, type Subject } from './identity.js';
import type { NumberValue } from './party-statements.projection.js';

const CPR_SOURCE = 'urn:overblik:source:cpr';

/** A name and number by which an event of another object named a party. */
export interface Mention {
  readonly nodeId: string;
  readonly kind: string;
  readonly type: string;
  readonly value: string;
  readonly name: string | null;
  readonly statement: Statement;
}

export interface NumberView {
  readonly type: string;
  readonly value: string;
  readonly from: Instant | null;
  readonly to: Instant | null;
}

export interface AddressView {
  readonly lines: readonly string[];
  readonly postalCode: string | null;
  readonly city: string | null;
  readonly municipalityCode: string | null;
  readonly coName: string | null;
}

/** An entry of the timeline that the party itself gives. */
export interface PartyMoment {
  readonly entry: string;
  readonly kind: 'ADDRESS' | 'PARTY';
  readonly at: Instant;
  readonly title: string;
  readonly source: string;
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
  readonly diedOn: string | null;
}

/** The view, with what only search and timeline need. */
export interface ComposedParty {
  readonly view: PartyView;
  /** Some source's founding event of it applies: it is there whether or not anything names it. */
  readonly founded: boolean;
  readonly moments: readonly PartyMoment[];
}

const IDENTIFIER_TYPES: Readonly<Record<string, string>> = {
  cpr: 'CPR',
  cvr: 'CVR',
  pnr: 'PNR',
  replacement: 'REPLACEMENT',
  other: 'OTHER',
};

/** CPR's own word is stronger than any other source's on what it is the register of. */
const byAuthorityOfSource = (a: Statement, b: Statement): number =>
  Number(a.source === CPR_SOURCE) - Number(b.source === CPR_SOURCE) || compareStatements(a, b);

/** Where the source's word counts: once its founding event is known, except where it removed the party. */
function removals(subject: Subject, knownAt: Instant | null): WonStretch[] {
  return courseOf(subject.row, EXISTS, knownAt).filter(({ value }) => value === false);
}

/** The course of an attribute over all sources: each source's own course, then the strongest of them. */
function courseOfParty(
  subjects: readonly Subject[],
  attribute: string,
  knownAt: Instant | null,
  compare: (a: Statement, b: Statement) => number,
): WonStretch[] {
  const claims = subjects.flatMap((subject) => {
    const gone = removals(subject, knownAt);
    return courseOf(subject.row, attribute, knownAt)
      .filter(({ value }) => value !== null)
      .flatMap((stretch) => without(stretch, gone))
      .map(({ from, to, statement, value }) => ({ statement: { ...statement, from, to }, value }));
  });
  return paint(claims, compare);
}

/** What is left of a stretch outside the others. */
function without(stretch: WonStretch, gone: readonly WonStretch[]): WonStretch[] {
  return gone.reduce<WonStretch[]>(
    (left, hole) =>
      left.flatMap((piece) => {
        if ((hole.to !== null && hole.to <= piece.from) || (piece.to !== null && hole.from >= piece.to)) return [piece];
        const pieces: WonStretch[] = [];
        if (hole.from > piece.from) pieces.push({ ...piece, to: hole.from });
        if (hole.to !== null && (piece.to === null || hole.to < piece.to)) pieces.push({ ...piece, from: hole.to });
        return pieces;
      }),
    [stretch],
  );
}

const asText = (stretch: WonStretch | undefined): string | null =>
  typeof stretch?.value === 'string' ? stretch.value : null;

function asAddress(value: Json): AddressView {
  const { lines, postalCode, city, municipalityCode, coName } = value as Partial<Record<string, Json>>;
  const text = (part: Json | undefined): string | null => (typeof part === 'string' ? part : null);
  return {
    lines: (lines as readonly string[] | undefined) ?? [],
    postalCode: text(postalCode),
    city: text(city),
    municipalityCode: text(municipalityCode),
    coName: text(coName),
  };
}

const shown = ({
  type,
  value,
}: {
  readonly type: string;
  readonly value: string;
}): { type: string; value: string } => ({
  type: IDENTIFIER_TYPES[type] ?? 'OTHER',
  value: type === 'cpr' ? maskCpr(value) : value,
});

/** Every number of the party, past ones too, each with the period in which it holds. */
function numbersOf(subjects: readonly Subject[], moment: ViewMoment): NumberView[] {
  const found = new Map<
    string,
    { number: { type: string; value: string }; from: Instant | null; to: Instant | null }
  >();
  const keep = (number: { type: string; value: string }, from: Instant | null, to: Instant | null): void => {
    const key = `${number.type}|${number.value}`;
    const known = found.get(key);
    const wider =
      known === undefined
        ? { from, to }
        : {
            from: earlier(known.from, from),
            to: known.to === null || to === null ? null : known.to > to ? known.to : to,
          };
    // A number that one source only knows as ended tells nothing of when it began.
    found.set(key, {
      number,
      from: known?.from === null ? from : from === null ? (known?.from ?? null) : wider.from,
      to: wider.to,
    });
  };
  for (const { row } of subjects) {
    const values = new Map<string, NumberValue>();
    for (const key of [...memberKeys(row, 'identifier'), ...memberKeys(row, 'named')]) {
      for (const group of [`named/${key}`, `identifier/${key}`]) {
        for (const { value } of claimsOf(row, group, moment.knownAt))
          if (value !== null) values.set(key, value as unknown as NumberValue);
      }
    }
    for (const [key, number] of values) {
      const stretches = presenceOf(row, 'identifier', key, moment.knownAt).filter(
        ({ from }) => (from ?? '') <= moment.asOf,
      );
      const last = stretches.at(-1);
      const end = claimsOf(row, `identifier/${key}`, moment.knownAt)
        .filter(({ value, statement }) => value === null && statement.from <= moment.asOf)
        .map(({ statement }) => statement.from)
        .sort()[0];
      if (last !== undefined) keep(number, stretches[0]?.from ?? null, last.to);
      else if (end !== undefined) keep(number, null, end);
    }
    for (const value of memberKeys(row, 'pNumber')) {
      const stretches = presenceOf(row, 'pNumber', value, moment.knownAt).filter(
        ({ from }) => (from ?? '') <= moment.asOf,
      );
      const last = stretches.at(-1);
      if (last !== undefined) keep({ type: 'pnr', value }, stretches[0]?.from ?? null, last.to);
    }
  }
  return [...found.values()]
    .map(({ number, from, to }) => ({ ...shown(number), from, to, raw: number.value }))
    .sort(
      (a, b) =>
        order(a.type) - order(b.type) ||
        ((a.from ?? '') < (b.from ?? '') ? 1 : (a.from ?? '') > (b.from ?? '') ? -1 : 0) ||
        (a.raw < b.raw ? -1 : 1),
    )
    .map(({ type, value, from, to }) => ({ type, value, from, to }));
}

const order = (type: string): number => Object.values(IDENTIFIER_TYPES).indexOf(type);
const earlier = (a: Instant | null, b: Instant | null): Instant | null =>
  a === null || b === null ? (a ?? b) : a < b ? a : b;

function isProtected(subjects: readonly Subject[], moment: ViewMoment): boolean {
  return subjects.some(
    (subject) =>
      stretchAt(removals(subject, moment.knownAt), moment.asOf) === undefined &&
      memberKeys(subject.row, 'protection').some(
        (kind) => stretchAt(presenceOf(subject.row, 'protection', kind, moment.knownAt), moment.asOf) !== undefined,
      ),
  );
}

/**
 * The party that the subjects and mentions of one component give at the moment; undefined where nothing is known of it.
 * Whether a party known only by mentions is present is for the caller to judge, who knows what he may see of it.
 */
export function composeParty(
  id: string,
  all: readonly Subject[],
  mentions: readonly Mention[],
  moment: ViewMoment,
): ComposedParty | undefined {
  const { asOf, knownAt } = moment;
  const subjects = all.filter(({ row }) => isFounded(row, knownAt));
  const heard = mentions.filter(({ statement }) => knownAt === null || statement.recordedAt <= knownAt);
  if (subjects.length === 0 && heard.length === 0) return undefined;
  const past = (stretches: readonly WonStretch[]): WonStretch[] => stretches.filter(({ from }) => from <= asOf);
  const names = courseOfParty(subjects, 'name', knownAt, byAuthorityOfSource);
  const isNamed = subjects.some(({ row }) => claimsOf(row, 'name', knownAt).some(({ value }) => value !== null));
  const addresses = courseOfParty(subjects, 'address', knownAt, byAuthorityOfSource);
  const statuses = courseOfParty(subjects, 'status', knownAt, byAuthorityOfSource);
  const plain = (attribute: string): string | null =>
    asText(stretchAt(courseOfParty(subjects, attribute, knownAt, compareStatements), asOf));
  const hidden = isProtected(subjects, moment);
  const mentioned = isNamed
    ? undefined
    : stretchAt(
        paint(heard.flatMap(({ name, statement }) => (name === null ? [] : [{ statement, value: name }]))),
        asOf,
      );
  const first = heard[0];
  const diedOn = plain('diedOn');
  const address = stretchAt(addresses, asOf);
  const lastSubject = [...subjects].sort((a, b) => a.row.firstPosition - b.row.firstPosition)[0];
  const view: PartyView = {
    id,
    kind:
      (lastSubject === undefined ? first?.kind : kindOf(lastSubject.row, knownAt)) === 'company' ? 'COMPANY' : 'PERSON',
    name: hidden ? null : isNamed ? asText(stretchAt(names, asOf)) : asText(mentioned),
    nameProtected: hidden,
    birthDate: plain('birthDate'),
    identifiers: subjects.length > 0 ? numbersOf(subjects, moment) : mentionedNumbers(heard),
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
          .map(({ from, to, value }) => ({ name: String(value), from, to })),
    status: asText(stretchAt(statuses, asOf)),
    diedOn,
  };
  const founded = subjects.some(({ row }) => valueAt(row, EXISTS, moment) === true);
  return {
    view,
    founded,
    moments: momentsOf({
      subjects,
      hidden,
      names: past(names),
      addresses: past(addresses),
      statuses: past(statuses),
      diedOn,
      moment,
    }),
  };
}

function mentionedNumbers(mentions: readonly Mention[]): NumberView[] {
  const numbers = new Map(mentions.map((mention) => [`${mention.type}|${mention.value}`, mention]));
  return [...numbers.values()].map((mention) => ({ ...shown(mention), from: null, to: null }));
}

interface Happenings {
  readonly subjects: readonly Subject[];
  readonly hidden: boolean;
  readonly names: readonly WonStretch[];
  readonly addresses: readonly WonStretch[];
  readonly statuses: readonly WonStretch[];
  readonly diedOn: string | null;
  readonly moment: ViewMoment;
}

/** Each move, and each change of name, status and number; the first of a name or status is no change. */
function momentsOf({ subjects, hidden, names, addresses, statuses, diedOn, moment }: Happenings): PartyMoment[] {
  const moments: PartyMoment[] = [];
  const add = (entry: string, kind: PartyMoment['kind'], at: Instant, source: string, title: string): void => {
    moments.push({ entry, kind, at, title, source });
  };
  if (!hidden) {
    for (const { from, value, statement } of addresses) {
      const { lines, postalCode, city } = asAddress(value);
      const place = [lines.join(', '), [postalCode, city].filter((part) => part !== null).join(' ')]
        .filter((part) => part !== '')
        .join(', ');
      add(`address/${from}`, 'ADDRESS', from, statement.source, `Ny adresse: ${place}`);
    }
  }
  for (const { from, value, statement } of names.slice(1)) {
    add(`name/${from}`, 'PARTY', from, statement.source, hidden ? 'Navneændring' : `Navneændring: ${String(value)}`);
  }
  for (const { from, value, statement } of statuses.slice(1)) {
    add(`status/${from}`, 'PARTY', from, statement.source, `Ny status: ${String(value)}`);
  }
  for (const { row } of subjects) {
    for (const { statement } of claimsOf(row, 'numberChange', moment.knownAt)) {
      if (statement.from <= moment.asOf)
        add(`number/${statement.from}`, 'PARTY', statement.from, statement.source, 'Nyt identifikationsnummer');
    }
  }
  if (diedOn !== null) add('died', 'PARTY', startOfDay(diedOn), subjects[0]?.row.source ?? '', 'Død');
  // Two sources may tell of one change: it is one entry.
  return [...new Map(moments.map((each) => [each.entry, each])).values()];
}
