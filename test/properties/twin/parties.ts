import type { Instant } from '#contracts';
import { dayAfter, instant, isDay, midnight } from './calendar.js';
import {
  byRank,
  course,
  covers,
  loud,
  periods,
  presence,
  ranked,
  said,
  turns,
  type Data,
  type Fact,
  type Period,
  type Said,
} from './facts.js';
import { isAgain, isFounding } from './known.js';
import { identifierNode, mentionsOf } from './identity.js';
import { seesCase, subjectsOf, type Eye } from './eye.js';
import { partiesOf } from './cases.js';
import { givenAt } from './benefits.js';
import { documentAt, namesParty } from './papers.js';

const CPR = 'urn:overblik:source:cpr';

/** One group of names, looked at. */
export interface Person {
  readonly group: ReadonlySet<string>;
  readonly kind: 'person' | 'company';
  /** The events of each subject that counts at the moment. */
  readonly subjects: readonly Fact[][];
}

export type Group = ReadonlySet<string>;

/** What a subject leaves out of a founding event that it sends again: it says nothing of it from there on. */
const NOTHING = Symbol('says nothing');
type OrNothing<V> = V | typeof NOTHING;

/** The best of what the subjects say. Each speaks with its own latest word; "events of cpr win for name, address, status of a person". */
function resolve<V>(bySubject: readonly Said<OrNothing<V>>[][], t: Instant, cprWins: boolean): Said<V> | undefined {
  const words = bySubject
    .flatMap((all) => ranked(all, t)[0] ?? [])
    .filter((one): one is Said<V> => one.value !== NOTHING);
  const fromCpr = words.filter(({ fact }) => fact.source === CPR);
  return (cprWins && fromCpr.length > 0 ? fromCpr : words).sort((a, b) => byRank(b.fact, a.fact))[0];
}

const FIELDS: Record<string, Record<string, (data: Data) => unknown>> = {
  name: {
    'party.registered': (data) => data['name'],
    'party.name-changed': (data) => data['name'],
    'party.company-changed': (data) => data['name'],
  },
  birthDate: { 'party.registered': (data) => data['birthDate'] },
  status: { 'party.status-changed': (data) => data['cprStatus'], 'party.company-changed': (data) => data['status'] },
  diedOn: { 'party.died': (data) => data['on'] },
  form: { 'party.company-changed': (data) => data['form'] },
  branch: { 'party.company-changed': (data) => data['branch'] },
  address: {
    'party.address-changed': ({ lines, postalCode = null, city = null, municipalityCode = null, coName = null }) => ({
      lines,
      postalCode,
      city,
      municipalityCode,
      coName,
    }),
  },
};

/** Everything that each subject says of an attribute. */
export function saysOf({ subjects }: Pick<Person, 'subjects'>, attribute: string): Said<OrNothing<unknown>>[][] {
  return subjects.map((facts) =>
    facts.flatMap((fact): Said<OrNothing<unknown>>[] => {
      const read = FIELDS[attribute]?.[fact.name];
      if (!read) return [];
      const value = read(fact.data);
      if (value !== undefined) return [said(fact, value)];
      return isAgain(fact, facts) ? [said(fact, NOTHING)] : [];
    }),
  );
}

/** The value with who says it, at any moment. */
export function wordAt(person: Person, attribute: string, t: Instant): Said<unknown> | undefined {
  const cprWins = person.kind === 'person' && ['name', 'address', 'status'].includes(attribute);
  return resolve(saysOf(person, attribute), t, cprWins);
}

/** How a value changed along the effective axis, up to the moment of the look. */
export function courseOf(eye: Eye, person: Person, attribute: string): (Period & { value: unknown })[] {
  const moments = turns(saysOf(person, attribute).flat());
  return course(moments, (t) => wordAt(person, attribute, t)?.value).filter(({ from }) => from <= eye.t);
}

/** The party by a key as the twin names nodes; null where there is none for the moment. */
export function personAt(eye: Eye, node: string): Person | null {
  const group = eye.identity.groups.find((one) => one.has(node));
  if (!group) return null;
  const { founded, present } = subjectsOf(eye, group);
  if (present.length === 0 && !isPresentByReference(eye, group)) return null;
  const ref = eye.known.facts.flatMap(mentionsOf).find((mention) => group.has(mention.node));
  const kind = (founded[0]?.find(isFounding)?.data['kind'] ?? ref?.ref['kind']) as 'person' | 'company';
  return { group, kind, subjects: present };
}

/** "A party known only by PartyRefs, none of them present at the moment: null." */
function isPresentByReference(eye: Eye, group: Group): boolean {
  return (
    eye.known
      .ids('case')
      .some((id) => seesCase(eye, id) && partiesOf(eye, id).some((entry) => entry.group === group)) ||
    eye.known.ids('document').some((id) => documentAt(eye, id) !== null && namesParty(eye, id, group)) ||
    givenAt(eye).some(({ party }) => group.has(party)) ||
    eye.identity.groups.some((other) => statedRelations(eye, other).some((relation) => relation.other === group))
  );
}

