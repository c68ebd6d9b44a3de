import type { Histories } from '../queries.js';
import { Refusal } from './refusal.js';

// Until #case-history has its door.
const later = (): Promise<never> => Promise.reject(new Refusal('SOURCE_UNAVAILABLE', 'Histories cannot be read yet.'));
export const historiesToCome: Histories = { caseHistory: later, partyHistory: later };
