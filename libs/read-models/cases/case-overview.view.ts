import { dateOf, klePath, startOfDay, type Instant } from '#contracts';
import {
  courseOf,
  EXISTS,
  latestTime,
  membersAt,
  rankedAt,
  valueAt,
  winnerAt,
  type AssertionRow,
  type Json,
  type ViewMoment,
} from '#projection-engine';

/** The phase in which a progress is shown: older sources send two more values, which lie in "decided". */
const PHASES: Readonly<Record<string, string>> = {
  opened: 'OPENED',
  informed: 'INFORMED',
  ordered: 'DECIDED',
  decided: 'DECIDED',
  carriedOut: 'DECIDED',
  closed: 'CLOSED',
};
const SENSITIVITIES = ['notConfidential', 'confidential', 'sensitive', 'vip'] as const;
const SENSITIVITY_NAMES = ['NOT_CONFIDENTIAL', 'CONFIDENTIAL', 'SENSITIVE', 'VIP'] as const;
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
  readonly partyLinks: readonly {
    readonly nodeId: string;
    readonly role: string;
    readonly from: Instant;
    readonly to: Instant | null;
  }[];
  readonly relationLinks: readonly { readonly kind: string; readonly caseId: string }[];
}

/** What a case is judged by when somebody asks for it. */
export interface CaseRightsFacts {
  readonly klePath: readonly string[];
  readonly sensitivity: number;
  readonly unit: string | null;
  readonly source: string;
  readonly classified: boolean;
}

const text = (value: Json | undefined): string | null => (typeof value === 'string' ? value : null);

/** The actor of a role that holds one: an end says "none" only against the actor it names. */
function actorAt(row: AssertionRow, role: string, moment: ViewMoment): ActorView | null {
  const ended = new Set<string>();
  for (const { value } of rankedAt(row, role, moment)) {
    // attributes-changed names the actor itself; founding events and assignments wrap it.
    const said = value as { assigned?: Json; ended?: string; id?: string } | null;
    if (said?.ended !== undefined) {
      ended.add(said.ended);
      continue;
    }
    const actor = (said !== null && 'assigned' in said ? said.assigned : said) as
      { kind: string; id: string; name?: string } | null | undefined;
    if (actor === null || actor === undefined || ended.has(actor.id)) return null;
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
    sensitivity: SENSITIVITY_NAMES[sensitivityRank(value('sensitivity'))] ?? 'VIP',
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
    partyLinks: membersAt(row, 'party', moment).map(({ key, from, to }) => {
      const [role = '', nodeId = ''] = key.split('/');
      return { nodeId, role: PARTY_ROLES[role] ?? 'SECONDARY', from, to };
    }),
    relationLinks: [
      ...membersAt(row, 'parent', moment).map(({ key }) => ({ kind: 'PARENT', caseId: key })),
      ...membersAt(row, 'relation', moment).map(({ key }) => {
        const [kind = '', caseId = ''] = key.split('/');
        return { kind: kind === 'precedent' ? 'PRECEDENT' : 'OTHER', caseId };
      }),
    ],
  };
}

/** Unknown counts as the strictest: a right is never widened by what we do not know. */
const sensitivityRank = (name: string | null): number => {
  const rank = SENSITIVITIES.indexOf(name as (typeof SENSITIVITIES)[number]);
  return rank < 0 ? SENSITIVITIES.length - 1 : rank;
};

/** What the case is judged by at the moment. */
export function rightsFacts(row: AssertionRow, view: CaseView, moment: ViewMoment): CaseRightsFacts {
  const profile = valueAt(row, 'securityProfile', moment) as readonly Json[] | undefined;
  return {
    klePath: klePath(view.kle),
    sensitivity: SENSITIVITY_NAMES.indexOf(view.sensitivity as (typeof SENSITIVITY_NAMES)[number]),
    unit: view.responsibleUnit?.id ?? null,
    source: view.source,
    classified: (profile?.length ?? 0) > 0 || membersAt(row, 'viewClass', moment).length > 0,
  };
}