/** "A PartyRef's name shows only while no party event known by asKnownAt names the party at any moment." */
export function nameAt(eye: Eye, person: Person): string | null {
  const { founded } = subjectsOf(eye, person.group);
  const isNamed = saysOf({ subjects: founded }, 'name')
    .flat()
    .some(({ value }) => value !== NOTHING);
  if (isNamed) return (wordAt(person, 'name', eye.t)?.value ?? null) as string | null;
  const names = eye.known.facts
    .flatMap(mentionsOf)
    .filter(({ node, ref, fact }) => person.group.has(node) && ref['name'] !== undefined && isToldBy(eye, fact))
    .map(({ fact, ref }) => said(fact, ref['name'] as string))
    // One event may name the party twice, by two numbers: nobody says which name wins, so it is the first of the alphabet.
    .sort((a, b) => (a.value < b.value ? -1 : 1));
  return ranked(names, eye.t)[0]?.value ?? null;
}

/** Another object's word of a name is told to those who see the object; relations are party events. */
function isToldBy(eye: Eye, { family, objectId }: Fact): boolean {
  if (family === 'party') return true;
  if (family === 'case') return seesCase(eye, objectId);
  if (family === 'document') return documentAt(eye, objectId) !== null;
  return givenAt(eye).some(({ id }) => id === objectId);
}

/** "Protection of any source hides until that source lapses it (`until` inclusive)"; and the past shows no more than the present. */
export function isProtected(eye: Eye, person: Person): boolean {
  if (hides(person, eye.t)) return true;
  const { today } = eye;
  const now = today.identity.groups.filter((group) => [...group].some((node) => person.group.has(node)));
  return now.some((group) => hides({ subjects: subjectsOf(today, group).present }, today.t));
}

function hides({ subjects }: Pick<Person, 'subjects'>, t: Instant): boolean {
  const events = subjects.flat().filter(({ name }) => name.startsWith('party.protection-'));
  return events.some(({ source, data: { kind } }) => {
    const mine = events.filter((fact) => fact.source === source && fact.data['kind'] === kind);
    return presence(mine.flatMap(protectionSaid)).some((period) => covers(period, t));
  });
}

function protectionSaid(fact: Fact): Said<boolean>[] {
  const isSet = fact.name === 'party.protection-set';
  const until = fact.data['until'] as string | undefined;
  const end = until === undefined ? null : midnight(dayAfter(until));
  // "`until` inclusive": a protection ends, and a lapse begins, when that day is over.
  const from = !isSet && end !== null && end > fact.from ? end : fact.from;
  const to = isSet && end !== null && (fact.to === null || end < fact.to) ? end : fact.to;
  return to === null || from < to ? [said(fact, isSet, from, to)] : [];
}

/**
 * "All identifiers are listed, past ones too", each with the unbroken period in which it holds, the last one begun. Of a
 * number that is only known to have ended nobody says when it began; of one that only PartyRefs tell, nothing.
 */
export function identifiersOf(eye: Eye, person: Person): Record<string, unknown>[] {
  // Of parties that are kept apart, both may have a number that only finds the one recorded first.
  const named = person.subjects.flat().flatMap(identifiersNamed);
  const nodes = [...new Set([...person.group, ...named])].filter((node) => !node.startsWith('subject '));
  // Two sources may use one text for the same party: it is listed once.
  const shownOf = (node: string): string => `${node.split(' ')[0] ?? ''} ${node.split(' ').at(-1) ?? ''}`;
  return [...new Set(nodes.map(shownOf))].flatMap((name): Record<string, unknown>[] => {
    const [type = '', value = ''] = name.split(' ');
    const alike = nodes.filter((node) => shownOf(node) === name);
    const shown = { type: type.toUpperCase(), value: type === 'cpr' ? `${value.slice(0, 6)}-****` : value };
    if (person.subjects.length === 0)
      return alike.some((node) => isReferredTo(eye, node)) ? [{ ...shown, from: null, to: null }] : [];
    const all = [
      ...person.subjects.map((facts) => alike.flatMap((node) => identifierSaid(facts, node))),
      ...person.subjects.map((facts) => alike.flatMap((node) => productionUnitSaid(facts, node))),
    ];
    const held = periods(turns(all.flat()), (t) => resolve(all, t, false)?.value === true);
    const last = held.filter(({ from }) => from <= eye.t).at(-1);
    if (last) return [{ ...shown, ...last }];
    const ended = all.flat().filter(({ value: isHeld, from }) => isHeld === false && from <= eye.t);
    return ended.length === 0 ? [] : [{ ...shown, from: null, to: ended.map(({ from }) => from).sort()[0] }];
  });
}

const isReferredTo = (eye: Eye, node: string): boolean =>
  eye.known.facts.flatMap(mentionsOf).some((mention) => mention.node === node);

