import fc from 'fast-check';
import { DataSource } from 'typeorm';
import {
  accessMigrations,
  groundOf,
  groundsCte,
  groundsParameter,
  groupSeesBenefit,
  groupSeesBenefitSql,
  groupSeesPayment,
  groupSeesService,
  groupSeesServiceSql,
  isClassified,
  OPEN_PROFILE,
  paymentVisibleSql,
  type BenefitRights,
  type CaseRights,
} from '#access';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';
import { drawn } from '../../support/chance.js';
import {
  twinSeesBenefit,
  twinSeesPayment,
  twinSeesService,
  type TwinBenefit,
  type TwinCase,
  type TwinHolder,
  type TwinPayment,
  type TwinService,
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

const source = fc.constantFrom('urn:s:a', 'urn:s:b');
const sensitivity = fc.integer({ min: 0, max: 3 });
const kle = fc.constantFrom('32.18.04', '32.19.04', '27.18.04', '33.32.18');
const prefix = fc.constantFrom('32', '32.18', '32.18.04', '27', '27.18.04');
const someOf = <T>(item: fc.Arbitrary<T>): fc.Arbitrary<T[] | null> =>
  fc.option(fc.array(item, { minLength: 1, maxLength: 3 }), { freq: 2 });

const holder: fc.Arbitrary<TwinHolder> = fc.record({
  asker: fc.record({ sub: fc.constantFrom('anna', 'bo'), unit: fc.constantFrom(null, 'U1') }),
  groups: fc.array(
    fc.record({
      role: fc.constantFrom('caseworker' as const, 'auditor' as const),
      authority: fc.constant('29189714'),
      kle: fc.oneof(someOf(prefix), fc.constant(['*'])),
      sensitivity: fc.option(sensitivity as fc.Arbitrary<0 | 1 | 2 | 3>, { freq: 4 }),
      units: fc.constant(null),
      sources: someOf(source),
      viewClasses: fc.subarray(['adoption']),
      grounds: fc.constant([]),
    }),
    { maxLength: 3 },
  ),
});
const someCase: fc.Arbitrary<TwinCase> = fc.record({
  kle: fc.option(kle, { freq: 9 }),
  sensitivity: fc.option(sensitivity, { freq: 9 }),
  unit: fc.constant(null),
  source,
  viewClasses: fc.oneof({ arbitrary: fc.constant([]), weight: 4 }, fc.constant(['adoption'])),
  profile: fc.option(fc.subarray(['user/anna', 'unit/U1']), { freq: 1 }),
});
const benefit: fc.Arbitrary<TwinBenefit> = fc.record({
  case: someCase,
  sensitivity: fc.option(sensitivity, { freq: 9 }),
  source,
  kle: fc.option(kle, { freq: 9 }),
});
const payment: fc.Arbitrary<TwinPayment> = fc.record({
  source,
  benefits: fc.array(fc.option(benefit, { freq: 9 }), { maxLength: 3 }),
});
const service: fc.Arbitrary<TwinService> = fc.record({ case: someCase, source, kle });

const pathOf = (subject: string | null): string[] | null =>
  subject === null ? null : [subject.slice(0, 2), subject.slice(0, 5), subject];
const caseRights = (one: TwinCase): CaseRights => ({
  ...one,
  klePath: pathOf(one.kle),
  profile: one.profile ?? OPEN_PROFILE,
});
const caseRow = (one: TwinCase): object => ({
  kle_path: pathOf(one.kle),
  sensitivity: one.sensitivity,
  responsible_unit: one.unit,
  source: one.source,
  classified: isClassified(caseRights(one)),
  view_classes: one.viewClasses,
  profile: caseRights(one).profile,
});
const rightsOf = (one: TwinBenefit): BenefitRights => ({
  case: caseRights(one.case),
  sensitivity: one.sensitivity,
  source: one.source,
  klePath: pathOf(one.kle),
});
const benefitRow = (payment: number, line: number, one: TwinBenefit): object => ({
  payment,
  line,
  grant: { sensitivity: one.sensitivity, source: one.source },
  case: caseRow(one.case),
  benefit: { kle_path: pathOf(one.kle) },
});

const named = `n as (select x.payment, x.line, x."grant", x."case", x.benefit from jsonb_to_recordset($2::jsonb)
    as x (payment int, line int, "grant" jsonb, "case" jsonb, benefit jsonb)),
  gr as (select n.payment, n.line, r.* from n, jsonb_to_record(n."grant") as r (sensitivity smallint, source text)),
  gc as (select n.payment, n.line, r.* from n, jsonb_to_record(n."case")
    as r (kle_path text[], sensitivity smallint, responsible_unit text, source text, classified boolean, view_classes text[], profile text[])),
  gb as (select n.payment, n.line, r.* from n, jsonb_to_record(n.benefit) as r (kle_path text[]))`;
const joined = 'gr join gc using (payment, line) join gb using (payment, line)';
const aliases = { grant: 'gr', case: 'gc', benefit: 'gb' };

const benefitsSql = `with ${groundsCte(1)}, ${named}
  select exists (select 1 from grounds g where ${groupSeesBenefitSql(aliases)}) as seen from ${joined} order by payment`;
const paymentsSql = `with ${groundsCte(1)}, ${named},
  p as (select * from jsonb_to_recordset($3::jsonb) as p (id int, source text, lines int))
  select ${paymentVisibleSql('p', {
    lines: 'generate_series(0, p.lines - 1) as l (line)',
    where: 'true',
    named: joined,
    namedWhere: 'gr.payment = p.id and gr.line = l.line',
    aliases,
    isWithoutLines: '(p.lines = 0)',
  })} as seen from p order by id`;
const servicesSql = `with ${groundsCte(1)},
  s as (select * from jsonb_to_recordset($2::jsonb) as s (id int, source text, kle_path text[], "case" jsonb)),
  c as (select s.id, r.* from s, jsonb_to_record(s."case")
    as r (kle_path text[], sensitivity smallint, responsible_unit text, source text, classified boolean, view_classes text[], profile text[]))
  select exists (select 1 from grounds g where ${groupSeesServiceSql('s', 'c')}) as seen from s join c using (id) order by s.id`;

async function ask(sql: string, parameters: unknown[]): Promise<boolean[]> {
  const { rows } = await database.pool.query<{ seen: boolean }>(sql, parameters);
  return rows.map(({ seen }) => seen);
}

it('shows in SQL, in memory and in the slow twin the same benefits, payments and services', async () => {
  const seen = { benefits: [0, 0], payments: [0, 0], services: [0, 0] };
  const count = (what: keyof typeof seen, answers: readonly boolean[]): void => {
    for (const isSeen of answers) seen[what][isSeen ? 1 : 0] = (seen[what][isSeen ? 1 : 0] ?? 0) + 1;
  };
  const objects = fc.record({
    benefits: fc.array(benefit, { maxLength: 12 }),
    payments: fc.array(payment, { maxLength: 12 }),
    services: fc.array(service, { maxLength: 8 }),
  });
  await fc.assert(
    fc.asyncProperty(holder, objects, async (held, { benefits, payments, services }) => {
      const grounds = groundsParameter(held.groups, held.asker);
      const inEffect = held.groups.map((group) => groundOf(group, held.asker));
      const seesBenefit = (one: TwinBenefit): boolean =>
        inEffect.some((group) => groupSeesBenefit(group, rightsOf(one)));
      const ofBenefits = benefits.map((one) => twinSeesBenefit(held, one));
      expect(benefits.map(seesBenefit)).toEqual(ofBenefits);
      const benefitRows = JSON.stringify(benefits.map((one, index) => benefitRow(index, 0, one)));
      expect(await ask(benefitsSql, [grounds, benefitRows])).toEqual(ofBenefits);

      const ofPayments = payments.map((one) => twinSeesPayment(held, one));
      const inMemory = payments.map((one) => {
        const rights = one.benefits.map((each) => (each === null ? undefined : rightsOf(each)));
        return inEffect.some((group) => groupSeesPayment(group, { source: one.source, benefits: rights }));
      });
      expect(inMemory).toEqual(ofPayments);
      const lines = payments.flatMap((one, id) =>
        one.benefits.flatMap((each, line) => (each === null ? [] : benefitRow(id, line, each))),
      );
      const paymentRows = payments.map((one, id) => ({ id, source: one.source, lines: one.benefits.length }));
      expect(await ask(paymentsSql, [grounds, JSON.stringify(lines), JSON.stringify(paymentRows)])).toEqual(ofPayments);

      const ofServices = services.map((one) => twinSeesService(held, one));
      const rights = services.map((one) => ({
        case: caseRights(one.case),
        source: one.source,
        klePath: pathOf(one.kle) ?? [],
      }));
      expect(rights.map((one) => inEffect.some((group) => groupSeesService(group, one)))).toEqual(ofServices);
      const serviceRows = services.map((one, id) => ({
        id,
        source: one.source,
        kle_path: pathOf(one.kle),
        case: caseRow(one.case),
      }));
      expect(await ask(servicesSql, [grounds, JSON.stringify(serviceRows)])).toEqual(ofServices);
      count('benefits', ofBenefits);
      count('payments', ofPayments);
      count('services', ofServices);
    }),
    drawn(150),
  );
  // Random rights that always say the same would agree with anything.
  for (const [no = 0, yes = 0] of Object.values(seen)) {
    expect(yes / (yes + no)).toBeGreaterThan(0.1);
    expect(no / (yes + no)).toBeGreaterThan(0.1);
  }
});
