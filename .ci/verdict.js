/** Says what a test run came to, from jest's JSON: what was skipped and why that may be, and the closing line. */
import { existsSync, readFileSync } from 'node:fs';

const { numPassedTests, numFailedTests, numPendingTests, numFailedTestSuites, numRuntimeErrorTestSuites, testResults } =
  JSON.parse(readFileSync(process.argv[2], 'utf8'));
const isDataHere = existsSync(new URL('../../shared/data', import.meta.url));
let isGood = numFailedTests === 0 && numFailedTestSuites === 0 && numRuntimeErrorTestSuites === 0;

console.log(
  isDataHere
    ? `${numPendingTests} tests were skipped; ../shared/data is there`
    : `${numPendingTests} tests were skipped because ../shared/data is absent`,
);
if (isDataHere && numPendingTests > 0) {
  isGood = false;
  console.log('With ../shared/data there, no test may be skipped:');
  for (const { assertionResults } of testResults) {
    for (const { status, fullName } of assertionResults) {
      if (status === 'pending' || status === 'skipped') console.log(`  - ${fullName}`);
    }
  }
}
if (numRuntimeErrorTestSuites > 0) console.log(`${numRuntimeErrorTestSuites} test files could not be run at all`);
console.log(`${numPassedTests} passed, ${numFailedTests} failed`);
process.exit(isGood ? 0 : 1);
