import type { Instant } from '#contracts';
import type { OpenedRecord, RecordedEvent } from '#projection-engine';
import {
  documentOverview,
  grantOverview,
  journalNoteOverview,
  paymentOverview,
  serviceOverview,
} from '#read-models/projections';
import {
  viewDocument,
  viewGrant,
  viewJournalNote,
  viewPayment,
  viewService,
  type ObjectFamily,
} from '#read-models/queries';
import { changesBetween, type Differ } from './changes.js';

type Row = Parameters<typeof documentOverview.apply>[0];
type Known = Exclude<Row, undefined>;

/** How the history of a family is told: a further family is one entry in {@link objectKinds}. */
interface ObjectKind {
  readonly projection: typeof documentOverview;
  /** The view as `changed` points into it: what GraphQL shows, references as ids. */
  shows(id: string, row: Known, asOf: Instant): object | undefined;
  /** The event without what may not be told; undefined where nothing is left of it. */
  tells?(event: RecordedEvent, benefits: ReadonlySet<string>): RecordedEvent | undefined;
}

const at = (asOf: Instant): { asOf: Instant; knownAt: null } => ({ asOf, knownAt: null });

const objectKinds: Readonly<Record<ObjectFamily, ObjectKind>> = {
  document: {
    projection: documentOverview,
    shows: (id, row, asOf) => {
      const view = viewDocument(id, row, at(asOf));
      if (view === undefined) return undefined;
      const { id: _, day: _day, caseLinks: cases, partyNodes: _parties, ...fields } = view;
      return { ...fields, cases };
    },
  },
  'journal-note': {
    projection: journalNoteOverview,
    shows: (id, row, asOf) => {
      const view = viewJournalNote(id, row, at(asOf));
      if (view === undefined) return undefined;
      const { id: _, caseId, ...fields } = view;
      return { ...fields, case: { id: caseId } };
    },
  },
  grant: {
    projection: grantOverview,
    shows: (id, row, asOf) => onCase(viewGrant(id, row, at(asOf))),
    tells: (event, benefits) => {
      if (event.name === 'grant.granted') {
        const { benefits: given, plans } = event.data;
        const kept = { benefits: given.filter(({ id }) => benefits.has(id)) };
        return {
          ...event,
          data: {
            ...event.data,
            ...kept,
            ...(plans === undefined ? {} : { plans: plans.filter(({ benefitId }) => benefits.has(benefitId)) }),
          },
        };
      }
      if (event.name === 'grant.benefit-ended') return benefits.has(event.data.benefitId) ? event : undefined;
      if (event.name === 'grant.plan-set') return benefits.has(event.data.plan.benefitId) ? event : undefined;
      return event;
    },
  },
  payment: {
    projection: paymentOverview,
    shows: (id, row, asOf) => {
      const view = viewPayment(id, row, at(asOf));
      if (view === undefined) return undefined;
      const { id: _, namedLines, partyNode, ...fields } = view;
      const lines = namedLines.map(({ grantId, benefitId, ...line }) => ({
        ...line,
        grant: { id: grantId },
        benefit: { id: benefitId },
      }));
      return { ...fields, party: { id: partyNode }, lines };
    },
  },
  service: {
    projection: serviceOverview,
    shows: (id, row, asOf) => onCase(viewService(id, row, at(asOf))),
  },
};

/** What lies on a case and is given to a party, both as references. */
function onCase(
  view: { readonly id: string; readonly caseId: string; readonly partyNode: string } | undefined,
): object | undefined {
  if (view === undefined) return undefined;
  const { id: _, caseId, partyNode, ...fields } = view;
  return { ...fields, case: { id: caseId }, party: { id: partyNode } };
}

/** The events as the caller may be told of them; of a grant's benefits these alone. */
export function toldEvents(
  family: ObjectFamily,
  events: readonly OpenedRecord[],
  benefits: ReadonlySet<string>,
): OpenedRecord[] {
  const { tells } = objectKinds[family];
  if (tells === undefined) return [...events];
  return events.flatMap((event): OpenedRecord[] => {
    if (event.erased) return [event];
    const left = tells(event, benefits);
    return left === undefined ? [] : [left];
  });
}

/** An event looks at its object where the event itself begins to hold: there it shows whatever it changes at all. */
export function objectDiffer(family: ObjectFamily, id: string): Differ {
  const { projection, shows } = objectKinds[family];
  let row: Row;
  return (event) => {
    const asOf = event.effectiveFrom;
    const before = row === undefined ? undefined : shows(id, row, asOf);
    row = projection.apply(row, event);
    return changesBetween(before, shows(id, row, asOf));
  };
}
