/**
 * `npm audit` at level high: fails where the registry knows of a weak package, and says so where the registry cannot be asked
 * (a mirror without that service), since then nothing has been checked.
 */
import { spawnSync } from 'node:child_process';

const { stdout, stderr } = spawnSync('npm', ['audit', '--json', '--audit-level=high'], { encoding: 'utf8' });
const found = countsIn(stdout);
if (found === undefined) {
  const reason = /audit (\d{3} [^\n]*?) - /.exec(stderr)?.[1] ?? 'no answer that can be read';
  console.log(`npm audit was NOT done: the registry answers ${reason}`);
} else {
  console.log(
    `npm audit: ${found.critical} critical, ${found.high} high, ${found.moderate} moderate, ${found.low} low`,
  );
  process.exitCode = found.critical + found.high > 0 ? 1 : 0;
}

/** @param {string} answer */
function countsIn(answer) {
  try {
    return JSON.parse(answer).metadata?.vulnerabilities;
  } catch {
    return undefined;
  }
}
