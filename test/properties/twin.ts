/**
 * A slow, obvious reading of the rules (semantics and product) for the views of cases and parties, over the published
 * events alone. It shares no code with the projection engine or the read models, recomputes everything on each question,
 * and quotes the rule where it follows one.
 */
import type { Instant } from '#contracts';
import { grantsAt, paymentsAt, servicesAt, type Given } from './twin/benefits.js';
import { caseAt, partiesOf, relatedOf } from './twin/cases.js';
import { openEye, openToday, type Eye } from './twin/eye.js';
import type { Fact } from './twin/facts.js';
import {
  courseOf,
  identifiersOf,
  isProtected,
  kindOf,
  nameAt,
  personAt,
  relationsOf,
  wordAt,
  type Group,
} from './twin/parties.js';
import { documentAt, isFiledOn, namesParty, newestFirst, noteAt, type Note, type Paper } from './twin/papers.js';
import { givenMoments } from './twin/benefit-timeline.js';
import { timelineOf } from './twin/timeline.js';

export { factOf, type Fact, type RawEvent } from './twin/facts.js';
export { identifierNode, subjectNode } from './twin/identity.js';

export interface TwinMoment {
  readonly asOf?: Instant | undefined;
  readonly asKnownAt?: Instant | undefined;
}

export type TwinView = Readonly<Record<string, unknown>>;

export interface Twin {
  case(id: string, moment: TwinMoment): TwinView | null;
  /** By the name of a node: see `identifierNode`. */
  party(node: string, moment: TwinMoment): TwinView | null;
}

export function openTwin(facts: readonly Fact[], now: Instant): Twin {
  const today = openToday(facts, now);
  const eyes = new Map<string, Eye>();
  const look = ({ asOf, asKnownAt }: TwinMoment): Eye => {
    const key = `${asOf ?? ''} ${asKnownAt ?? ''}`;
    const eye = eyes.get(key) ?? openEye(facts, asOf ?? null, asKnownAt ?? null, today);
    eyes.set(key, eye);
    return eye;
  };
  return {
    case(id, moment) {
      const eye = look(moment);
      const view = caseAt(eye, id, labelIn(eye));
      if (view === null) return null;
      const documents = documentsOf(eye, (document) => isFiledOn(eye, document, id));
      const lying = (all: readonly Given[]): Given[] =>
        told(
          eye,
          all.filter((each) => liesOn(each, id)),
        );
      const [grants, payments, services] = [grantsAt(eye), paymentsAt(eye), servicesAt(eye)].map(lying);
      return {
        ...view,
        relatedCases: relatedOf(eye, id),
        ...lists({ documents, journalNotes: notesOf(eye, [id]), grants, payments, services }),
      };
    },
    party(node, moment) {
      const eye = look(moment);
      return partyView(eye, node);
    },
  };
}

/** A payment lies on the cases of the grants that its lines pay. */
function liesOn({ caseId, view }: Given, id: string): boolean {
  const lines = (view['lines'] ?? []) as readonly { readonly case: string | null }[];
  return caseId === id || lines.some((line) => line.case === id);
}

function partyView(eye: Eye, node: string): TwinView | null {
  const person = personAt(eye, node);
  if (person === null) return null;
  const label = labelIn(eye);
  const isHidden = isProtected(eye, person);
  const history = (attribute: string): unknown[] =>
    isHidden
      ? []
      : courseOf(eye, person, attribute)
          .reverse()
          .map(({ value, from, to }) => ({ [attribute]: value, from, to }));
  const valueOf = (attribute: string): unknown => wordAt(person, attribute, eye.t)?.value ?? null;
  const mine = eye.known
    .ids('case')
    .filter((id) => caseAt(eye, id, label) && partiesOf(eye, id).some(({ group }) => group === person.group));
  const cases = mine.map((id) => {
    const view = caseAt(eye, id, label) ?? {};
    return { id, day: (view['openedOn'] ?? '') as string, view };
  });
  const documents = documentsOf(
    eye,
    (id) => mine.some((caseId) => isFiledOn(eye, id, caseId)) || namesParty(eye, id, person.group),
  );
  const journalNotes = notesOf(eye, mine);
  const given = (all: readonly Given[]): Given[] =>
    told(
      eye,
      all.filter(({ party }) => person.group.has(party)),
    );
  const [grants, payments, services] = [grantsAt(eye), paymentsAt(eye), servicesAt(eye)].map(given);
  return {
    kind: kindOf(person),
    name: isHidden ? null : nameAt(eye, person),
    nameProtected: isHidden,
    birthDate: valueOf('birthDate'),
    identifiers: identifiersOf(eye, person),
    address: isHidden ? null : valueOf('address'),
    addressProtected: isHidden,
    addressHistory: history('address'),
    nameHistory: history('name'),
    status: valueOf('status'),
    form: valueOf('form'),
    branch: valueOf('branch'),
    diedOn: valueOf('diedOn'),
    relations: relationsOf(eye, person.group, label),
    ...lists({ cases: cases.sort(newestFirst), documents, journalNotes, grants, payments, services }),
    timeline: [
      ...timelineOf(eye, person, isHidden, mine, documents, journalNotes),
      ...givenMoments(grants ?? [], payments ?? [], services ?? []),
    ],
  };
}

/** Newest first, with the party to whom it is given in the words of the view; a service names none. */
function told(eye: Eye, all: readonly Given[]): Given[] {
  const label = labelIn(eye);
  return [...all].sort(newestFirst).map((one) => {
    if ('provider' in one.view) return one;
    return { ...one, view: { ...one.view, party: label(eye.identity.groupOf(one.party)) } };
  });
}

/** A party by its contents: ids of parties depend on the order of arrival. */
function labelIn(eye: Eye): (group: Group) => string {
  return (group) => {
    const label = eye.labels.get(group) ?? labelOf(eye, group);
    eye.labels.set(group, label);
    return label;
  };
}

function labelOf(eye: Eye, group: Group): string {
  const person = personAt(eye, [...group][0] ?? '');
  if (person === null) return 'nobody';
  const name = isProtected(eye, person) ? null : nameAt(eye, person);
  return partyLabel(kindOf(person), name, identifiersOf(eye, person));
}

export function partyLabel(kind: unknown, name: unknown, identifiers: readonly Record<string, unknown>[]): string {
  const numbers = identifiers.map(({ type, value }) => `${type as string} ${value as string}`).sort();
  return JSON.stringify([kind, name, numbers]);
}

function documentsOf(eye: Eye, isMine: (id: string) => boolean): Paper[] {
  return eye.known
    .ids('document')
    .filter(isMine)
    .flatMap((id) => documentAt(eye, id) ?? [])
    .sort(newestFirst);
}

function notesOf(eye: Eye, cases: readonly string[]): Note[] {
  return eye.known
    .ids('journal-note')
    .flatMap((id) => noteAt(eye, id) ?? [])
    .filter(({ caseId }) => cases.includes(caseId))
    .sort(newestFirst);
}

function lists(all: Record<string, readonly Paper[] | undefined>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(all).map(([key, papers = []]) => [
      key,
      { totalCount: papers.length, nodes: papers.map(({ view }) => view) },
    ]),
  );
}
