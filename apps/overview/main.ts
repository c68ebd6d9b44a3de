import 'reflect-metadata';
import { runServer } from '#runtime';
import { openStores, Stores } from '#stores';
import { OverviewModule } from './overview.module.js';

/** The GraphQL API as a process of its own. */
await runServer({
  modules: [OverviewModule],
  stores: { token: Stores, open: openStores },
  // Reading is enough here, and so is being able to write access entries.
  readiness: ({ stores }) => [{ name: 'store', holds: () => stores.canBeWritten() }],
  tell: ({ log }) => log.info('the overview answers'),
});
