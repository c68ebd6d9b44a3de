import 'reflect-metadata';
import {
  Configuration,
  createHttpApplication,
  destroyedListIn,
  Log,
  masterKeyFor,
  openDatabase,
  runProcess,
} from '#runtime';
import { openStores, Stores } from '#stores';
import { IntakeModule } from './intake.module.js';

/** Events in over HTTP as a process of its own. */
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
    modules: [IntakeModule],
    given: [
      { token: Configuration, value: configuration },
      { token: Log, value: log },
      { token: Stores, value: stores },
    ],
    configuration,
    log,
    readiness: [{ name: 'store', holds: () => stores.canBeWritten() }],
    isUp: () => database.isRunning(),
  });
  onClose(() => application.close());
  await application.listen(configuration.port, configuration.host);
  log.info('intake takes events');
});
