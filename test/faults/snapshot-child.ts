/**
 * The program that `snapshot-killed.spec.ts` kills: hands a file of events to intake in small batches and stops, as the
 * kernel stops it, after so many appends. It runs as a process of its own, compiled into the folder of the built program.
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { EventStore } from '#event-store';
import { createIntake } from '#intake';
import { createSnapshotComparison } from '#reconciliation';
import { openStores } from '#stores';

const [task] = (await once(process.stdin, 'data')) as [Buffer];
process.stdin.destroy();
const { databaseUrl, file, appends } = JSON.parse(task.toString()) as {
  databaseUrl: string;
  file: string;
  appends: number | null;
};
const log = { info: () => undefined, warn: () => undefined };
const BATCH = 7;

let done = 0;
/** Ends when what was appended is stored and nobody has been told: after a finding, or after the events it tells of. */
function endingStore(store: EventStore): EventStore {
  return new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (name !== 'appendAll') return typeof member === 'function' ? (member.bind(target) as unknown) : member;
      return async (...given: Parameters<EventStore['appendAll']>) => {
        const outcomes = await target.appendAll(...given);
        if (++done === appends) process.kill(process.pid, 'SIGKILL');
        return outcomes;
      };
    },
  });
}

const stores = await openStores({ databaseUrl, masterKey: Buffer.alloc(32, 7), log });
const { vault, quarantine } = stores;
const store = endingStore(stores.eventStore);
const intake = createIntake({
  store,
  vault,
  quarantine,
  log,
  compareSnapshot: createSnapshotComparison({ store, vault }),
});
await intake.recover();
const events = JSON.parse(readFileSync(file, 'utf8')) as unknown[];
for (let from = 0; from < events.length; from += BATCH)
  await intake.accept(events.slice(from, from + BATCH), { kind: 'operator', name: 'import' });
console.log('all sent');
await stores.close();
