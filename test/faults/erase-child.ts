/**
 * The program that `erase-killed.spec.ts` kills: erases one object or person, and ends itself after its n-th step. It runs as a
 * process of its own, compiled into the folder of the built program, so that `#…` are the product's libs.
 */
import { once } from 'node:events';
import { openDeletion } from '#deletion';
import { openStores } from '#stores';

const [given] = (await once(process.stdin, 'data')) as [Buffer];
process.stdin.destroy();
const { databaseUrl, eventStoreUrl, target, steps } = JSON.parse(given.toString()) as {
  databaseUrl: string;
  eventStoreUrl?: string;
  target: { authority: string; family: string; objectId: string };
  steps: number;
};

let done = 0;
/** Everything it does that lasts; as the kernel ends it after one of them, nothing is finished, flushed or closed. */
function endingAfter<T extends object>(part: T, names: readonly string[]): T {
  return new Proxy(part, {
    get(object, name) {
      const member: unknown = Reflect.get(object, name);
      if (typeof member !== 'function') return member;
      const method = member as (...all: unknown[]) => unknown;
      if (!names.includes(String(name))) return method.bind(object);
      return async (...all: unknown[]) => {
        const result = await method.apply(object, all);
        if (++done === steps) process.kill(process.pid, 'SIGKILL');
        return result;
      };
    },
  });
}

const stores = await openStores({
  databaseUrl,
  eventStoreUrl,
  masterKey: Buffer.alloc(32, 7),
  log: { warn: () => undefined },
});
const { pool, eventStore, vault, quarantine, accessParts } = stores;
const { eraser } = openDeletion({
  pool,
  eventStore: endingAfter(eventStore, ['append']),
  vault: endingAfter(vault, ['markPurging', 'succeed', 'destroy']),
  quarantine: endingAfter(quarantine, ['forgetBodies', 'forgetBodiesOf']),
  accessParts: endingAfter(accessParts, ['forget']),
});
await eraser.erase(target, 'Sag 24/1177', 'dpo-1');
await stores.close();
process.stdout.write(`erased in ${done} steps\n`);
