export {
  newEvents,
  newStream,
  requestFor,
  type AnotherStore,
  type ContractCheck,
  type ContractSubject,
} from './contract-subject.js';
export { contractChecks, eventStoreContract } from './event-store-contract.js';
export { quarantineContract, type QuarantineSubject } from './quarantine-contract.js';
export { follow, type Follower } from './subscription-checks.js';
