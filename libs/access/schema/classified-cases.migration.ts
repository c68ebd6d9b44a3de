import type { MigrationInterface, QueryRunner } from 'typeorm';
import { CreateVisibilityFunctions1790000300000 } from './visibility-functions.js';

const before = 'overblik.group_sees_case(text[], smallint, text[], text[], text[], smallint, text, text, boolean)';
const after =
  'overblik.group_sees_case(text[], smallint, text[], text[], text[], text[], text[], smallint, text, text, boolean, text[], text[])';

/**
 * What one privilege group may see of cases that carry a view class or a security profile too. Still one expression
 * without sub-query, so that PostgreSQL puts it in line. Nearly no case is classified: of one that is not, the two lists are
 * never read, and they come last because comparing lists costs most. `may_see` goes: nothing asked by it.
 */
export class SeeClassifiedCases1796000001000 implements MigrationInterface {
  readonly name = 'SeeClassifiedCases1796000001000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('drop function overblik.may_see(jsonb, text[], smallint, text, text, boolean)');
    await runner.query(`drop function ${before}`);
    await runner.query(`create function overblik.group_sees_case(
        group_kle text[], group_sensitivity smallint, group_units text[], group_sources text[], group_classes text[], group_members text[],
        kle_path text[], sensitivity smallint, unit text, source text, classified boolean, view_classes text[], profile text[])
      returns boolean language sql immutable parallel safe as $$
        select (sensitivity <= group_sensitivity
          and (group_kle[1] = '*' or group_kle && kle_path)
          and (group_units[1] = '*' or unit = any (group_units))
          and (group_sources[1] = '*' or source = any (group_sources))
          and (not classified or (
            (group_classes[1] = '*' or view_classes <@ group_classes)
            and (group_members[1] = '*' or profile[1] = '*' or profile && group_members)))) is true
      $$`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop function ${after}`);
    await new CreateVisibilityFunctions1790000300000().up(runner);
  }
}
