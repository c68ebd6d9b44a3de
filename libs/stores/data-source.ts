import { DataSource } from 'typeorm';
import type { Pool } from 'pg';
import { accessEntities, accessMigrations } from '#access';
import { deletionEntities, deletionMigrations } from '#deletion';
import { eventStoreEntities, eventStoreMigrations } from '#event-store';
import { oversightEntities, oversightMigrations } from '#oversight';
import { personalDataEntities, personalDataMigrations } from '#personal-data';
import { sealEntities, sealMigrations } from '#seal';
import { StoresFault } from './errors.js';
import { postgresTypes } from './postgres-pool.js';
import { CreateEventLogHome1764000009001 } from './schema/create-event-log-home.migration.js';
import { CreateKeyCheck1764000009000 } from './schema/create-key-check.migration.js';
import { CreateKeyRoot1795000009001 } from './schema/create-key-root.migration.js';
import { CreateRestoration1795000009000 } from './schema/create-restoration.migration.js';
import { EventLogHomeEntity } from './schema/event-log-home.entity.js';
import { KeyCheckEntity } from './schema/key-check.entity.js';
import { KeyRootEntity } from './schema/key-root.entity.js';
import { RestorationEntity } from './schema/restoration.entity.js';

const entities = [
  ...eventStoreEntities,
  ...personalDataEntities,
  ...accessEntities,
  ...deletionEntities,
  ...oversightEntities,
  ...sealEntities,
  KeyCheckEntity,
  EventLogHomeEntity,
  RestorationEntity,
  KeyRootEntity,
];
const migrations = [
  ...eventStoreMigrations,
  ...personalDataMigrations,
  ...accessMigrations,
  ...deletionMigrations,
  ...oversightMigrations,
  ...sealMigrations,
  CreateKeyCheck1764000009000,
  CreateEventLogHome1764000009001,
  CreateRestoration1795000009000,
  CreateKeyRoot1795000009001,
];

/** Any number; all who migrate this database take the same. */
const MIGRATION_LOCK = 7_206_014_530;

/** The data source over every lib's tables, with all migrations run. */
export async function openDataSource(
  databaseUrl: string,
  pool: Pool,
  onBrokenConnection: (error: Error) => void,
): Promise<DataSource> {
  const dataSource = new DataSource({
    type: 'postgres',
    url: databaseUrl,
    entities,
    migrations,
    migrationsTableName: 'migration',
    schema: 'overblik',
    migrationsTransactionMode: 'all',
    applicationName: 'overblik-orm',
    poolSize: 4,
    installExtensions: false,
    poolErrorHandler: onBrokenConnection,
    extra: { types: postgresTypes, options: '-c timezone=UTC -c datestyle=ISO', connectionTimeoutMillis: 5_000 },
  });
  await dataSource.initialize();
  // TypeORM's own pool hears only its idle connections: one that breaks in somebody's hands would end the process.
  (dataSource.driver as unknown as { master: Pool }).master.on('connect', (client) =>
    client.on('error', () => undefined),
  );
  try {
    await migrate(dataSource, pool);
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
  return dataSource;
}

/** Processes that start together must not migrate together: the lock is held by a session that does nothing else. */
async function migrate(dataSource: DataSource, pool: Pool): Promise<void> {
  const holder = await pool.connect();
  try {
    await holder.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await holder.query('create schema if not exists overblik');
    await refuseNewer(dataSource);
    await dataSource.runMigrations();
  } finally {
    await holder.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined);
    holder.release();
  }
}

/** An older program on a newer schema would write what the newer one no longer expects. */
async function refuseNewer(dataSource: DataSource): Promise<void> {
  const known = new Set(dataSource.migrations.map((migration) => migration.name));
  const [{ present } = { present: null }] = await dataSource.query<{ present: string | null }[]>(
    `select to_regclass('overblik.migration')::text as present`,
  );
  if (present === null) return;
  const run = await dataSource.query<{ name: string }[]>('select name from overblik.migration');
  const unknown = run.filter(({ name }) => !known.has(name));
  if (unknown.length > 0) {
    const names = unknown.map(({ name }) => name).join(', ');
    throw new StoresFault(
      'database-too-new',
      `The database was migrated by a newer version of this program (${names})`,
    );
  }
}
