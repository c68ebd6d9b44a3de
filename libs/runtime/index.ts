export { Configuration, loadConfiguration, variableNames } from './configuration.js';
export { openDatabase } from './database.js';
export type { Database } from './database.js';
export {
  findRunningDatabase,
  launchDetachedCluster,
  startEmbeddedPostgres,
} from './embedded-postgres/embedded-postgres.js';
export type { EmbeddedPostgres, EmbeddedPostgresOptions } from './embedded-postgres/embedded-postgres.js';
export { destroyedListIn } from './destroyed-list.js';
export { RuntimeFault } from './errors.js';
export { blot, createLog, Log, LOG_LEVELS } from './log.js';
export type { LogLevel } from './log.js';
export { decodeMasterKey, masterKeyFor, nextMasterKeyFor, readMasterKey, takeNextMasterKey } from './master-key.js';
export { sealKeyPlace } from './seal-key.js';
export { NestLog } from './nest-log.js';
export { clientAddress } from './http/client-address.js';
export { createHttpApplication } from './http/http-application.js';
export type { Given, HttpApplicationOptions } from './http/http-application.js';
export type { Holding, ReadinessCheck } from './http/health.js';
export { PROBLEM_TYPE, problemText } from './http/problem.js';
export type { ProblemMembers } from './http/problem.js';
export { CallerLimits } from './http/rate-limit.js';
export { addGauge, metrics } from './http/metrics.js';
export type { Reading } from './http/metrics.js';
export { runServer } from './run-server.js';
export type { ListeningServer, OpenServer, ServerOptions, StoresPlace } from './run-server.js';
