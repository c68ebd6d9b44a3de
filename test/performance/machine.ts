import { statfsSync } from 'node:fs';
import { availableParallelism, cpus, freemem, loadavg, release, totalmem, type } from 'node:os';
import type { Pool } from 'pg';

/** What the figures were measured on. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memory: string;
  readonly system: string;
  readonly node: string;
  readonly postgres: string;
  /** What makes a commit durable, as the server has it. */
  readonly durability: string;
  readonly date: string;
  /** What else was going on: a busy machine has worse figures, and worse ratios too. */
  readonly load: string;
}

const GIGABYTE = 1024 ** 3;
const TMPFS = 0x01021994;

/** Describes this machine and its PostgreSQL; refuses a server whose commits are not durable. */
export async function describeMachine(pool: Pool, dataFolder: string): Promise<Machine> {
  const { rows } = await pool.query<{ version: string; durability: string; isDurable: boolean }>(
    `select current_setting('server_version') as version,
            string_agg(name || ' ' || setting, ', ' order by name) as durability, bool_and(setting = 'on') as "isDurable"
       from pg_settings where name in ('fsync', 'synchronous_commit', 'full_page_writes')`,
  );
  const server = rows[0];
  if (server?.isDurable !== true) throw new Error('the figures hold for a durable server only');
  const inMemory = statfsSync(dataFolder).type === TMPFS ? ' (but its data lies in memory: tmpfs)' : '';
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memory: `${(totalmem() / GIGABYTE).toFixed(0)} GB, ${(freemem() / GIGABYTE).toFixed(0)} GB of it free`,
    system: `${type()} ${release()}`,
    node: process.version,
    postgres: `${server.version} (embedded)`,
    durability: `${server.durability}${inMemory}`,
    date: new Date().toISOString().slice(0, 10),
    load: `${loadavg()[0]?.toFixed(1) ?? '?'} (mean of the minute before)`,
  };
}
