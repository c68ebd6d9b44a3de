/**
 * The program that `import-killed.spec.ts` kills: imports a file of events through intake with the projector running. It
 * runs as a process of its own, compiled into the folder of the built program, so that `#…` are the product's libs.
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { EventStore } from '#event-store';
import { createIntake } from '#intake';
import { createProjectionRunner } from '#projection-engine';
import { readModels } from '#read-models/projections';
import { openStores } from '#stores';

/** Where the process ends itself: when it has done something for the n-th time. */
interface Ending {
  readonly where: 'after-append' | 'before-checkpoint' | 'before-commit' | 'never';
  readonly count: number;
}

// Loaded and waiting for its task, so that one process starts while another works.
const [task] = (await once(process.stdin, 'data')) as [Buffer];
process.stdin.destroy();
const { databaseUrl, file, ending } = JSON.parse(task.toString()) as {
  databaseUrl: string;
  file: string;
  ending: Ending;
};
const { where, count } = ending;
const log = { info: () => undefined, warn: () => undefined };
const BATCH = 50;

let done = 0;
/** As the kernel ends it: nothing is finished, flushed or closed. */
function endAt(place: Ending['where']): void {
  if (place === where && ++done === count) process.kill(process.pid, 'SIGKILL');
}

/** Ends when what was appended is stored and nobody has been told. */
function endingStore(store: EventStore): EventStore {
  return new Proxy(store, {
    get(target, name) {
      if (name !== 'appendAll') {
        const member: unknown = Reflect.get(target, name);
        return typeof member === 'function' ? (member.bind(target) as unknown) : member;
      }
      return async (...given: Parameters<EventStore['appendAll']>) => {
        const outcomes = await target.appendAll(...given);
        endAt('after-append');
        return outcomes;
      };
    },
  });
}

type Pool = Awaited<ReturnType<typeof openStores>>['pool'];
type Query = (query: string | { text: string }, ...rest: unknown[]) => unknown;

/** Ends within the projector's transaction: when the rows are written, and before or after the checkpoint is moved. */
function endingPool(pool: Pool): Pool {
  return new Proxy(pool, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (name !== 'connect') return typeof member === 'function' ? (member.bind(target) as unknown) : member;
      return async () => {
        const client = await target.connect();
        const query = client.query.bind(client) as unknown as Query;
        return new Proxy(client, {
          get(inner, key) {
            if (key === 'query') {
              return (asked: string | { text: string }, ...rest: unknown[]) => {
                const text = typeof asked === 'string' ? asked : asked.text;
                if (/^update overview\.checkpoint set position/.test(text)) endAt('before-checkpoint');
                if (text === 'commit') endAt('before-commit');
                return query(asked, ...rest);
              };
            }
            const own: unknown = Reflect.get(inner, key);
            return typeof own === 'function' ? (own.bind(inner) as unknown) : own;
          },
        });
      };
    },
  });
}

const stores = await openStores({ databaseUrl, masterKey: Buffer.alloc(32, 7), log });
const { vault, quarantine } = stores;
const runner = createProjectionRunner({
  pool: endingPool(stores.pool),
  store: stores.eventStore,
  vault,
  readModels,
  log,
  pageSize: 100,
});
await runner.start();
const intake = createIntake({ store: endingStore(stores.eventStore), vault, quarantine, log });
await intake.recover();
console.log('importing');

const events = readFileSync(file, 'utf8')
  .split('\n')
  .map((line) => JSON.parse(line) as unknown);
const told: Record<string, number> = {};
for (let from = 0; from < events.length; from += BATCH) {
  const receipts = await intake.accept(events.slice(from, from + BATCH), { kind: 'operator', name: 'import' });
  for (const { status } of receipts) told[status] = (told[status] ?? 0) + 1;
}
await runner.caughtUpTo(await stores.eventStore.head());
console.log(`imported ${JSON.stringify(told)}`);
await runner.stop();
await stores.close();
