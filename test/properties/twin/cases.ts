import type { Instant } from '#contracts';
import { dayOf, instant } from './calendar.js';
import {
  covers,
  loud,
  periods,
  presence,
  ranked,
  said,
  sameJson,
  turns,
  winner,
  type Data,
  type Fact,
  type Period,
  type Said,
} from './facts.js';
import { existence, isAgain, isFounding } from './known.js';
import { identifierNode, mentionsOf } from './identity.js';
import { seesCase, type Eye } from './eye.js';

/** What a founding event can leave out, and then says to be absent when it is sent again. */
const OPTIONAL = ['facet', 'statusText', 'responsibleUnit', 'primaryHandler', 'hop'];

/** Everything that is said of one plain attribute of the case. */
export function saysOf(facts: readonly Fact[], attribute: string): Said<Data[string]>[] {
  return facts.flatMap((fact) => {
    const { name, data } = fact;
    if (attribute === 'progress') return progressOf(fact);
    if (attribute === 'decision') return name === 'case.decided' ? [said(fact, data)] : [];
    if (name === 'case.actor-assigned') return data['role'] === attribute ? [said(fact, data['actor'])] : [];
    if (
      !isFounding(fact) &&
      !['case.attributes-changed', 'case.progress-changed', 'case.reclassified', 'case.sensitivity-changed'].includes(
        name,
      )
    )
      return [];
    if (Object.hasOwn(data, attribute)) return [said(fact, data[attribute])];
    return isAgain(fact, facts) && OPTIONAL.includes(attribute) ? [said(fact, null)] : [];
  });
}

function progressOf(fact: Fact): Said<string>[] {
  const { name, data } = fact;
  if (!isFounding(fact) && name !== 'case.progress-changed') return [];
  const history = data['progressHistory'] as { progress: string; from: string }[] | undefined;
  if (history) {
    return history.flatMap(({ progress, from: begins }, index) => {
      const follower = history[index + 1]?.from;
      const [from, next] = [instant(begins), follower === undefined ? null : instant(follower)];
      const to = next === null ? fact.to : fact.to === null || next < fact.to ? next : fact.to;
      return to === null || from < to ? [said(fact, progress, from, to)] : [];
    });
  }
  return data['progress'] === undefined ? [] : [said(fact, data['progress'] as string)];
}

const valueOf = (facts: readonly Fact[], attribute: string, t: Instant): Data[string] =>
  winner(saysOf(facts, attribute), t)?.value ?? null;

/** "`actor-ended` says none only against the actor it names." */
function actorAt(facts: readonly Fact[], role: string, t: Instant): unknown {
  const ends = facts.filter(({ name, data }) => name === 'case.actor-ended' && data['role'] === role);
  const all: Said<{ actor: Data | null; ended?: Data }>[] = [
    ...saysOf(facts, role).map((one) => ({ ...one, value: { actor: one.value as Data | null } })),
    ...ends.map((fact) => said(fact, { actor: null, ended: fact.data['actor'] as Data })),
  ];
  const endedAbove = new Set<string>();
  for (const { value } of ranked(all, t)) {
    if (value.ended) endedAbove.add(`${value.ended['kind']} ${value.ended['id']}`);
    else if (value.actor === null || endedAbove.has(`${value.actor['kind']} ${value.actor['id']}`)) return null;
    else return actorView(value.actor);
  }
  return null;
}

export const actorView = (actor: Data): unknown => ({
  kind: loud(actor['kind'] as string),
  id: actor['id'] as string,
  name: (actor['name'] ?? null) as unknown,
});

/** The case's own fields, or null where it is not there. `party` tells how a party is named. */
export function caseAt(
  eye: Eye,
  id: string,
  party: (group: ReadonlySet<string>) => string,
): Record<string, unknown> | null {
  if (!seesCase(eye, id)) return null;
  const { t } = eye;
  const facts = eye.known.of('case', id);
  const progress = winner(saysOf(facts, 'progress'), t);
  const raw = progress?.value ?? 'opened';
  const decision = valueOf(facts, 'decision', t);
  const hop = valueOf(facts, 'hop', t);
  return {
    id,
    source: facts.find(isFounding)?.source,
    caseNumber: valueOf(facts, 'caseNumber', t),
    title: valueOf(facts, 'title', t),
    kle: valueOf(facts, 'kle', t),
    facet: valueOf(facts, 'facet', t),
    sensitivity: loud(valueOf(facts, 'sensitivity', t)),
    progress: raw === 'ordered' || raw === 'carriedOut' ? 'DECIDED' : raw.toUpperCase(),
    progressRaw: raw,
    statusText: valueOf(facts, 'statusText', t),
    openedOn: valueOf(facts, 'openedOn', t),
    closedOn: progress?.value === 'closed' ? dayOf(progress.from) : null,
    decision: decision && {
      outcome: decision.outcome.toUpperCase(),
      decidedOn: decision.decidedOn,
      legalBasis: decision.legalBasis ?? null,
    },
    responsibleUnit: actorAt(facts, 'responsibleUnit', t),
    primaryHandler: actorAt(facts, 'primaryHandler', t),
    parties: partiesOf(eye, id).map(({ group, role, period }) => ({
      party: party(group),
      role: loud(role),
      ...period,
    })),
    linkedObjects: objectsOf(facts, t),
    hop: hop?.url ?? null,
    lastEventAt: facts
      .map(({ time }) => time)
      .sort()
      .at(-1),
  };
}

