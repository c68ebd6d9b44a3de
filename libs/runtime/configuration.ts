import { join, resolve } from 'node:path';
import {
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  Validate,
  validateSync,
} from 'class-validator';
import { AreNetworks, AreOrigins, IsAddress, IsEventStore, IsIssuer, IsMasterKey } from './configuration-forms.js';
import { RuntimeFault } from './errors.js';
import { LOG_LEVELS } from './log.js';
import type { LogLevel } from './log.js';

/** Everything the environment says, validated; the only reader of `process.env`. Also the token by which Nest hands it out. */
export class Configuration {
  @IsIn(['development', 'test', 'production'], { message: 'NODE_ENV must be development, test or production' })
  readonly environment: 'development' | 'test' | 'production' = 'development';

  /** 0 takes any free port. */
  @IsInt({ message: 'PORT must be a number' })
  @Min(0, { message: 'PORT must be from 0 to 65535' })
  @Max(65535, { message: 'PORT must be from 0 to 65535' })
  readonly port: number = 3000;

  /** The address to listen on; loopback unless said otherwise. */
  @MinLength(1, { message: 'HOST must not be empty' })
  readonly host: string = '127.0.0.1';

  /** Absent: the embedded PostgreSQL under the data folder. */
  @IsOptional()
  @Validate(IsAddress, ['postgres:', 'postgresql:'], { message: 'DATABASE_URL must be a postgres:// URL' })
  readonly databaseUrl: string | undefined;

  @IsInt({ message: 'DATABASE_POOL_SIZE must be a number' })
  @Min(4, { message: 'DATABASE_POOL_SIZE must be at least 4' })
  @Max(500, { message: 'DATABASE_POOL_SIZE must be at most 500' })
  readonly databasePoolSize: number = 20;

  @MinLength(1, { message: 'OVERBLIK_DATA_DIR must not be empty' })
  readonly dataDir: string = '.data';

  @IsOptional()
  @Validate(IsEventStore, {
    message:
      'EVENT_STORE_URL must be esdb:// or kurrentdb:// (also +discover), the same as DATABASE_URL, or be left out',
  })
  readonly eventStoreUrl: string | undefined;

  @IsOptional()
  @Matches(/^[\w.-]{1,100}$/, {
    message: 'EVENT_STORE_PREFIX must be up to 100 letters, digits, dots, hyphens or underscores',
  })
  readonly eventStorePrefix: string | undefined;

  @IsOptional()
  @Validate(IsMasterKey, { message: 'OVERBLIK_MASTER_KEY must be 32 bytes in base64 or hexadecimal' })
  readonly masterKey: string | undefined;

  @IsOptional()
  @Validate(IsMasterKey, { message: 'OVERBLIK_SEAL_KEY must be 32 bytes in base64 or hexadecimal' })
  readonly sealKey: string | undefined;

  /** Between two checkpoints of the seal. */
  @IsInt({ message: 'SEAL_INTERVAL_SECONDS must be a number' })
  @Min(1, { message: 'SEAL_INTERVAL_SECONDS must be from 1 to 3600' })
  @Max(3600, { message: 'SEAL_INTERVAL_SECONDS must be from 1 to 3600' })
  readonly sealIntervalSeconds: number = 60;

  @IsOptional()
  @Validate(IsAddress, ['amqp:', 'amqps:'], { message: 'AMQP_URL must be an amqp:// URL' })
  readonly amqpUrl: string | undefined;

  @IsOptional()
  @Validate(IsIssuer, { message: 'OIDC_ISSUER must be an https:// URL (http:// on loopback, or outside production)' })
  readonly oidcIssuer: string | undefined;

  @IsString()
  @MinLength(1, { message: 'OIDC_AUDIENCE must not be empty' })
  @MaxLength(200, { message: 'OIDC_AUDIENCE is too long' })
  readonly oidcAudience: string = 'overblik';

  @IsIn(LOG_LEVELS, { message: `LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}` })
  readonly logLevel: LogLevel = 'info';

  /** What becomes of a key whose handler throws: `park` puts its events aside and goes on, `stop` goes no further. */
  @IsIn(['park', 'stop'], { message: 'PROJECTOR_ON_FAILURE must be park or stop' })
  readonly projectorOnFailure: 'park' | 'stop' = 'park';

