import 'reflect-metadata';
import {
  Configuration,
  createHttpApplication,
  destroyedListIn,
  listen,
  Log,
  masterKeyFor,
  openDatabase,
  runProcess,
} from '#runtime';
import { openStores, Stores } from '#stores';
import { IntakeModule } from '../intake/intake.module.js';
import { OverviewModule } from '../overview/overview.module.js';
import { ProjectorModule } from '../projector/projector.module.js';
import { Projector } from '../projector/projector.js';
import { welcome } from './welcome.js';

/** Everything in one process, on an embedded PostgreSQL unless `DATABASE_URL` names another: `npm start`. */
await runProcess(async ({ configuration, log, onClose }) => {
  const database = await openDatabase(configuration, 'service', log);
  onClose(() => database.close());
  const masterKey = masterKeyFor(configuration);
  const stores = await openStores({
    databaseUrl: database.url,
    ...configuration.eventLog,
    masterKey,
    poolSize: configuration.databasePoolSize,
    destroyedList: destroyedListIn(configuration.dataDir),
    log,
  });
  onClose(() => stores.close());

  const application = await createHttpApplication({
    modules: [IntakeModule, OverviewModule, ProjectorModule],
    given: [
      { token: Configuration, value: configuration },
      { token: Log, value: log },
      { token: Stores, value: stores },
    ],
    configuration,
    log,
    readiness: [
      { name: 'store', holds: () => stores.canBeWritten() },
      { name: 'projections', holds: () => application.get(Projector).projecting() },
    ],
    isUp: () => database.isRunning(),
  });
  onClose(() => application.close());
  const url = await listen(application, configuration);
  process.stdout.write(welcome(configuration, database, url));
});
