import { eventStoreContract } from '#event-store/testing';
import { inMemorySubject } from './in-memory-subject.js';

eventStoreContract('in-memory event store', inMemorySubject, { without: ['breakConnections'] });
