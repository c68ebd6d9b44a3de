import { eventStoreContract } from '#event-store/testing';
import { postgresSubject } from './postgres-subject.js';

eventStoreContract('PostgreSQL event store', postgresSubject);
