import 'reflect-metadata';
import { runServer } from '#runtime';
import { openStores, Stores } from '#stores';
import { IntakeModule } from './intake.module.js';

/** Events in over HTTP as a process of its own. */
await runServer({
  modules: [IntakeModule],
  stores: { token: Stores, open: openStores },
  readiness: ({ stores }) => [{ name: 'store', holds: () => stores.canBeWritten() }],
  tell: ({ log }) => log.info('intake takes events'),
});
