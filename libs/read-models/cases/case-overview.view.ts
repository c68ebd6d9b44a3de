import { OPEN_PROFILE, profileMember, type CaseRights } from '#access';
import { dateOf, klePath, type Instant } from '#contracts';
import {
  EXISTS,
  latestTime,
  memberCourse,
  memberKeys,
  membersAt,
  rankedAt,
  valueAt,
  winnerAt,
  type AssertionRow,
  type Json,
  type ViewMoment,
} from '#projection-engine';
import { rankOfName, sensitivityName } from '../sensitivity.js';

/** The phase in which a progress is shown: older sources send two more values, which lie in "decided". */
export const PHASES: Readonly<Record<string, string>> = {
  opened: 'OPENED',
  informed: 'INFORMED',
  ordered: 'DECIDED',
  decided: 'DECIDED',
  carriedOut: 'DECIDED',
  closed: 'CLOSED',
};
const OUTCOMES: Readonly<Record<string, string>> = {
  granted: 'GRANTED',
  refused: 'REFUSED',
  partly: 'PARTLY',
  annulled: 'ANNULLED',
};
const ACTOR_KINDS: Readonly<Record<string, string>> = {
  organisation: 'ORGANISATION',
  unit: 'UNIT',
  user: 'USER',
  itSystem: 'IT_SYSTEM',
};
const PARTY_ROLES: Readonly<Record<string, string>> = {
  primary: 'PRIMARY',
  secondary: 'SECONDARY',
  benefitRecipient: 'BENEFIT_RECIPIENT',
};

/** An actor as GraphQL shows it. */
export interface ActorView {
  readonly kind: string;
  readonly id: string;
  readonly name: string | null;
}

/** A number by which the case names a party in a role, present at the moment from and to when. */
export interface PartyLink {
  readonly nodeId: string;
  readonly role: string;
  readonly from: Instant;
  readonly to: Instant | null;
  /**
   * Where the role was ever held under several numbers: what was said of this one, present or not. Which of them are one
   * party, and so what was said last of it, only the reader knows.
   */
  readonly course?: MemberCourse;
}

/** The stretches of a member around `at`, each with what ranks it. */
export interface MemberCourse {
  readonly at: Instant;
  readonly stretches: readonly (readonly [
    from: Instant,
    to: Instant | null,
    present: boolean,
    time: Instant,
    sequence: string | null,
    source: string,
    id: string,
  ])[];
}

/** A thing in the world that the case is about: a property, a building, a road. */
export interface LinkedObjectView {
  readonly kind: string;
  readonly urn: string;
  readonly from: Instant;
  readonly to: Instant | null;
}

/** A case as it applies at one moment: GraphQL's own names, and what joins and rights need. */
export interface CaseView {
  readonly id: string;
  readonly source: string;
  readonly caseNumber: string;
  readonly title: string;
  readonly kle: string;
  readonly facet: string | null;
  readonly sensitivity: string;
  readonly progress: string;
  readonly progressRaw: string;
  readonly statusText: string | null;
  readonly openedOn: string | null;
  readonly closedOn: string | null;
  readonly decision: {
    readonly outcome: string;
    readonly decidedOn: string;
    readonly legalBasis: string | null;
  } | null;
  readonly responsibleUnit: ActorView | null;
  readonly primaryHandler: ActorView | null;
  readonly lastEventAt: Instant;
  /** As the source gave it; a key becomes a URL by the source's template when it is shown. */
  readonly hop: Json;
  readonly partyLinks: readonly PartyLink[];
  readonly relationLinks: readonly { readonly kind: string; readonly caseId: string }[];
  readonly linkedObjects: readonly LinkedObjectView[];
}

/** What a case is judged by when somebody asks for it. */
export interface CaseRightsFacts extends CaseRights {
  readonly klePath: readonly string[];
  readonly sensitivity: number;
}

const text = (value: Json | undefined): string | null => (typeof value === 'string' ? value : null);

/** The actor of a role that holds one: an end says "none" only against the actor it names. */
function actorAt(row: AssertionRow, role: string, moment: ViewMoment): ActorView | null {
  const ended = new Set<string>();
  for (const { value } of rankedAt(row, role, moment)) {
    // attributes-changed names the actor itself; founding events and assignments wrap it.
    const said = value as { assigned?: Json; ended?: { kind: string; id: string } } | null;
    if (said?.ended !== undefined) {
      ended.add(`${said.ended.kind} ${said.ended.id}`);
      continue;
    }
    const actor = (said !== null && 'assigned' in said ? said.assigned : said) as
      { kind: string; id: string; name?: string } | null | undefined;
    if (actor === null || actor === undefined || ended.has(`${actor.kind} ${actor.id}`)) return null;
    return { kind: ACTOR_KINDS[actor.kind] ?? 'USER', id: actor.id, name: actor.name ?? null };
  }
  return null;
}

