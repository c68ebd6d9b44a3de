import { dateOf, startOfDay, type Instant } from '#contracts';
import { courseOf, EXISTS, stretchAt, valueAt, winnerAt, type AssertionRow, type ViewMoment } from '#projection-engine';

/** A service as it applies at one moment: GraphQL's own names, and what joins and rights need. */
export interface ServiceView {
  readonly id: string;
  readonly source: string;
  readonly caseId: string;
  readonly partyNode: string;
  readonly kind: string;
  readonly kle: string;
  readonly provider: string | null;
  readonly start: string;
  readonly end: string | null;
}

/**
 * The service as it applies at the moment; undefined where it is not there. It starts where its unbroken presence does, so
 * that a source may state it again each night; it ends on the effective day of the end that applies.
 */
export function viewService(id: string, row: AssertionRow, moment: ViewMoment): ServiceView | undefined {
  if (row.purged) return undefined;
  const presence = stretchAt(courseOf(row, EXISTS, moment.knownAt), moment.asOf);
  if (presence?.value !== true) return undefined;
  const value = (name: string): string | null => {
    const said = valueAt(row, name, moment);
    return typeof said === 'string' ? said : null;
  };
  const ended = winnerAt(row, 'ended', moment);
  return {
    id,
    source: value('source') ?? presence.statement.source,
    caseId: value('caseId') ?? '',
    partyNode: value('party') ?? '',
    kind: value('kind') ?? '',
    kle: value('kle') ?? '',
    provider: value('provider'),
    start: dateOf(presence.from),
    end: ended === undefined ? null : dateOf(ended.statement.from),
  };
}

/** An entry of the timeline: the service begins or ends. */
export interface ServiceMoment {
  readonly entry: string;
  readonly at: Instant;
  readonly title: string;
}

/** The beginning of the service and, where it has one, its end. */
export function serviceMoments({ kind, start, end }: ServiceView): ServiceMoment[] {
  return [
    { entry: 'start', at: startOfDay(start), title: `Indsatsen ${kind} begynder` },
    ...(end === null ? [] : [{ entry: 'end', at: startOfDay(end), title: `Indsatsen ${kind} ophører` }]),
  ];
}
