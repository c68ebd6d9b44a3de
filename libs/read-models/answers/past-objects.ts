import { loadRows, memberKeys, claimsOf, readerOf, served, stateTable, type AssertionRow } from '#projection-engine';
import { caseOverview } from '../cases/case-overview.projection.js';
import { documentOverview } from '../documents/document-overview.projection.js';
import { grantOverview } from '../grants/grant-overview.projection.js';
import { journalNoteOverview } from '../journal-notes/journal-note-overview.projection.js';
import { paymentOverview } from '../payments/payment-overview.projection.js';
import { linesEver } from '../payments/payment-overview.view.js';
import { serviceOverview } from '../services/service-overview.projection.js';
import type { LiveContext } from './live-overview.js';
import type { PastMaterial } from './past-material.js';
import { lastPresence } from './past-rights.js';
import { pastWorld, type PastWorld } from './past-world.js';

/** The families whose objects have a history of their own beside cases and parties. */
export type ObjectFamily = 'document' | 'journal-note' | 'grant' | 'payment' | 'service';

/** An object whose history the caller may read. */
export interface ToldObject {
  readonly family: ObjectFamily;
  /** Of a grant: the benefits that may be told of. */
  readonly benefits: ReadonlySet<string>;
}

/** The rows of objects by id. */
type Rows = ReadonlyMap<string, AssertionRow>;
/** What is read of an object, by which it is judged. */
type Material = Pick<PastMaterial, 'cases' | 'documents' | 'notes' | 'grants' | 'payments' | 'services'>;

interface Kind {
  readonly family: ObjectFamily;
  readonly readModel: string;
  readonly as: keyof Material;
  /** The cases on which it was ever said to lie; a payment lies on those of the grants it names. */
  casesOf(row: AssertionRow): string[];
  /** What may be told of it by the rights of the world's moment and of today; undefined where nothing. */
  told(world: PastWorld, id: string): ReadonlySet<string> | undefined;
}

const NONE: ReadonlySet<string> = new Set();
const where = (isSeen: boolean): ReadonlySet<string> | undefined => (isSeen ? NONE : undefined);
const caseIdsOf = (row: AssertionRow): string[] => claimsOf(row, 'caseId', null).map(({ value }) => value as string);

/** A further family is one entry here. */
const KINDS: readonly Kind[] = [
  {
    family: 'document',
    readModel: documentOverview.name,
    as: 'documents',
    casesOf: (row) => memberKeys(row, 'case'),
    told: (world, id) => where(world.documents().has(id)),
  },
  {
    family: 'journal-note',
    readModel: journalNoteOverview.name,
    as: 'notes',
    casesOf: caseIdsOf,
    // Also one that another corrects: that is not read here, for a history is where such a note is found.
    told: (world, id) => where(world.notes().has(id)),
  },
  {
    family: 'grant',
    readModel: grantOverview.name,
    as: 'grants',
    casesOf: caseIdsOf,
    told: (world, id) => world.benefitsTold(id),
  },
  {
    family: 'payment',
    readModel: paymentOverview.name,
    as: 'payments',
    casesOf: () => [],
    told: (world, id) => where(world.payments({ everyLine: true }).has(id)),
  },
  {
    family: 'service',
    readModel: serviceOverview.name,
    as: 'services',
    casesOf: caseIdsOf,
    told: (world, id) => where(world.services().has(id)),
  },
];

/**
 * The object, where the caller may read its history: he sees it today. To an auditor a removed one is told as it last was;
 * of a purged one nothing is left to judge by but the authority.
 */
export async function toldObject(context: LiveContext, id: string): Promise<ToldObject | null> {
  const { scope, now } = context;
  for (const kind of KINDS) {
    const { family, told } = kind;
    const rows = await rowsOf(context, kind.readModel, [id]);
    const row = rows.get(id);
    if (row === undefined) continue;
    if (row.purged) return scope.auditor ? { family, benefits: NONE } : null;
    const material = await materialOf(context, kind, rows);
    const toldAt = (asOf: string): ReadonlySet<string> | undefined =>
      told(pastWorld({ ...context, parkedAmong: noneParked }, { asOf, asKnownAt: null }, material), id);
    const benefits = toldAt(now) ?? (scope.auditor ? toldAt(lastPresence(row, now).asOf) : undefined);
    if (benefits !== undefined) return { family, benefits };
  }
  return null;
}

const noneParked = (): Promise<Record<string, never>> => Promise.resolve({});

async function rowsOf({ pool, scope }: LiveContext, readModel: string, ids: readonly string[]): Promise<Rows> {
  const keys = [...new Set(ids)].map((id) => `${scope.authority}/${id}`);
  const stored = await loadRows(readerOf(pool), served.of(stateTable(readModel)), keys);
  return new Map([...stored].map(([key, { row }]) => [key.slice(scope.authority.length + 1), row]));
}

async function materialOf(context: LiveContext, { as, casesOf }: Kind, rows: Rows): Promise<PastMaterial> {
  const lines = as === 'payments' ? [...rows.values()].flatMap(linesEver) : [];
  const named = await rowsOf(
    context,
    grantOverview.name,
    lines.map(({ grantId }) => grantId),
  );
  const cases = [...[...rows.values()].flatMap(casesOf), ...[...named.values()].flatMap(caseIdsOf)];
  return {
    ...NO_MATERIAL,
    grants: named,
    [as]: rows,
    cases: await rowsOf(context, caseOverview.name, cases),
  };
}

const NO_MATERIAL: PastMaterial = {
  position: 0,
  register: null,
  isAnyParked: false,
  nodes: [],
  subjects: [],
  mentions: [],
  cases: new Map(),
  documents: new Map(),
  notes: new Map(),
  grants: new Map(),
  payments: new Map(),
  services: new Map(),
};
