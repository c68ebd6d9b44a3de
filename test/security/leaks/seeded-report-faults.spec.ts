import { jest } from '@jest/globals';
import type { PlainCaller } from './callers.js';
import { faultyStores, replaced } from './faulty-stores.js';
import type { Place } from './place.js';
import type { PublishedMunicipality } from './reports-published.js';
import type { Statement } from './seeded-faults.js';

/* The property of reconciled.spec.ts sees each fault that is put into the rules, the statements or the token. */

type Links = (changes: readonly object[], visible: ReadonlySet<string>) => object[];

const REACH = '../../../libs/reconciliation/reach.js';
const reach = (await import(REACH)) as Record<string, unknown> & { reachesAll: (scope: object) => boolean };
let reachesAll: ((scope: object) => boolean) | null = null;
jest.unstable_mockModule(REACH, () => ({
  ...reach,
  reachesAll: (scope: object): boolean => (reachesAll ?? reach.reachesAll)(scope),
}));
const LINKS = '../../../libs/reconciliation/seen-links.js';
const links = (await import(LINKS)) as Record<string, unknown> & { withSeenLinks: Links };
let withSeenLinks: Links | null = null;
jest.unstable_mockModule(LINKS, () => ({
  ...links,
  withSeenLinks: (...asked: Parameters<Links>): object[] => (withSeenLinks ?? links.withSeenLinks)(...asked),
}));
const COMPARISON = '../../../libs/reconciliation/comparison.js';
const comparison = (await import(COMPARISON)) as Record<string, unknown> & {
  isThere: (...asked: unknown[]) => boolean;
};
let isThere: (() => boolean) | null = null;
jest.unstable_mockModule(COMPARISON, () => ({
  ...comparison,
  isThere: (...asked: unknown[]): boolean => (isThere ?? comparison.isThere)(...asked),
}));
const { openPlace } = await import('./place.js');
const { differencesInReports, publishOneReconciled } = await import('./reports-published.js');

/** Each part is one place where a product could go wrong. */
interface ReportFault {
  readonly statement?: readonly (readonly [text: string | RegExp, becomes: string])[];
  /** As whom the caller is read. */
  readonly misread?: (group: PlainCaller['groups'][number]) => PlainCaller['groups'][number];
  readonly seed?: () => void;
}

const seenBy = (half: string): RegExp =>
  new RegExp(`exists \\(select 1 from grounds g where overblik\\.group_sees_case\\([^)]*, ${half}\\.profile\\)\\)`);
const FAULTS: Readonly<Record<string, ReportFault>> = {
  'a pair is seen by whoever sees the case of the successor': { statement: [[seenBy('l'), 'true']] },
  'a pair is seen by whoever sees the case of the legacy': { statement: [[seenBy('s'), 'true']] },
  'differences of pairs are counted before the filter': {
    statement: [[/(?<=c\.rights::jsonb -> 's'\) s )where exists \(.*?, s\.profile\)\)/, '']],
  },
  'what is gone is told to whoever sees one of the cases': {
    statement: ['c', 'p'].map((pair) => [
      `half.case_id = ${pair}.legacy_id`,
      `half.case_id in (${pair}.legacy_id, ${pair}.successor_id)`,
    ]),
  },
  'a document is told without its cases': { statement: [["on a.family = 'document' and", 'on false and']] },
  'a note is told without its case': { statement: [["on a.family = 'journal-note' and", 'on false and']] },
  'what lies on a removed case is told to all': { statement: [['j.is_there or s.key is not null', 'j.is_there']] },
  'a document is hidden by one hidden case of several': { statement: [['o.may_lie_elsewhere and', 'false and']] },
  'what is counted is told to whoever is restricted': {
    seed: () => {
      reachesAll = () => true;
    },
  },
  'a field tells of a case that is hidden': {
    seed: () => {
      withSeenLinks = (changes) => [...changes];
    },
  },
  'what a removed document said is told': {
    seed: () => {
      isThere = () => true;
    },
  },
  "a caseworker's group opens reports": {
    misread: (group) => (group.role === 'caseworker' ? { ...group, role: 'operator' } : group),
  },
  'an operator is bound by no profile, and told of what is removed': {
    misread: (group) => (group.role === 'operator' ? { ...group, role: 'auditor' } : group),
  },
  'view classes hide nothing': {
    misread: (group) => ({ ...group, classes: ['adoption', 'børnesager', 'voldsramte'] }),
  },
};

let place: Place;
let here: PublishedMunicipality;
let callers: readonly PlainCaller[];
/** What stands between the product and its database now, and how many statements it has changed. */
let fault: ReportFault = {};
let changed = 0;
function edited({ text, values }: Statement): Statement {
  const becomes = (fault.statement ?? []).reduce(replaced, text);
  if (becomes !== text) changed++;
  return { text: becomes, values };
}

beforeAll(async () => {
  place = await openPlace((stores) => faultyStores(stores, edited));
  const found = await publishOneReconciled({ callers: 60, cases: 30 }, place);
  const [first] = found.published;
  if (first === undefined) throw new Error('there is no municipality');
  here = first;
  ({ callers } = found);
}, 120_000);
afterEach(() => {
  [fault, changed] = [{}, 0];
  [reachesAll, withSeenLinks, isThere] = [null, null, null];
});
afterAll(() => place.close());

/** The first differences that any of the callers meets. */
async function found(asking: readonly PlainCaller[] = callers): Promise<readonly string[]> {
  for (const caller of asking) {
    const read = fault.misread === undefined ? caller : { ...caller, groups: caller.groups.map(fault.misread) };
    // Who is read as he is meets nothing.
    if (fault.misread !== undefined && JSON.stringify(read) === JSON.stringify(caller)) continue;
    const wrong = await differencesInReports(caller, here, place, { first: 200, read });
    if (wrong.length > 0) return wrong;
  }
  if (fault.statement !== undefined && changed === 0) throw new Error('the fault was not put in');
  return [];
}

it('holds where nothing is seeded', async () => {
  expect(await found(callers.slice(0, 12))).toEqual([]);
}, 60_000);

it.each(Object.entries(FAULTS))(
  'fails where %s',
  async (_name, seeded) => {
    fault = seeded;
    seeded.seed?.();
    expect(await found()).not.toEqual([]);
  },
  60_000,
);
