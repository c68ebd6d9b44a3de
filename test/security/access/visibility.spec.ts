import fc from 'fast-check';
import { DataSource } from 'typeorm';
import {
  accessMigrations,
  caseVisibleSql,
  documentVisibleSql,
  groundOf,
  groundsCte,
  groundsOfAll,
  groundsParameter,
  groupSeesCaseSql,
  groupSeesSourceSql,
  isClassified,
  OPEN_PROFILE,
  seesCase,
  seesDocument,
  seesJournalNote,
  withSubUnits,
  type CaseRights,
  type Ground,
  type PrivilegeGroup,
} from '#access';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';
import { drawn } from '../../support/chance.js';
import {
  twinSeesCase,
  twinSeesDocument,
  twinSeesNote,
  twinWithTree,
  type TwinCase,
  type TwinDocument,
  type TwinHolder,
  type TwinNote,
} from './visibility-twin.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await openTestDatabase();
  const dataSource = new DataSource({ type: 'postgres', url: database.url, migrations: accessMigrations });
  await dataSource.initialize();
  await dataSource.runMigrations();
  await dataSource.destroy();
});

afterAll(async () => {
  await database.close();
});

const kleText = fc.constantFrom('32', '32.18', '32.18.04', '32.18.05', '32.19.04', '27.18.04', '27.18', '27');
const fullKle = fc.constantFrom('32.18.04', '32.18.05', '32.19.04', '27.18.04', '33.32.18', '18.04.32');
const unit = fc.constantFrom('U1', 'U2', 'u1', 'U');
const source = fc.constantFrom('urn:s:a', 'urn:s:b', 'urn:s:c');
const sensitivity = fc.integer({ min: 0, max: 3 });
const someOf = <T>(item: fc.Arbitrary<T>): fc.Arbitrary<T[] | null> =>
  fc.option(fc.array(item, { minLength: 1, maxLength: 3 }), { freq: 3 });

const group: fc.Arbitrary<PrivilegeGroup> = fc.record({
  role: fc.constantFrom('caseworker' as const, 'caseworker' as const, 'auditor' as const),
  authority: fc.constant('29189714'),
  kle: fc.oneof(someOf(kleText), fc.constant(['*']), fc.constant(['27', '*'])),
  sensitivity: fc.option(sensitivity as fc.Arbitrary<0 | 1 | 2 | 3>, { freq: 5 }),
  units: someOf(unit),
  sources: someOf(source),
  viewClasses: fc.subarray(['adoption', 'boern', '*']),
  grounds: fc.constant([]),
});
const holder: fc.Arbitrary<TwinHolder> = fc.record({
  groups: fc.array(group, { maxLength: 3 }),
  asker: fc.record({ sub: fc.constantFrom('anna', 'U1'), unit: fc.constantFrom(null, 'U1', 'anna') }),
});

const someCase: fc.Arbitrary<TwinCase> = fc.record({
  kle: fc.option(fullKle, { freq: 9 }),
  sensitivity: fc.option(sensitivity, { freq: 9 }),
  unit: fc.option(unit, { freq: 3 }),
  source,
  viewClasses: fc.oneof({ arbitrary: fc.constant([]), weight: 3 }, fc.subarray(['adoption', 'boern'])),
  profile: fc.option(fc.subarray(['user/anna', 'unit/U1', 'user/bo']), { freq: 1 }),
});
const someDocument: fc.Arbitrary<TwinDocument> = fc.record({
  sensitivity: fc.option(sensitivity, { freq: 9 }),
  source,
  cases: fc.array(someCase, { maxLength: 3 }),
});
const someNote: fc.Arbitrary<TwinNote> = fc.record({ source, case: someCase });

/** Groups that nothing else keeps from a case, so that it hangs on the units. */
const boundToUnits = holder.map(({ asker, groups }) => ({
  asker,
  groups: groups.map((one) => ({ ...one, kle: null, sources: null })),
}));

/** Which unit lies right below which: any graph, circles too. */
const tree = fc
  .array(fc.tuple(unit, unit), { minLength: 2, maxLength: 5 })
  .map((edges) => edges.map(([parent, below]) => ({ parent, unit: below })));
const TREE = '(select * from jsonb_to_recordset($3::jsonb) as t (unit text, parent text))';

const rows = fc.record({
  cases: fc.array(someCase, { maxLength: 20 }),
  documents: fc.array(someDocument, { maxLength: 12 }),
  notes: fc.array(someNote, { maxLength: 8 }),
});

