import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What one privilege group may see, as SQL expressions.
 *
 * Both group functions are one expression without sub-query, so that PostgreSQL puts them in line (measured: 1,000 rows
 * under 3 groups 2 ms; `may_see`, whose EXISTS keeps it from being put in line, 20 ms: it is for single rows).
 * `'*'` stands for "not restricted". A value that is missing on either side is NULL, and NULL is "not seen":
 * a forgotten field closes, it never opens.
 */
const functions = [
  `create or replace function overblik.group_sees_own(
     group_sensitivity smallint, group_sources text[],
     sensitivity smallint, source text)
   returns boolean language sql immutable parallel safe as $$
     select (sensitivity <= group_sensitivity
       and (group_sources[1] = '*' or source = any (group_sources))) is true
   $$`,
  `create or replace function overblik.group_sees_case(
     group_kle text[], group_sensitivity smallint, group_units text[], group_sources text[],
     kle_path text[], sensitivity smallint, unit text, source text, classified boolean)
   returns boolean language sql immutable parallel safe as $$
     select (not classified
       and sensitivity <= group_sensitivity
       and (group_kle[1] = '*' or group_kle && kle_path)
       and (group_units[1] = '*' or unit = any (group_units))
       and (group_sources[1] = '*' or source = any (group_sources))) is true
   $$`,
  `create or replace function overblik.may_see(
     grounds jsonb, kle_path text[], sensitivity smallint, unit text, source text, classified boolean)
   returns boolean language sql immutable parallel safe as $$
     select exists (
       select 1
         from jsonb_to_recordset(grounds) as g (kle text[], sensitivity smallint, units text[], sources text[])
        where overblik.group_sees_case(g.kle, g.sensitivity, g.units, g.sources, $2, $3, $4, $5, $6))
   $$`,
];

/** Creates the functions by which every read-model query decides what its caller may see. */
export class CreateVisibilityFunctions1790000300000 implements MigrationInterface {
  readonly name = 'CreateVisibilityFunctions1790000300000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create schema if not exists overblik');
    for (const statement of functions) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function overblik.may_see(jsonb, text[], smallint, text, text, boolean)');
    await runner.query(
      'drop function overblik.group_sees_case(text[], smallint, text[], text[], text[], smallint, text, text, boolean)',
    );
    await runner.query('drop function overblik.group_sees_own(smallint, text[], smallint, text)');
  }
}
