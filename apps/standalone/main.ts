import 'reflect-metadata';
import { runServer } from '#runtime';
import { openStores, Stores } from '#stores';
import { IntakeModule } from '../intake/intake.module.js';
import { OverviewModule } from '../overview/overview.module.js';
import { ProjectorModule } from '../projector/projector.module.js';
import { Projector } from '../projector/projector.js';
import { welcome } from './welcome.js';

/** Everything in one process, on an embedded PostgreSQL unless `DATABASE_URL` names another: `npm start`. */
await runServer({
  modules: [IntakeModule, OverviewModule, ProjectorModule],
  stores: { token: Stores, open: openStores },
  readiness: ({ stores, get }) => [
    { name: 'store', holds: () => stores.canBeWritten() },
    { name: 'projections', holds: () => get(Projector).projecting() },
  ],
  tell: ({ configuration, database, url }) => process.stdout.write(welcome(configuration, database, url)),
});
