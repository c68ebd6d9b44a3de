export type { AnotherStore, ContractCheck, ContractSubject } from './contract-subject.js';
export { contractChecks, eventStoreContract } from './event-store-contract.js';
export { quarantineContract, type QuarantineSubject } from './quarantine-contract.js';
