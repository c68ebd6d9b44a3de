import type { Family } from '#contracts';
import type { AssertionRow, Json, Projection, ViewMoment } from '#projection-engine';
import {
  caseOverview,
  documentOverview,
  grantOverview,
  journalNoteOverview,
  partyStatements,
  paymentOverview,
  serviceOverview,
  unitTree,
} from '#read-models/projections';
import { viewCase } from '#read-models/queries';

/** What comparing must know of a family beyond the claims of its rows. */
export interface ComparableFamily {
  readonly projection: Projection<AssertionRow>;
  /** What a group of members is called in the contract, and how one of them reads there; others keep their name and key. */
  readonly groups: Readonly<Record<string, GroupReading>>;
  /** Attributes whose claims say it in more than one way, as they resolve. */
  resolved?(objectId: string, row: AssertionRow, moment: ViewMoment): Readonly<Record<string, unknown>>;
}

interface GroupReading {
  readonly field: string;
  readonly read: (key: string, value: Json) => unknown;
}

const partyInRole = (key: string): unknown => {
  const slash = key.indexOf('/');
  return { role: key.slice(0, slash), party: key.slice(slash + 1) };
};
const keyAlone = (key: string): unknown => key;
/** `<type>|<value>`. */
const numberOf = (key: string): unknown => {
  const bar = key.indexOf('|');
  return { type: key.slice(0, bar), value: key.slice(bar + 1) };
};

/** The families that snapshots and parallel runs compare. One more is a line here. */
export const comparableFamilies: Readonly<Partial<Record<Family, ComparableFamily>>> = {
  case: {
    projection: caseOverview,
    groups: {
      party: { field: 'parties', read: partyInRole },
      parent: { field: 'parentCaseId', read: keyAlone },
    },
    // An actor is assigned, ended or named outright.
    resolved(objectId, row, moment) {
      const view = viewCase(objectId, row, moment);
      return { responsibleUnit: view?.responsibleUnit ?? null, primaryHandler: view?.primaryHandler ?? null };
    },
  },
  document: {
    projection: documentOverview,
    groups: {
      case: { field: 'cases', read: (caseId, value) => ({ caseId, ...(value as object) }) },
      party: { field: 'parties', read: (node) => ({ party: node }) },
    },
  },
  'journal-note': { projection: journalNoteOverview, groups: {} },
  grant: {
    projection: grantOverview,
    groups: {
      benefit: { field: 'benefits', read: (id, value) => ({ id, ...(value as object) }) },
      benefitEnd: { field: 'benefitEnds', read: (id, end) => ({ id, end }) },
      plan: { field: 'plans', read: (_, plan) => plan },
    },
  },
  payment: { projection: paymentOverview, groups: {} },
  service: { projection: serviceOverview, groups: {} },
  unit: { projection: unitTree, groups: {} },
  party: {
    projection: partyStatements,
    groups: {
      identifier: { field: 'identifiers', read: numberOf },
      // Every number it was ever known by: one that was told with a period of the past as well.
      named: { field: 'knownIdentifiers', read: numberOf },
      pNumber: { field: 'pNumbers', read: keyAlone },
    },
  },
};