  /** Where `/metrics` has a port of its own; absent: on the main port, for loopback only. */
  @IsOptional()
  @IsInt({ message: 'METRICS_PORT must be a number' })
  @Min(0, { message: 'METRICS_PORT must be from 0 to 65535' })
  @Max(65535, { message: 'METRICS_PORT must be from 0 to 65535' })
  readonly metricsPort: number | undefined;

  /** Into how many parts the projections are divided, over all processes. Those that project already are believed. */
  @IsInt({ message: 'PROJECTOR_PARTITIONS must be a number' })
  @Min(1, { message: 'PROJECTOR_PARTITIONS must be from 1 to 64' })
  @Max(64, { message: 'PROJECTOR_PARTITIONS must be from 1 to 64' })
  readonly projectorPartitions: number = 1;

  /** Pages of these origins may ask from a browser (CORS); none unless said. */
  @Validate(AreOrigins, { message: 'CORS_ORIGINS must be origins like https://view.example.dk, separated by commas' })
  readonly corsOrigins: readonly string[] = [];

  /**
   * Reverse proxies in front, as addresses or networks (CIDR). What they say of the client in `X-Forwarded-For` is believed, and
   * nobody else's word; none unless said.
   */
  @Validate(AreNetworks, {
    message: 'TRUSTED_PROXIES must be addresses or networks like 10.0.0.7 or 10.0.0.0/24, separated by commas',
  })
  readonly trustedProxies: readonly string[] = [];

  /** Requests a second that one caller may put to `/graphql`; ten seconds' worth at once. 0: no limit. */
  @IsInt({ message: 'RATE_LIMIT_QUESTIONS must be a number' })
  readonly questionsPerSecond: number = 50;

  /** The same for a source system and `/events`. */
  @IsInt({ message: 'RATE_LIMIT_DELIVERIES must be a number' })
  readonly deliveriesPerSecond: number = 1_000;

  /** Seconds for the headers of a request to arrive. */
  @IsInt({ message: 'HEADERS_TIMEOUT_SECONDS must be a number' })
  @Min(1, { message: 'HEADERS_TIMEOUT_SECONDS must be from 1 to 600' })
  @Max(600, { message: 'HEADERS_TIMEOUT_SECONDS must be from 1 to 600' })
  readonly headersTimeoutSeconds: number = 15;

  /** Seconds for a whole request to arrive. */
  @IsInt({ message: 'REQUEST_TIMEOUT_SECONDS must be a number' })
  @Min(1, { message: 'REQUEST_TIMEOUT_SECONDS must be from 1 to 3600' })
  @Max(3600, { message: 'REQUEST_TIMEOUT_SECONDS must be from 1 to 3600' })
  readonly requestTimeoutSeconds: number = 120;

  /** `only`: questions are answered where they are of the registered ones. */
  @IsIn(['automatic', 'only'], { message: 'PERSISTED_QUERIES must be automatic or only' })
  readonly persistedQueries: 'automatic' | 'only' = 'automatic';

  /** The registered questions, as a front end's build writes them. */
  @IsOptional()
  readonly persistedQueriesFile: string | undefined;

  /** Where events lie, as #stores wants it. Outside production a new database may share a cluster with others. */
  get eventLog(): { eventStoreUrl: string | undefined; eventStorePrefix: string | undefined; sharesCluster: boolean } {
    const { eventStoreUrl, eventStorePrefix, isProduction } = this;
    return { eventStoreUrl, eventStorePrefix, sharesCluster: !isProduction };
  }

  /** Whose tokens are believed, as #access wants it. */
  get tokens(): { oidcIssuer: string | undefined; keyFolder: string; audience: string; production: boolean } {
    const { oidcIssuer, dataDir, oidcAudience: audience, isProduction: production } = this;
    return { oidcIssuer, keyFolder: join(dataDir, 'keys'), audience, production };
  }

  /** Where the checkpoints and the public key of the seal lie. */
  get sealFolder(): string {
    return join(resolve(this.dataDir), 'seal');
  }