/** The parties of a case, each with the longest unbroken presence around the moment. */
export function partiesOf(eye: Eye, id: string): { group: ReadonlySet<string>; role: string; period: Period }[] {
  const facts = eye.known.of('case', id);
  const named = facts.flatMap((fact) => mentionsOf(fact).map(({ node }) => eye.identity.groupOf(node)));
  return ['primary', 'secondary', 'benefitRecipient'].flatMap((role) =>
    [...new Set(named)].flatMap((group) => {
      const period = presence(membership(facts, group, role)).find((one) => covers(one, eye.t));
      return period ? [{ group, role, period }] : [];
    }),
  );
}

/** "Members (party in a role) are attributes of their own with the value present or absent." */
function membership(facts: readonly Fact[], group: ReadonlySet<string>, role: string): Said<boolean>[] {
  return facts.flatMap((fact) => {
    const isNamed = (entry: Data): boolean =>
      entry['role'] === role && group.has(identifierNode((entry['party'] as Data)['identifier'] as Data, fact.source));
    if (isFounding(fact)) {
      if ((fact.data['parties'] as Data[]).some(isNamed)) return [said(fact, true)];
      return isAgain(fact, facts) ? [said(fact, false)] : [];
    }
    if (fact.name !== 'case.party-added' && fact.name !== 'case.party-ended') return [];
    return isNamed(fact.data) ? [said(fact, fact.name === 'case.party-added')] : [];
  });
}

/** "Members (object link) are attributes of their own": each with the longest unbroken presence around the moment. */
function objectsOf(facts: readonly Fact[], t: Instant): (Period & { kind: string; urn: string })[] {
  const links = facts.filter(({ name }) => name === 'case.object-linked' || name === 'case.object-unlinked');
  const named = new Set(links.map(({ data }) => `${data['kind']} ${data['urn']}`));
  return [...named].flatMap((name) => {
    const mine = links.filter(({ data }) => `${data['kind']} ${data['urn']}` === name);
    const all = mine.map((fact) => said(fact, fact.name === 'case.object-linked'));
    const period = presence(all).find((one) => covers(one, t));
    return period ? [{ kind: name.split(' ')[0] ?? '', urn: name.split(' ')[1] ?? '', ...period }] : [];
  });
}

const INVERSE: Record<string, string> = { PARENT: 'CHILD', PRECEDENT: 'SUCCESSOR', OTHER: 'OTHER' };

/** "Related cases show on both cases while either side states it." */
export function relatedOf(eye: Eye, id: string): { kind: string; case: string }[] {
  const found = new Set<string>();
  for (const other of eye.known.ids('case').filter((one) => seesCase(eye, one))) {
    for (const kind of ['parent', 'precedent', 'other']) {
      if (isRelated(eye, id, kind, other)) found.add(`${kind.toUpperCase()} ${other}`);
      if (isRelated(eye, other, kind, id)) found.add(`${INVERSE[kind.toUpperCase()]} ${other}`);
    }
  }
  return [...found].sort().map((entry) => ({ kind: entry.split(' ')[0] ?? '', case: entry.split(' ')[1] ?? '' }));
}

function isRelated(eye: Eye, id: string, kind: string, other: string): boolean {
  const facts = eye.known.of('case', id);
  const all = facts.flatMap((fact) => {
    if (isFounding(fact) && kind === 'parent') {
      if (fact.data['parentCaseId'] === other) return [said(fact, true)];
      return isAgain(fact, facts) ? [said(fact, false)] : [];
    }
    if (fact.name !== 'case.related' && fact.name !== 'case.unrelated') return [];
    return fact.data['kind'] === kind && fact.data['caseId'] === other
      ? [said(fact, fact.name === 'case.related')]
      : [];
  });
  return winner(all, eye.t)?.value === true;
}

/**
 * "The effective moment of each change of progress or status text that is neither opening nor closing." What an imported
 * case has been through before it existed here is told too.
 */
export function progressChanges(eye: Eye, id: string): { at: Instant; progress: string; statusText: string | null }[] {
  const facts = eye.known.of('case', id);
  const [progress, statusText] = [saysOf(facts, 'progress'), saysOf(facts, 'statusText')];
  const begun = periods(turns(existence(facts)), (t) => winner(existence(facts), t)?.value === true)[0]?.from;
  const moments = [
    ...new Set([...turns([...progress, ...statusText]), ...(begun === undefined ? [] : [begun])]),
  ].sort();
  const stateAt = (at: Instant): { progress: string; statusText: string | null } => ({
    progress: winner(progress, at)?.value ?? 'opened',
    statusText: winner(statusText, at)?.value ?? null,
  });
  return moments.flatMap((at, index) => {
    const earlier = moments[index - 1];
    if (earlier === undefined || at > eye.t) return [];
    const [before, now] = [stateAt(earlier), stateAt(at)];
    if (sameJson(before, now) || (now.progress === 'closed' && before.progress !== 'closed')) return [];
    return [{ at, ...now }];
  });
}
