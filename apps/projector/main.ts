import 'reflect-metadata';
import { runServer } from '#runtime';
import { openStores, Stores } from '#stores';
import { ProjectorModule } from './projector.module.js';
import { Projector } from './projector.js';

/** The projector as a process of its own: projections, and health and metrics over HTTP. */
await runServer({
  modules: [ProjectorModule],
  stores: { token: Stores, open: openStores },
  readiness: ({ get }) => [{ name: 'projections', holds: () => get(Projector).projecting() }],
  tell: ({ log }) => log.info('the projector runs'),
});
