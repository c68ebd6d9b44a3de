import type { MigrationInterface, QueryRunner } from 'typeorm';
import { forgottenSql, isForgottenSql } from '../forgotten-data.js';

/**
 * Of an entry of the access log the data may be replaced by their hash, and nothing else of it may change: when its time is
 * over it is forgotten, and stands where it stood.
 */
export class ForgettableAccessLog1760000000004 implements MigrationInterface {
  readonly name = 'ForgettableAccessLog1760000000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function overblik.refuse_rewriting() returns trigger language plpgsql as $$
      declare
        forgotten overblik.access_log := old;
      begin
        if not ${isForgottenSql('old.data')} then
          forgotten.data := ${forgottenSql('old.data')};
        end if;
        if new is distinct from forgotten then
          raise exception 'overblik.% keeps what was recorded', tg_table_name using errcode = 'restrict_violation';
        end if;
        return new;
      end
      $$`);
    await runner.query('drop trigger access_log_refuse_change on overblik.access_log');
    await runner.query(`
      create trigger access_log_refuse_change before delete or truncate on overblik.access_log
        for each statement execute function overblik.refuse_change()`);
    await runner.query(`
      create trigger access_log_refuse_rewriting before update on overblik.access_log
        for each row execute function overblik.refuse_rewriting()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop trigger access_log_refuse_rewriting on overblik.access_log');
    await runner.query('drop trigger access_log_refuse_change on overblik.access_log');
    await runner.query(`
      create trigger access_log_refuse_change before update or delete or truncate on overblik.access_log
        for each statement execute function overblik.refuse_change()`);
    await runner.query('drop function overblik.refuse_rewriting()');
  }
}