function identifierSaid(facts: readonly Fact[], node: string): Said<OrNothing<boolean>>[] {
  return facts.flatMap((fact): Said<OrNothing<boolean>>[] => {
    const { name, data, source } = fact;
    const is = (identifier: Data): boolean => identifierNode(identifier, source) === node;
    if (name === 'party.identifier-changed') {
      return [
        ...(is(data['old'] as Data) ? [said(fact, false)] : []),
        ...(is(data['new'] as Data) ? [said(fact, true)] : []),
      ];
    }
    if (!isFounding(fact)) return [];
    const named = (data['identifiers'] as Data[]).find(is);
    const wasNamed = facts.some((other) => other !== fact && identifiersNamed(other).includes(node));
    return [
      ...(named
        ? [said(fact, true, dayOrMoment(named['from']) ?? fact.from, dayOrMoment(named['to']) ?? fact.to)]
        : []),
      // Sent again it states all numbers: one with a period of its own does not hold outside of it.
      ...(isAgain(fact, facts) && (named || wasNamed) ? [said(fact, NOTHING)] : []),
    ];
  });
}

/** "pNumbers[]": a list says which there are. A subject's lists are a voice beside what it says of a number by itself. */
function productionUnitSaid(facts: readonly Fact[], node: string): Said<OrNothing<boolean>>[] {
  return facts.flatMap((fact): Said<OrNothing<boolean>>[] => {
    const { name, data } = fact;
    if (name !== 'party.company-changed' || data['pNumbers'] === undefined) return [];
    return [said(fact, (data['pNumbers'] as string[]).some((value) => node === `pnr ${value}`) ? true : NOTHING)];
  });
}

function identifiersNamed({ name, data, source }: Fact): string[] {
  const all =
    name === 'party.registered'
      ? (data['identifiers'] as Data[])
      : name === 'party.identifier-changed'
        ? [data['old'] as Data, data['new'] as Data]
        : name === 'party.company-changed'
          ? ((data['pNumbers'] ?? []) as string[]).map((value) => ({ type: 'pnr', value }))
          : [];
  return all.map((identifier) => identifierNode(identifier, source));
}

function dayOrMoment(text: unknown): Instant | null {
  if (typeof text !== 'string') return null;
  return isDay(text) ? midnight(text) : instant(text);
}

const OTHER_WAY: Record<string, string> = {
  spouse: 'SPOUSE',
  parent: 'CHILD',
  child: 'PARENT',
  guardian: 'WARD',
  custody: 'CUSTODY_CHILD',
  household: 'HOUSEHOLD',
  representative: 'REPRESENTED',
};
const THIS_WAY = (kind: string): string => (kind === 'custody' ? 'CUSTODIAN' : kind.toUpperCase());

/** What the subjects of a group say of others, each with what says it. */
function statedRelations(eye: Eye, group: Group): { kind: string; other: Group; all: Said<boolean>[] }[] {
  const events = subjectsOf(eye, group)
    .present.flat()
    .filter(({ name }) => name.startsWith('party.relation-'));
  const stated = new Map<string, { kind: string; other: Group; all: Said<boolean>[] }>();
  for (const fact of events) {
    const other = eye.identity.groupOf(mentionsOf(fact)[0]?.node ?? '');
    const key = `${fact.data['kind']} ${[...other].sort().join()}`;
    const known = stated.get(key) ?? { kind: fact.data['kind'] as string, other, all: [] };
    stated.set(key, { ...known, all: [...known.all, said(fact, fact.name === 'party.relation-started')] });
  }
  return [...stated.values()].filter(({ all }) => presence(all).some((period) => covers(period, eye.t)));
}

/** "A relation shows on both parties while either side states it; `kind` is what the other is to this one." */
export function relationsOf(eye: Eye, group: Group, party: (group: Group) => string): Record<string, unknown>[] {
  const sides = [
    ...statedRelations(eye, group).map(({ kind, other, all }) => ({ kind: THIS_WAY(kind), other, all })),
    ...eye.identity.groups.flatMap((other) =>
      statedRelations(eye, other)
        .filter((relation) => relation.other === group)
        .map(({ kind, all }) => ({ kind: OTHER_WAY[kind] ?? '', other, all })),
    ),
  ];
  const seen = new Set<string>();
  return sides.flatMap(({ kind, other }) => {
    const both = sides.filter((side) => side.kind === kind && side.other === other);
    const key = `${kind} ${[...other].sort().join()}`;
    if (seen.has(key)) return [];
    seen.add(key);
    const holds = (t: Instant): boolean => both.some(({ all }) => presence(all).some((period) => covers(period, t)));
    const period = periods(turns(both.flatMap(({ all }) => all)), holds).find((one) => covers(one, eye.t));
    return period ? [{ kind, party: party(other), ...period }] : [];
  });
}

export const kindOf = (person: Person): string => loud(person.kind);