/** An entry of the timeline; `until` ends it where what it tells no longer applies. */
export interface CaseMoment {
  readonly entry: string;
  readonly kind: 'CASE_OPENED' | 'CASE_PROGRESS' | 'CASE_DECIDED' | 'CASE_CLOSED';
  readonly at: Instant;
  readonly title: string;
}

const PHASE_TEXTS: Readonly<Record<string, string>> = {
  OPENED: 'Opstået',
  INFORMED: 'Oplyst',
  DECIDED: 'Afgjort',
  CLOSED: 'Afsluttet',
};
const OUTCOME_TEXTS: Readonly<Record<string, string>> = {
  GRANTED: 'bevilget',
  REFUSED: 'afslag',
  PARTLY: 'delvist bevilget',
  ANNULLED: 'annulleret',
};

/** Opening, decision and closing as they apply to the view. */
export function milestones(view: CaseView): CaseMoment[] {
  const moments: CaseMoment[] = [];
  const number = view.caseNumber;
  if (view.openedOn !== null) {
    moments.push({
      entry: 'opened',
      kind: 'CASE_OPENED',
      at: startOfDay(view.openedOn),
      title: `Sag ${number} blev oprettet: ${view.title}`,
    });
  }
  if (view.decision !== null) {
    const outcome = OUTCOME_TEXTS[view.decision.outcome] ?? '';
    moments.push({
      entry: 'decided',
      kind: 'CASE_DECIDED',
      at: startOfDay(view.decision.decidedOn),
      title: `Sag ${number} blev afgjort: ${outcome}`,
    });
  }
  if (view.closedOn !== null) {
    moments.push({
      entry: 'closed',
      kind: 'CASE_CLOSED',
      at: startOfDay(view.closedOn),
      title: `Sag ${number} blev afsluttet`,
    });
  }
  return moments;
}

/** Each change of progress or status text that is neither opening nor closing, by its effective moment. */
export function progressMoments(row: AssertionRow, caseNumber: string, knownAt: Instant | null): CaseMoment[] {
  const progress = courseOf(row, 'progress', knownAt);
  const status = courseOf(row, 'statusText', knownAt);
  const begun = courseOf(row, EXISTS, knownAt).find(({ value }) => value === true)?.from;
  const bounds = [...progress, ...status].flatMap(({ from, to }) => [from, to]);
  const turns = [...new Set([begun ?? null, ...bounds].filter((bound) => bound !== null))].sort();
  const moments: CaseMoment[] = [];
  let before: { raw: string; status: string | null } | undefined;
  let p = 0;
  let s = 0;
  for (const at of turns) {
    while (progress[p + 1] !== undefined && (progress[p + 1]?.from ?? '') <= at) p++;
    while (status[s + 1] !== undefined && (status[s + 1]?.from ?? '') <= at) s++;
    const raw = text(covering(progress[p], at)) ?? 'opened';
    const now = { raw, status: text(covering(status[s], at)) };
    const opening = before === undefined;
    const closing = raw === 'closed' && before?.raw !== 'closed';
    if (!opening && !closing && (now.raw !== before?.raw || now.status !== before.status)) {
      const phase = PHASE_TEXTS[PHASES[raw] ?? 'OPENED'] ?? '';
      moments.push({
        entry: `progress/${at}`,
        kind: 'CASE_PROGRESS',
        at,
        title: `Sag ${caseNumber}: ${now.status ?? phase}${now.status === null ? '' : ` (${phase.toLowerCase()})`}`,
      });
    }
    before = now;
  }
  return moments;
}

function covering(
  stretch: { readonly from: Instant | null; readonly to: Instant | null; readonly value: Json } | undefined,
  at: Instant,
): Json | undefined {
  if (
    stretch === undefined ||
    (stretch.from !== null && stretch.from > at) ||
    (stretch.to !== null && stretch.to <= at)
  )
    return undefined;
  return stretch.value;
}
