import { DataSource } from 'typeorm';
import { eventStoreEntities, openInMemoryQuarantine, openPostgresQuarantine } from '#event-store';
import { quarantineContract } from '#event-store/testing';
import { openMigratedDatabase } from './postgres-subject.js';

quarantineContract('in-memory quarantine', () =>
  Promise.resolve({ quarantine: openInMemoryQuarantine(), close: () => Promise.resolve() }),
);

quarantineContract('PostgreSQL quarantine', async () => {
  const database = await openMigratedDatabase();
  const dataSource = await new DataSource({
    type: 'postgres',
    url: database.url,
    entities: eventStoreEntities,
  }).initialize();
  return {
    quarantine: openPostgresQuarantine(dataSource),
    close: async () => {
      await dataSource.destroy();
      await database.close();
    },
  };
});