/** The rows of a case as a read model keeps them. */
const caseColumns = `kle_path text[], sensitivity smallint, responsible_unit text, source text,
  classified boolean, view_classes text[], profile text[]`;
const pathOf = (kle: string | null): string[] | null => (kle === null ? null : [kle.slice(0, 2), kle.slice(0, 5), kle]);
const rightsOf = (one: TwinCase): CaseRights => ({
  ...one,
  klePath: pathOf(one.kle),
  profile: one.profile ?? OPEN_PROFILE,
});
const caseRow = (one: TwinCase): object => {
  const classified = isClassified(rightsOf(one));
  return {
    kle_path: pathOf(one.kle),
    sensitivity: one.sensitivity,
    responsible_unit: one.unit,
    source: one.source,
    classified,
    view_classes: classified ? one.viewClasses : null,
    profile: classified ? rightsOf(one).profile : null,
  };
};
const groundsOf = ({ groups, asker }: TwinHolder): Ground[] => groups.map((one) => groundOf(one, asker));

async function ask(sql: string, parameters: unknown[]): Promise<boolean[]> {
  const { rows: answer } = await database.pool.query<{ seen: boolean }>(sql, parameters);
  return answer.map((row) => row.seen);
}

const casesSql = `
  with ${groundsCte(1)},
  c as (select row_number() over () as i, * from jsonb_to_recordset($2::jsonb) as c (${caseColumns}))
  select ${caseVisibleSql('c')} as seen from c order by i`;

const treeSql = casesSql.replace(groundsCte(1), groundsCte(1, TREE));

const documentsSql = `
  with ${groundsCte(1)},
  d as (select * from jsonb_to_recordset($2::jsonb) as d (id int, sensitivity smallint, source text)),
  l as (select * from jsonb_to_recordset($3::jsonb) as l (document_id int, ${caseColumns}))
  select ${documentVisibleSql('d', {
    from: 'l',
    where: 'l.document_id = d.id',
    caseAlias: 'l',
    isWithoutCase: 'not exists (select 1 from l where l.document_id = d.id)',
  })} as seen from d order by id`;

const notesSql = `
  with ${groundsCte(1)},
  n as (select * from jsonb_to_recordset($2::jsonb) as n (id int, source text)),
  c as (select * from jsonb_to_recordset($3::jsonb) as c (note_id int, ${caseColumns}))
  select exists (select 1 from grounds g where ${groupSeesSourceSql('n.source')} and ${groupSeesCaseSql('c')}) as seen
    from n join c on c.note_id = n.id order by n.id`;

it('shows in SQL, in memory and in the slow twin the same cases, documents and notes', async () => {
  const seen = { yes: 0, no: 0 };
  await fc.assert(
    fc.asyncProperty(holder, rows, async (held, { cases, documents, notes }) => {
      const grounds = groundsParameter(held.groups, held.asker);
      const expected = cases.map((one) => twinSeesCase(held, one));
      for (const isSeen of expected) seen[isSeen ? 'yes' : 'no'] += 1;
      expect(cases.map((one) => seesCase(groundsOf(held), rightsOf(one)))).toEqual(expected);
      const caseRows = JSON.stringify(cases.map(caseRow));
      expect(await ask(casesSql, [grounds, caseRows])).toEqual(expected);

      const expectedDocuments = documents.map((one) => twinSeesDocument(held, one));
      const inMemory = documents.map((one) =>
        seesDocument(groundsOf(held), { ...one, cases: one.cases.map(rightsOf) }),
      );
      expect(inMemory).toEqual(expectedDocuments);
      const documentRows = documents.map((one, id) => ({ id, sensitivity: one.sensitivity, source: one.source }));
      const links = documents.flatMap((one, id) =>
        one.cases.map((ofCase) => ({ document_id: id, ...caseRow(ofCase) })),
      );
      const inSql = await ask(documentsSql, [grounds, JSON.stringify(documentRows), JSON.stringify(links)]);
      expect(inSql).toEqual(expectedDocuments);

      const expectedNotes = notes.map((one) => twinSeesNote(held, one));
      expect(
        notes.map((one) => seesJournalNote(groundsOf(held), { source: one.source, case: rightsOf(one.case) })),
      ).toEqual(expectedNotes);
      const noteRows = notes.map((one, id) => ({ id, source: one.source }));
      const noteCases = notes.map((one, id) => ({ note_id: id, ...caseRow(one.case) }));
      expect(await ask(notesSql, [grounds, JSON.stringify(noteRows), JSON.stringify(noteCases)])).toEqual(
        expectedNotes,
      );
    }),
    drawn(150),
  );
  // Random rights that always say no would agree with anything.
  expect(seen.yes / (seen.yes + seen.no)).toBeGreaterThan(0.1);
  expect(seen.no / (seen.yes + seen.no)).toBeGreaterThan(0.1);
});

