/**
 * The program that `parallel-projectors.spec.ts` and `rebuild-killed.spec.ts` kill and freeze: one projector of several, or a
 * rebuild. It runs as a process of its own, compiled into the folder of the built program, so that `#…` are the product's libs.
 */
import { once } from 'node:events';
import { createProjectionRunner, createRebuilding } from '#projection-engine';
import { readModels } from '#read-models/projections';
import { openStores } from '#stores';
import { spyReadModel } from './spy-read-model.js';

const [task] = (await once(process.stdin, 'data')) as [Buffer];
const { databaseUrl, partitions, rebuild, pageSize } = JSON.parse(task.toString()) as {
  databaseUrl: string;
  partitions?: number;
  rebuild?: string;
  pageSize?: number;
};
const say = (details: object, message: string): void => console.log(message, JSON.stringify(details));
const log = { info: say, warn: say };
const stores = await openStores({ databaseUrl, masterKey: Buffer.alloc(32, 7), log: { warn: () => undefined } });
const { pool, eventStore: store, vault } = stores;
if (rebuild === undefined) {
  const spies = [spyReadModel('spy_parts', true), spyReadModel('spy_whole', false)];
  const models = [...readModels, ...spies];
  const runner = createProjectionRunner({
    pool,
    store,
    vault,
    readModels: models,
    log,
    ...(partitions === undefined ? {} : { partitions }),
    ...(pageSize === undefined ? {} : { pageSize }),
  });
  await runner.start();
  console.log('projecting');
  await once(process.stdin, 'data');
  await runner.stop();
} else {
  console.log('rebuilding');
  const outcome = await createRebuilding({ pool, store, vault, readModels, log }).rebuild(rebuild);
  console.log('rebuilt', JSON.stringify(outcome));
}
process.stdin.destroy();
await stores.close();
console.log('ended');