  /** Turns off playground, introspection and the development issuer. */
  get isProduction(): boolean {
    return this.environment === 'production';
  }
}

const VARIABLES: {
  readonly [K in keyof Omit<Configuration, 'isProduction' | 'eventLog' | 'tokens' | 'sealFolder'>]: string;
} = {
  environment: 'NODE_ENV',
  port: 'PORT',
  host: 'HOST',
  databaseUrl: 'DATABASE_URL',
  databasePoolSize: 'DATABASE_POOL_SIZE',
  dataDir: 'OVERBLIK_DATA_DIR',
  eventStoreUrl: 'EVENT_STORE_URL',
  eventStorePrefix: 'EVENT_STORE_PREFIX',
  masterKey: 'OVERBLIK_MASTER_KEY',
  sealKey: 'OVERBLIK_SEAL_KEY',
  sealIntervalSeconds: 'SEAL_INTERVAL_SECONDS',
  amqpUrl: 'AMQP_URL',
  oidcIssuer: 'OIDC_ISSUER',
  oidcAudience: 'OIDC_AUDIENCE',
  logLevel: 'LOG_LEVEL',
  projectorOnFailure: 'PROJECTOR_ON_FAILURE',
  metricsPort: 'METRICS_PORT',
  projectorPartitions: 'PROJECTOR_PARTITIONS',
  corsOrigins: 'CORS_ORIGINS',
  trustedProxies: 'TRUSTED_PROXIES',
  questionsPerSecond: 'RATE_LIMIT_QUESTIONS',
  deliveriesPerSecond: 'RATE_LIMIT_DELIVERIES',
  headersTimeoutSeconds: 'HEADERS_TIMEOUT_SECONDS',
  requestTimeoutSeconds: 'REQUEST_TIMEOUT_SECONDS',
  persistedQueries: 'PERSISTED_QUERIES',
  persistedQueriesFile: 'PERSISTED_QUERIES_FILE',
};

const NUMBERS = new Set([
  ...['port', 'databasePoolSize', 'metricsPort', 'projectorPartitions', 'sealIntervalSeconds'],
  ...['questionsPerSecond', 'deliveriesPerSecond', 'headersTimeoutSeconds', 'requestTimeoutSeconds'],
]);
const LISTS = new Set(['corsOrigins', 'trustedProxies']);

/** The names of the variables that are read; `.env.example` must tell of each. */
export const variableNames: readonly string[] = Object.values(VARIABLES);

/**
 * Reads the configuration. Throws one `RuntimeFault` that names every problem at once, a line each, and no value: some
 * are secrets. A variable that is empty counts as absent, since that is how compose files leave things out.
 */
export function loadConfiguration(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Configuration {
  const given = Object.entries(VARIABLES).flatMap(([field, name]) => {
    const text = environment[name]?.trim();
    if (text === undefined || text === '') return [];
    return [[field, NUMBERS.has(field) ? numberOf(text) : LISTS.has(field) ? itemsOf(text) : text] as const];
  });
  const configuration = Object.assign(new Configuration(), Object.fromEntries(given));
  const problems = validateSync(configuration).flatMap(({ constraints = {} }) => [
    ...new Set(Object.values(constraints)),
  ]);
  if (configuration.isProduction) {
    if (configuration.oidcIssuer === undefined) problems.push('OIDC_ISSUER is required in production');
    if (configuration.masterKey === undefined) problems.push('OVERBLIK_MASTER_KEY is required in production');
  }
  if (configuration.persistedQueries === 'only' && configuration.persistedQueriesFile === undefined)
    problems.push('PERSISTED_QUERIES_FILE is required where PERSISTED_QUERIES is only');
  if (configuration.headersTimeoutSeconds > configuration.requestTimeoutSeconds)
    problems.push('HEADERS_TIMEOUT_SECONDS must not be more than REQUEST_TIMEOUT_SECONDS');
  if (problems.length > 0) {
    const list = problems.map((problem) => `\n  - ${problem}`).join('');
    throw new RuntimeFault('configuration', `The configuration is not valid:${list}`);
  }
  return configuration;
}

function numberOf(text: string): number {
  return /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
}

function itemsOf(text: string): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
