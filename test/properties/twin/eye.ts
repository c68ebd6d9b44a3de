import type { Instant } from '#contracts';
import { said, presence, covers, type Fact } from './facts.js';
import { existsAt, isEverThere, isFounded, knownAt, lastThere, type Known } from './known.js';
import { identityOf, subjectNode, type Identity } from './identity.js';

/** One look at the world: what is known, and the moment for which it is asked. */
export interface Eye {
  readonly known: Known;
  readonly identity: Identity;
  /** asOf. */
  readonly t: Instant;
  /** All that is known today, at the present moment: "asOf views need today's and that moment's rights". */
  readonly today: Eye;
  /** What parties were called already, so that it is worked out once a look. */
  readonly labels: Map<ReadonlySet<string>, string>;
}

/** The look at now. */
export function openToday(facts: readonly Fact[], now: Instant): Eye {
  const known = knownAt(facts, null);
  const eye = { known, identity: identityOf(known), t: now, labels: new Map<ReadonlySet<string>, string>() };
  const today: Eye = Object.defineProperty(eye as Eye, 'today', { get: () => today });
  return today;
}

export function openEye(facts: readonly Fact[], asOf: Instant | null, asKnownAt: Instant | null, today: Eye): Eye {
  const known = asKnownAt === null ? today.known : knownAt(facts, asKnownAt);
  const identity = asKnownAt === null ? today.identity : identityOf(known);
  return { known, identity, t: asOf ?? today.t, today, labels: new Map() };
}

/** Founded, there at the moment, and shown to an auditor. */
export function seesCase(eye: Eye, id: string): boolean {
  const facts = eye.known.of('case', id);
  return isFounded(facts) && existsAt(facts, eye.t) && !isClosed(facts, eye.t) && isOpenToday(eye, id);
}

/** "The past never shows more than the present": what is there no more is judged as it last was. */
export function isOpenToday(eye: Eye, id: string): boolean {
  const { known, t } = eye.today;
  const facts = known.of('case', id);
  if (isEverThere(facts)) return !isClosed(facts, lastThere(facts, t));
  // Nothing is left of it today: it is judged by that moment alone.
  const then = eye.known.of('case', id);
  return existsAt(then, eye.t) && !isClosed(then, eye.t);
}

/** Something is there today to be hidden by, or was at the moment, and it is hidden. */
export function isClosedToday(eye: Eye, id: string): boolean {
  const isThere = isEverThere(eye.today.known.of('case', id)) || existsAt(eye.known.of('case', id), eye.t);
  return isThere && !isOpenToday(eye, id);
}

/** "A classed case only by a group that names every class of it": these auditors name none. No profile binds an auditor. */
function isClosed(facts: readonly Fact[], t: Instant): boolean {
  const classes = new Set(
    facts.flatMap(({ name, data }) => (name.startsWith('case.visibility-') ? [data['viewClass'] as string] : [])),
  );
  return [...classes].some((viewClass) =>
    presence(
      facts
        .filter(({ name, data }) => name.startsWith('case.visibility-') && data['viewClass'] === viewClass)
        .map((fact) => said(fact, fact.name === 'case.visibility-restricted')),
    ).some((period) => covers(period, t)),
  );
}

/** The events of each source's subject that make up the party and apply: "removed, of a party: that source's statements only". */
export function subjectsOf(eye: Eye, group: ReadonlySet<string>): { founded: Fact[][]; present: Fact[][] } {
  const subjects = new Map<string, Fact[]>();
  for (const fact of eye.known.facts.filter(({ family }) => family === 'party')) {
    const node = subjectNode(fact.source, fact.objectId);
    if (group.has(node)) subjects.set(node, [...(subjects.get(node) ?? []), fact]);
  }
  const founded = [...subjects.values()].filter(isFounded);
  return { founded, present: founded.filter((facts) => existsAt(facts, eye.t)) };
}
