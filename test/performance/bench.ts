import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { asDocument } from './document.js';
import { fullEffort, quickEffort, tinyEffort, withTwoMillion } from './effort.js';
import type { Effort } from './effort.js';
import type { Finding } from './figures.js';
import { measureIntake } from './intake-bench.js';
import { measureEventStore, STORE_PARTS } from './event-store/parts.js';
import { describeMachine } from './machine.js';
import { measureMemory } from './memory-bench.js';
import { measureAccessLog } from './overview/access-log-bench.js';
import { measureOverview } from './overview/overview-bench.js';
import { openPlace } from './place.js';
import type { Place } from './place.js';
import { measureProjection } from './projection-bench.js';
import { asText } from './table.js';
import { measureSearch } from './search/search-bench.js';
import { measureVisibility } from './visibility-bench.js';

/*
 * `npm run bench`: what Overblik does a second beside what the machine could do at all, measured in one run on one server.
 * Ends with 1 where something is below its bar.
 */

const DOCUMENT = 'docs/performance.md';
const PARTS = [
  'intake',
  'projection',
  'query',
  'access-log',
  'visibility',
  'search',
  'memory',
  ...STORE_PARTS,
] as const;
type Part = (typeof PARTS)[number];

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    /** Only whether everything works. */
    tiny: { type: 'boolean', default: false },
    /** Growth up to two million stored events. */
    'two-million': { type: 'boolean', default: false },
    json: { type: 'string' },
    doc: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
    /** A folder for CPU profiles of the program. */
    profile: { type: 'string' },
  },
});

const started = performance.now();
const tell = (what: string): void => {
  process.stderr.write(`[${((performance.now() - started) / 1_000).toFixed(0).padStart(4)} s] ${what}\n`);
};
const chosen = options.tiny ? tinyEffort(tell) : options.quick ? quickEffort(tell) : fullEffort(tell);
const effort = options['two-million'] ? withTwoMillion(chosen) : chosen;

const only = options.only.flatMap((names) => names.split(','));
for (const name of only) {
  if (!PARTS.some((part) => part === name)) throw new Error(`--only knows ${PARTS.join(', ')}`);
}
const wanted = (part: Part): boolean => only.length === 0 || only.includes(part);

const place = await openPlace({ profileFolder: options.profile });
const endEarly = (): void => void place.close().finally(() => process.exit(130));
process.once('SIGINT', endEarly);
process.once('SIGTERM', endEarly);
try {
  const machine = await describeMachine(place.pool, place.folder);
  const findings = await measure(place, effort);
  const how = `${options.tiny ? 'tiny' : options.quick ? 'quick' : 'full'}, ${Math.round((performance.now() - started) / 1_000)} s`;
  process.stdout.write(`\n${asText(findings)}\n`);
  process.stdout.write(
    `${machine.cpu}, ${machine.cores} cores, ${machine.memory}; Node ${machine.node}, PostgreSQL ${machine.postgres}; ${how}; load before: ${machine.load}\n`,
  );
  if (options.json !== undefined)
    writeFileSync(
      options.json,
      `${JSON.stringify(
        findings.map(({ figure }) => figure),
        null,
        2,
      )}\n`,
    );
  if (options.doc) writeFileSync(DOCUMENT, asDocument(findings, machine, how));
  process.exitCode = findings.every(({ figure }) => figure.ok) ? 0 : 1;
} finally {
  process.off('SIGINT', endEarly);
  process.off('SIGTERM', endEarly);
  await place.close();
}

async function measure(on: Place, by: Effort): Promise<Finding[]> {
  const findings: Finding[] = [];
  if (wanted('intake') || wanted('projection')) {
    const intake = await measureIntake(on, by);
    if (wanted('intake')) findings.push(...intake.findings);
    if (wanted('projection')) findings.push(...(await measureProjection(on, by, intake.log)));
  }
  if (wanted('query')) findings.push(...(await measureOverview(on, by)));
  if (wanted('access-log')) findings.push(...(await measureAccessLog(on, by)));
  if (wanted('visibility')) findings.push(...(await measureVisibility(on, by)));
  if (wanted('search')) findings.push(...(await measureSearch(on, by)));
  if (wanted('memory')) findings.push(...(await measureMemory(on, by)));
  findings.push(...(await measureEventStore(on, by, STORE_PARTS.filter(wanted))));
  return findings;
}
