/** Says what a test run came to, from jest's JSON: what was skipped and why that may be, and the closing line. */
import { existsSync, readFileSync } from 'node:fs';

const { numPassedTests, numFailedTests, numFailedTestSuites, numRuntimeErrorTestSuites, testResults } = JSON.parse(
  readFileSync(process.argv[2], 'utf8'),
);
const isDataHere = existsSync(new URL('../../shared/data', import.meta.url));
const isServerNamed = process.env.EVENT_STORE_URL !== undefined;
let isGood = numFailedTests === 0 && numFailedTestSuites === 0 && numRuntimeErrorTestSuites === 0;

const skipped = testResults
  .flatMap(({ assertionResults }) => assertionResults)
  .filter(({ status }) => status === 'pending' || status === 'skipped')
  .map(({ fullName }) => fullName);
// A test that cannot do without a real server says in its name which variable is to name one.
const forServer = skipped.filter((name) => name.includes('EVENT_STORE_URL'));
const forData = skipped.filter((name) => !name.includes('EVENT_STORE_URL'));

judge(forServer, isServerNamed, 'EVENT_STORE_URL names a real server', 'EVENT_STORE_URL names no real server');
judge(forData, isDataHere, '../shared/data is there', '../shared/data is absent');
if (numRuntimeErrorTestSuites > 0) console.log(`${numRuntimeErrorTestSuites} test files could not be run at all`);
console.log(`${numPassedTests} passed, ${numFailedTests} failed`);
process.exit(isGood ? 0 : 1);

function judge(names, isHere, here, absent) {
  if (!isHere) {
    console.log(`${names.length} tests were skipped because ${absent}`);
  } else if (names.length > 0) {
    isGood = false;
    console.log(`${here}, and still these tests were skipped:`);
    for (const name of names) console.log(`  - ${name}`);
  } else {
    console.log(`no test was skipped: ${here}`);
  }
}