it('lets a right to a unit cover what lies below it, in SQL, in memory and in the slow twin, and ends where units lie in a circle', async () => {
  let below = 0;
  await fc.assert(
    fc.asyncProperty(boundToUnits, fc.array(someCase, { maxLength: 12 }), tree, async (held, cases, edges) => {
      const expected = cases.map((one) => twinSeesCase(twinWithTree(held, edges), one));
      const subUnits = (of: string): string[] => edges.filter(({ parent }) => parent === of).map((edge) => edge.unit);
      const covering = groundsOf(held).map((ground) => withSubUnits(ground, subUnits));
      expect(cases.map((one) => seesCase(covering, rightsOf(one)))).toEqual(expected);
      const parameters = [
        groundsParameter(held.groups, held.asker),
        JSON.stringify(cases.map(caseRow)),
        JSON.stringify(edges),
      ];
      expect(await ask(treeSql, parameters)).toEqual(expected);
      below += cases.filter((one, n) => expected[n] === true && !seesCase(groundsOf(held), rightsOf(one))).length;
    }),
    drawn(300),
  );
  // Trees that cover nothing more would agree with anything.
  expect(below).toBeGreaterThan(5);
});

const open: TwinCase = {
  kle: '32.18.04',
  sensitivity: 0,
  unit: 'U1',
  source: 'urn:s:a',
  viewClasses: [],
  profile: null,
};
const full = {
  kle: ['*'],
  sensitivity: 3,
  units: ['*'],
  sources: ['*'],
  classes: ['adoption'],
  members: ['user/anna'],
};

it('covers no unit by a ground whose units are left out, with a tree either', async () => {
  for (const units of [undefined, null, []]) {
    const ground = JSON.stringify([{ ...full, units }]);
    expect(await ask(treeSql, [ground, JSON.stringify([caseRow(open)]), '[{"unit":"U1","parent":null}]'])).toEqual([
      false,
    ]);
  }
});

it('shows nothing to a caller without groups and nothing for a ground with a field left out', async () => {
  const row = JSON.stringify([caseRow({ ...open, unit: null, viewClasses: ['adoption'], profile: ['user/anna'] })]);
  expect(await ask(casesSql, [JSON.stringify([full]), row])).toEqual([true]);
  expect(await ask(casesSql, ['[]', row])).toEqual([false]);
  for (const field of Object.keys(full)) {
    for (const value of [undefined, null, ...(field === 'sensitivity' ? [] : [[]])]) {
      const holed = JSON.stringify([{ ...full, [field]: value }]);
      expect(await ask(casesSql, [holed, row])).toEqual([false]);
    }
  }
});

it('shows no case of which the row tells too little', async () => {
  const row = caseRow({ ...open, viewClasses: ['adoption'], profile: ['user/anna'] });
  const ground = JSON.stringify([full]);
  expect(await ask(casesSql, [ground, JSON.stringify([row])])).toEqual([true]);
  const untold = { classified: null, view_classes: null, profile: null };
  for (const less of [{ sensitivity: null }, { view_classes: null }, { profile: null }, untold])
    expect(await ask(casesSql, [ground, JSON.stringify([{ ...row, ...less }])])).toEqual([false]);
});

it('shows whoever sees all what names nobody, and what carries a class that nobody has', async () => {
  const row = caseRow({ ...open, viewClasses: ['nobody has it'], profile: [] });
  expect(await ask(casesSql, [groundsOfAll(), JSON.stringify([row])])).toEqual([true]);
});

it('puts the group functions in line', async () => {
  const { rows: plan } = await database.pool.query<{ 'QUERY PLAN': string }>(
    `explain (verbose, costs off) ${casesSql.replaceAll('$1', `'[]'`).replaceAll('$2', `'[]'`)}`,
  );
  const text = plan.map((row) => row['QUERY PLAN']).join('\n');
  expect(text).toContain('view_classes');
  expect(text).not.toContain('group_sees_case');
});
