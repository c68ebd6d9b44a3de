import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Creates the register of erased numbers, and the function by which a look-up by number goes to the node that stands for the
 * number now, in the statement that it is part of.
 */
export class CreateErasure1795000002000 implements MigrationInterface {
  readonly name = 'CreateErasure1795000002000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table overblik.erased_number (
        node_id uuid constraint erased_number_pkey primary key,
        successor uuid not null
      )`);
    await runner.query('create index erased_number_successor on overblik.erased_number (successor)');
    await runner.query(`
      create function overblik.nodes_now(nodes uuid[]) returns uuid[] language sql stable as $$
        select coalesce(array_agg(coalesce(e.successor, n.node_id) order by n.place), '{}')
          from unnest(nodes) with ordinality as n (node_id, place)
          left join overblik.erased_number e on e.node_id = n.node_id
      $$`);
    await runner.query(`
      create index object_key_destroyed on overblik.object_key (stream_id) where destroyed_at is not null`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index overblik.object_key_destroyed');
    await runner.query('drop function overblik.nodes_now(uuid[])');
    await runner.query('drop table overblik.erased_number');
  }
}