/** Whether the case is there at the moment. */
export const caseExists = (row: AssertionRow, moment: ViewMoment): boolean =>
  !row.purged && valueAt(row, EXISTS, moment) === true;

/** The case as it applies at the moment; undefined where it is not there. */
export function viewCase(id: string, row: AssertionRow, moment: ViewMoment): CaseView | undefined {
  if (!caseExists(row, moment)) return undefined;
  const value = (name: string): string | null => text(valueAt(row, name, moment));
  const progress = winnerAt(row, 'progress', moment);
  const raw = text(progress?.value) ?? 'opened';
  const decision = valueAt(row, 'decision', moment) as
    { outcome: string; decidedOn: string; legalBasis?: string } | undefined;
  return {
    id,
    source: value('master') ?? '',
    caseNumber: value('caseNumber') ?? '',
    title: value('title') ?? '',
    kle: value('kle') ?? '',
    facet: value('facet'),
    sensitivity: sensitivityName(value('sensitivity')),
    progress: PHASES[raw] ?? 'OPENED',
    progressRaw: raw,
    statusText: value('statusText'),
    openedOn: value('openedOn'),
    closedOn: raw === 'closed' && progress !== undefined ? dateOf(progress.statement.from) : null,
    decision:
      decision === undefined
        ? null
        : {
            outcome: OUTCOMES[decision.outcome] ?? 'GRANTED',
            decidedOn: decision.decidedOn,
            legalBasis: decision.legalBasis ?? null,
          },
    responsibleUnit: actorAt(row, 'responsibleUnit', moment),
    primaryHandler: actorAt(row, 'primaryHandler', moment),
    lastEventAt: latestTime(row, moment.knownAt) ?? moment.asOf,
    hop: valueAt(row, 'hop', moment) ?? null,
    partyLinks: partyLinksAt(row, moment),
    relationLinks: [
      ...membersAt(row, 'parent', moment).map(({ key }) => ({ kind: 'PARENT', caseId: key })),
      ...membersAt(row, 'relation', moment).map(({ key }) => {
        const [kind = '', caseId = ''] = key.split('/');
        return { kind: kind === 'precedent' ? 'PRECEDENT' : 'OTHER', caseId };
      }),
    ],
    linkedObjects: membersAt(row, 'object', moment).map(({ key, from, to }) => {
      const end = key.indexOf(' ');
      return { kind: key.slice(end + 1), urn: key.slice(0, end), from, to };
    }),
  };
}

function partyLinksAt(row: AssertionRow, moment: ViewMoment): PartyLink[] {
  const keys = memberKeys(row, 'party').sort();
  const roleOf = (key: string): string => key.slice(0, key.indexOf('/'));
  const present = new Map(membersAt(row, 'party', moment).map((member) => [member.key, member]));
  return keys.flatMap((key): PartyLink | [] => {
    const member = present.get(key);
    const link = { nodeId: key.slice(key.indexOf('/') + 1), role: PARTY_ROLES[roleOf(key)] ?? 'SECONDARY' };
    if (!keys.some((other) => other !== key && roleOf(other) === roleOf(key)))
      return member === undefined ? [] : { ...link, from: member.from, to: member.to };
    const stretches = memberCourse(row, 'party', key, moment.knownAt).map(
      ({ from, to, value, statement: { time, sequence, source, id } }) =>
        [from, to, value !== null, time, sequence, source, id] as const,
    );
    if (stretches.length === 0) return [];
    const { from, to } = member ?? { from: moment.asOf, to: moment.asOf };
    return { ...link, from, to, course: { at: moment.asOf, stretches } };
  });
}

/** What the case is judged by at the moment. */
export const rightsFacts = (row: AssertionRow, view: CaseView, moment: ViewMoment): CaseRightsFacts => ({
  klePath: klePath(view.kle),
  sensitivity: rankOfName(view.sensitivity),
  unit: view.responsibleUnit?.id ?? null,
  source: view.source,
  viewClasses: membersAt(row, 'viewClass', moment).map(({ key }) => key),
  profile: profileAt(row, moment),
});

/** The users and units of the security profile. Of its other kinds no caller is one, so that they let nobody in; an empty profile is lifted. */
function profileAt(row: AssertionRow, moment: ViewMoment): readonly string[] {
  const members = valueAt(row, 'securityProfile', moment) as readonly { kind: string; id: string }[] | undefined;
  if (members === undefined || members.length === 0) return OPEN_PROFILE;
  return members.flatMap(({ kind, id }) => (kind === 'user' || kind === 'unit' ? profileMember(kind, id) : []));
}
