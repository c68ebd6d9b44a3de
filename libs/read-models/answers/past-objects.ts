import { loadRows, readerOf, served, stateTable, type AssertionRow } from '#projection-engine';
import { documentOverview } from '../documents/document-overview.projection.js';
import { grantOverview } from '../grants/grant-overview.projection.js';
import { journalNoteOverview } from '../journal-notes/journal-note-overview.projection.js';
import { paymentOverview } from '../payments/payment-overview.projection.js';
import { serviceOverview } from '../services/service-overview.projection.js';
import type { LiveContext } from './live-overview.js';
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

interface Kind {
  readonly family: ObjectFamily;
  readonly readModel: string;
  /** What may be told of it by the rights of the world's moment and of today; undefined where nothing. */
  told(world: PastWorld, id: string): Promise<ReadonlySet<string> | undefined>;
}

const NONE: ReadonlySet<string> = new Set();
const where = (isSeen: boolean): ReadonlySet<string> | undefined => (isSeen ? NONE : undefined);

/** A further family is one entry here. */
const KINDS: readonly Kind[] = [
  {
    family: 'document',
    readModel: documentOverview.name,
    told: async (world, id) => where((await world.documents([id])).has(id)),
  },
  {
    family: 'journal-note',
    readModel: journalNoteOverview.name,
    told: async (world, id) => where((await world.notes([id], { alsoCorrected: true })).has(id)),
  },
  { family: 'grant', readModel: grantOverview.name, told: (world, id) => world.benefitsTold(id) },
  {
    family: 'payment',
    readModel: paymentOverview.name,
    told: async (world, id) => where((await world.payments([id], { everyLine: true })).has(id)),
  },
  {
    family: 'service',
    readModel: serviceOverview.name,
    told: async (world, id) => where((await world.services([id])).has(id)),
  },
];

/**
 * The object, where the caller may read its history: he sees it today. To an auditor a removed one is told as it last was;
 * of a purged one nothing is left to judge by but the authority.
 */
export async function toldObject(context: LiveContext, id: string): Promise<ToldObject | null> {
  const { scope, now, pool } = context;
  for (const { family, readModel, told } of KINDS) {
    const key = `${scope.authority}/${id}`;
    const stored = await loadRows<AssertionRow>(readerOf(pool), served.of(stateTable(readModel)), [key]);
    const row = stored.get(key)?.row;
    if (row === undefined) continue;
    if (row.purged) return scope.auditor ? { family, benefits: NONE } : null;
    const benefits =
      (await told(pastWorld(context, { asOf: null, asKnownAt: null }), id)) ??
      (scope.auditor
        ? await told(pastWorld(context, { asOf: lastPresence(row, now).asOf, asKnownAt: null }), id)
        : undefined);
    if (benefits !== undefined) return { family, benefits };
  }
  return null;
}
