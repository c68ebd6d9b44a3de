export type { AnotherStore, ContractCheck, ContractSubject } from './contract-subject.js';
export { contractChecks, eventStoreContract } from './event-store-contract.js';
