import { basename } from 'node:path';

/** What each spec of this folder is called in the summary, in its order. */
const NAMES = [
  ['kurrentdb-server', null],
  ['kurrentdb-stand-in', 'stand-in'],
  ['kurrentdb-faults', 'its faults'],
  ['kurrentdb-crash', 'crashes'],
  ['postgres', 'PostgreSQL'],
  ['postgres-faults', 'its faults'],
  ['in-memory', 'in-memory'],
  ['quarantine', 'quarantine'],
  ['broken-adapters', 'broken stores caught'],
];

/** `npm run test:event-store`: says in one line which stores held the contract, and on what, to be pasted. */
export default class SummaryReporter {
  async onRunComplete(_, { testResults }) {
    const url = process.env.EVENT_STORE_URL;
    const parts = [];
    for (const [spec, name] of NAMES) {
      const result = testResults.find(({ testFilePath }) => basename(testFilePath) === `${spec}.spec.ts`);
      if (result === undefined) continue;
      if (name === null && url === undefined) parts.push('no real server (EVENT_STORE_URL is not set)');
      else parts.push(`${name ?? (await serverName(url))} ${countsOf(result)}`);
    }
    const day = new Date().toISOString().slice(0, 10);
    process.stdout.write(`\nevent store contract: ${parts.join(' · ')} · Node ${process.versions.node}, ${day}\n`);
  }
}

function countsOf({ numPassingTests, numFailingTests, testExecError }) {
  if (testExecError !== undefined && testExecError !== null) return 'could not run';
  return `${numPassingTests}/${numPassingTests + numFailingTests}`;
}

/** The server's own word; without credentials and time-outs, which a connection string may hold. */
async function serverName(url) {
  const { host, searchParams } = new URL(url);
  const scheme = searchParams.get('tls') === 'false' ? 'http' : 'https';
  try {
    const { esVersion } = await (await fetch(`${scheme}://${host}/info`)).json();
    return `EventStoreDB/KurrentDB ${esVersion} at ${host}`;
  } catch {
    return `the server at ${host}`;
  }
}
