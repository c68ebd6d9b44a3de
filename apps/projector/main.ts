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
import { ProjectorModule } from './projector.module.js';
import { Projector } from './projector.js';

/** The projector as a process of its own: projections, and health and metrics over HTTP. */
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
    modules: [ProjectorModule],
    given: [
      { token: Configuration, value: configuration },
      { token: Log, value: log },
      { token: Stores, value: stores },
    ],
    configuration,
    log,
    readiness: [{ name: 'projections', holds: () => application.get(Projector).projecting() }],
    isUp: () => database.isRunning(),
  });
  onClose(() => application.close());
  await listen(application, configuration);
  log.info('the projector runs');
});
