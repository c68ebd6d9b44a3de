/**
 * The program that `pairs-compared-killed.spec.ts` kills: compares the pairs of parallel runs ahead, as the projector does, and
 * stops, as the kernel stops it, in the midst of a step. It runs as a process of its own, compiled into the folder of the built
 * program.
 */
import { once } from 'node:events';
import type { PoolClient } from 'pg';
import { compareAhead } from '#read-models/queries';
import { openStores } from '#stores';

const [task] = (await once(process.stdin, 'data')) as [Buffer];
process.stdin.destroy();
const { databaseUrl, steps } = JSON.parse(task.toString()) as { databaseUrl: string; steps: number | null };
const log = { info: () => undefined, warn: () => undefined };
const { pool, close } = await openStores({ databaseUrl, masterKey: Buffer.alloc(32, 7), log });

let done = 0;
/** Ends when the rows of a step are written and not committed. */
const ending = (client: PoolClient): PoolClient =>
  new Proxy(client, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (name !== 'query') return typeof member === 'function' ? (member.bind(target) as unknown) : member;
      return async (statement: string, values?: unknown[]): Promise<unknown> => {
        const result = await target.query(statement, values);
        if (String(statement).startsWith('insert into overview.pair_past') && ++done === steps)
          process.kill(process.pid, 'SIGKILL');
        return result;
      };
    },
  });
const dying = new Proxy(pool, {
  get(target, name) {
    const member: unknown = Reflect.get(target, name);
    if (name === 'connect') return async () => ending(await target.connect());
    return typeof member === 'function' ? (member.bind(target) as unknown) : member;
  },
});

await compareAhead(dying, 60_000);
console.log('all compared');
await close();
