import { auditorsGrounds, groundsOfAll, isBoundByNothing, type Grounds } from '#access';
import type { Instant } from '#contracts';
import type { AssertionRow, ViewMoment } from '#projection-engine';
import { viewDocument } from '../documents/document-overview.view.js';
import { benefitsEver, viewGrant } from '../grants/grant-overview.view.js';
import { viewJournalNote } from '../journal-notes/journal-note-overview.view.js';
import { viewService } from '../services/service-overview.view.js';
import type { PastMaterial } from './past-material.js';
import { groundsOf, lastPresence } from './past-rights.js';
import type { PastWorld } from './past-world.js';
import type { Scope } from './question.js';

/** The families whose objects have a history of their own beside cases and parties. */
export type ObjectFamily = 'document' | 'journal-note' | 'grant' | 'payment' | 'service';

/** An object whose history the caller may read. */
export interface ToldObject {
  readonly family: ObjectFamily;
  /** Of a grant: the benefits that may be told of. */
  readonly benefits: ReadonlySet<string>;
}

interface Kind {
  readonly family: ObjectFamily;
  readonly rows: (material: PastMaterial) => ReadonlyMap<string, AssertionRow>;
  /** What may be told of it by the rights of the world's moment and of today; undefined where nothing. */
  told(world: PastWorld, id: string): ReadonlySet<string> | undefined;
  /** Whether it is whole in a world that shows all; where it may be told of, unless said otherwise. */
  readonly isWhole?: (world: PastWorld, id: string) => boolean;
  /** The cases that it lay on at the moment; left out where what is told by rights tells of lost ones too. */
  readonly casesOf?: (id: string, row: AssertionRow, moment: ViewMoment) => readonly string[];
}

const NONE: ReadonlySet<string> = new Set();
const caseOf = (view: { readonly caseId: string } | undefined): string[] => (view === undefined ? [] : [view.caseId]);
const where = (isSeen: boolean): ReadonlySet<string> | undefined => (isSeen ? NONE : undefined);

/** A further family is one entry here. */
const KINDS: readonly Kind[] = [
  {
    family: 'document',
    rows: ({ documents }) => documents,
    told: (world, id) => where(world.documents().has(id)),
    casesOf: (...of) => viewDocument(...of)?.caseLinks.map(({ caseId }) => caseId) ?? [],
  },
  {
    family: 'journal-note',
    rows: ({ notes }) => notes,
    told: (world, id) => where(world.notesAlsoCorrected().has(id)),
    casesOf: (...of) => caseOf(viewJournalNote(...of)),
  },
  {
    family: 'grant',
    rows: ({ grants }) => grants,
    told: (world, id) => world.benefits().benefitsTold(id),
    casesOf: (...of) => caseOf(viewGrant(...of)),
  },
  {
    family: 'payment',
    rows: ({ payments }) => payments,
    told: (world, id) => where(world.benefits().isPaymentTold(id)),
    // Whom nothing restricts sees a payment of benefits that are not there too.
    isWhole: (world, id) =>
      world
        .benefits()
        .payments()
        .get(id)
        ?.lines.every(({ benefit }) => benefit !== null) ?? false,
  },
  {
    family: 'service',
    rows: ({ services }) => services,
    told: (world, id) => where(world.benefits().services().has(id)),
    casesOf: (...of) => caseOf(viewService(...of)),
  },
];

/**
 * The object, where the caller may read its history: he sees it today. To an auditor what is there no more, itself or all that it
 * lies on, is told as it last was, by his rights as an auditor; of a purged one nothing is left to judge by but the authority. By
 * what a purged case hid what lay on it alone nobody knows any more either: that is told to an auditor whom nothing restricts, as
 * a payment is whose grant is not there.
 */
export function toldObject(
  id: string,
  { auditor, grounds: held }: Scope,
  material: PastMaterial,
  now: Instant,
  worldAt: (asOf: Instant | null, grounds?: Grounds) => PastWorld,
): ToldObject | null {
  for (const { family, rows, told, isWhole, casesOf } of KINDS) {
    const row = rows(material).get(id);
    if (row === undefined) continue;
    if (row.purged) return auditor ? { family, benefits: NONE } : null;
    const lastTold = (): ReadonlySet<string> | undefined => {
      const moments = momentsOfLast(row, material, now);
      const isThere = (world: PastWorld): boolean => isWhole?.(world, id) ?? told(world, id) !== undefined;
      const last = moments.find((asOf) => isThere(worldAt(asOf, groundsOfAll()))) ?? moments[0];
      return last === undefined ? undefined : told(worldAt(last, auditorsGrounds(held)), id);
    };
    const isOrphaned = (): boolean => {
      const cases = casesOf?.(id, row, lastPresence(row, now)) ?? [];
      return cases.length > 0 && cases.every((each) => material.cases.get(each)?.purged === true);
    };
    const orphanTold = (): ReadonlySet<string> | undefined =>
      groundsOf(held).some(isBoundByNothing) && isOrphaned()
        ? new Set(family === 'grant' ? benefitsEver(row).map((benefit) => benefit.id) : [])
        : undefined;
    const benefits = told(worldAt(null), id) ?? (auditor ? (lastTold() ?? orphanTold()) : undefined);
    if (benefits !== undefined) return { family, benefits };
  }
  return null;
}

/** When it may have been there last, the latest first: as long as itself, a case or a grant was. */
function momentsOfLast(row: AssertionRow, { cases, grants }: PastMaterial, now: Instant): Instant[] {
  const lastOf = (each: AssertionRow): Instant => lastPresence(each, now).asOf;
  const own = lastOf(row);
  const around = [...cases.values(), ...grants.values()].map(lastOf).filter((asOf) => asOf < own);
  return [...new Set([own, ...around])].sort().reverse();
}
