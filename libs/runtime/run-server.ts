import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { DynamicModule, InjectionToken, Type } from '@nestjs/common';
import { Configuration } from './configuration.js';
import { openDatabase, type Database } from './database.js';
import { destroyedListIn } from './destroyed-list.js';
import { createHttpApplication, listen } from './http/http-application.js';
import type { ReadinessCheck } from './http/health.js';
import { Log } from './log.js';
import { masterKeyFor } from './master-key.js';
import { runProcess } from './run-process.js';

/** Where and by which key a server's stores are opened; `Because` is why keys were destroyed. */
export type StoresPlace<Because> = Configuration['eventLog'] & {
  readonly databaseUrl: string;
  readonly masterKey: Buffer;
  readonly poolSize: number;
  readonly destroyedList: ReturnType<typeof destroyedListIn<Because>>;
  readonly log: Log;
};

/** A server that takes requests. */
export interface ListeningServer {
  readonly configuration: Configuration;
  readonly log: Log;
  readonly database: Database;
  readonly url: string;
}

/** What readiness is judged by. */
export interface OpenServer<Stores> {
  readonly stores: Stores;
  /** What a module provides, once the server is made. */
  get<Provided>(token: Type<Provided>): Provided;
}

/** What differs between our servers. */
export interface ServerOptions<Stores, Because> {
  readonly modules: readonly (Type | DynamicModule)[];
  /** Opens the stores; modules get them by the token. */
  readonly stores: { readonly token: InjectionToken; open(place: StoresPlace<Because>): Promise<Stores> };
  /** What must hold for `/health/ready`. */
  readiness(server: OpenServer<Stores>): ReadinessCheck[];
  /** Says that it takes requests. */
  tell(server: ListeningServer): void;
}

/** Runs modules over the database and HTTP as a process of its own, until a signal ends it: the `main` of every server. */
export function runServer<Stores extends { close(): Promise<void> }, Because>(
  options: ServerOptions<Stores, Because>,
): Promise<void> {
  const { modules, readiness, tell } = options;
  return runProcess(async ({ configuration, log, onClose }) => {
    const database = await openDatabase(configuration, 'service', log);
    onClose(() => database.close());
    const stores = await options.stores.open({
      databaseUrl: database.url,
      ...configuration.eventLog,
      masterKey: masterKeyFor(configuration),
      poolSize: configuration.databasePoolSize,
      destroyedList: destroyedListIn(configuration.dataDir),
      log,
    });
    onClose(() => stores.close());
    const application: NestFastifyApplication = await createHttpApplication({
      modules,
      given: [
        { token: Configuration, value: configuration },
        { token: Log, value: log },
        { token: options.stores.token, value: stores },
      ],
      configuration,
      log,
      readiness: readiness({ stores, get: (token) => application.get(token) }),
      isUp: () => database.isRunning(),
    });
    onClose(() => application.close());
    tell({ configuration, log, database, url: await listen(application, configuration) });
  });
}
