import { appendChecks } from './append-checks.js';
import { concurrencyChecks } from './concurrency-checks.js';
import type { ContractCheck, ContractSubject } from './contract-subject.js';
import { readChecks } from './read-checks.js';
import { subscriptionChecks } from './subscription-checks.js';

const TIMEOUT_MS = 30_000;

/** The claims of the contract by what they are about, for tests that want a check to fail. */
export const contractChecks: Readonly<Record<string, readonly ContractCheck[]>> = {
  reading: readChecks,
  appending: appendChecks,
  subscribing: subscriptionChecks,
  'many at a time': concurrencyChecks,
};

/** What an adapter has nothing of: claims that need it are not registered. */
export interface ContractLimits {
  readonly without?: readonly NonNullable<ContractCheck['needs']>[];
}

/** Registers the contract of an event store as tests of one adapter. `open` gives an empty log each time. */
export function eventStoreContract(
  name: string,
  open: () => Promise<ContractSubject>,
  { without = [] }: ContractLimits = {},
): void {
  describe(name, () => {
    for (const [about, checks] of Object.entries(contractChecks)) {
      const asked = checks.filter(({ needs }) => needs === undefined || !without.includes(needs));
      describeChecks(about, asked, open);
    }
  });
}

function describeChecks(about: string, checks: readonly ContractCheck[], open: () => Promise<ContractSubject>): void {
  describe(about, () => {
    let subject: ContractSubject;
    beforeAll(async () => {
      subject = await open();
    });
    afterAll(() => subject.close());

    for (const { claim, check, timeoutMs = TIMEOUT_MS } of checks) it(claim, () => check(subject), timeoutMs);
  });
}
