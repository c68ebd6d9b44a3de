import type { Effort } from '../effort.js';
import { atMost, beside, median, told } from '../figures.js';
import type { Finding } from '../figures.js';
import type { Place } from '../place.js';
import { growthEvents } from './growth-events.js';
import type { IdKind } from './growth-events.js';
import { openGrowingStore } from './growing-store.js';
import type { Cost, GrowingStore } from './growing-store.js';
import type { SealedLog } from './sealed-log.js';

const KINDS: readonly { readonly kind: IdKind; readonly name: string; readonly bar: number }[] = [
  { kind: 'outside', name: 'ids from outside', bar: 1.7 },
  { kind: 'timely', name: 'time-ordered ids', bar: 1.25 },
];

/** Part of the smallest size that is measured on it at most, over all rounds. */
const MEASURED_PART = 0.8;
const MEGABYTE = 1024 ** 2;

/**
 * What one more event costs, appended and projected, in a store of so many against a young one of the same run, measured in
 * turns: what slows the machine for a while slows both.
 */
export async function measureGrowth(place: Place, effort: Effort, sealed: SealedLog): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { kind, name, bar } of KINDS) {
    const stages = await grow(place, effort, sealed, kind);
    for (const [index, stage] of stages.entries()) {
      const isLast = stage.size >= 1_000_000 || index === stages.length - 1;
      findings.push(...findingsOf(stage, `${name}, ${thousands(stage.size)} stored`, isLast ? bar : undefined));
    }
  }
  return findings;
}

/** One size, beside the smallest. */
interface Stage {
  readonly size: number;
  readonly base: number;
  readonly grown: readonly Cost[];
  readonly young: readonly Cost[];
  readonly logBytes: number;
  readonly viewBytes: number;
  readonly rss: number;
  readonly youngRss: number;
}

async function grow(place: Place, effort: Effort, { rows, stores }: SealedLog, kind: IdKind): Promise<Stage[]> {
  const [base, ...sizes] = effort.growthSizes;
  const measured = effort.growthRounds + 1;
  const portion = Math.floor((base * MEASURED_PART) / measured);
  const events = await growthEvents(rows, stores.vault, kind, portion);
  const filled = base - portion * measured;
  const large = await openGrowingStore(place, `growth_${kind}`, events);
  const stages: Stage[] = [];
  try {
    // Until V8 has compiled what is hot: a cold start would flatter what is measured later.
    await large.fill(Math.max(base, 4 * portion));
    const youngRss = process.memoryUsage.rss();
    for (const size of sizes) {
      await large.fill(size - portion * measured, (reached) =>
        effort.tell(`growth, ${kind}: ${thousands(reached)} of ${thousands(size)}`),
      );
      const young = await openGrowingStore(place, 'growth_young', events);
      try {
        await young.fill(filled);
        effort.tell(`growth, ${kind}: measuring at ${thousands(size)} and ${thousands(base)}`);
        stages.push({
          size,
          base,
          youngRss,
          ...(await inTurns(effort.growthRounds, large, young)),
          ...(await large.bytes()),
        });
      } finally {
        await young.close();
      }
    }
    return stages;
  } finally {
    await large.close();
  }
}

async function inTurns(
  rounds: number,
  large: GrowingStore,
  small: GrowingStore,
): Promise<Pick<Stage, 'grown' | 'young' | 'rss'>> {
  const grown: Cost[] = [];
  const young: Cost[] = [];
  // One goes before those that count: its connections are new, its pages not yet in memory.
  for (let round = 0; round <= rounds; round++) {
    const measured = new Map<GrowingStore, Cost>();
    for (const store of round % 2 === 0 ? [small, large] : [large, small]) measured.set(store, await store.measure());
    const [one, other] = [measured.get(small), measured.get(large)];
    if (round === 0 || one === undefined || other === undefined) continue;
    young.push(one);
    grown.push(other);
  }
  return { grown, young, rss: process.memoryUsage.rss() };
}

function findingsOf(
  { size, base, grown, young, logBytes, viewBytes, rss, youngRss }: Stage,
  name: string,
  bar?: number,
): Finding[] {
  const cost = (of: readonly Cost[], part: (cost: Cost) => number): number => median(of.map(part));
  const whole = ({ append, project }: Cost): number => append + project;
  const ratio = (part: (cost: Cost) => number): string => (cost(grown, part) / cost(young, part)).toFixed(2);
  const figure = {
    name: `one more event, ${name}`,
    unit: 'µs an event',
    value: cost(grown, whole),
    limit: cost(young, whole),
    against: `the same at ${thousands(base)} stored, measured in turns; appended in requests of 500 and then projected into every read model`,
    notes: [`append alone ${ratio(({ append }) => append)}, projection alone ${ratio(({ project }) => project)}`],
  };
  const bytes = [
    `of the log with its indexes; the read models of an event ${Math.round(viewBytes / size)} bytes; this process, with the samples that it keeps, ${Math.round(rss / MEGABYTE)} MB (resident set; ${Math.round(youngRss / MEGABYTE)} MB at ${thousands(base)})`,
  ];
  return [
    bar === undefined ? told(figure) : atMost({ ...figure, bar }),
    beside(`bytes an event, ${name}`, logBytes / size, 'bytes', bytes),
  ];
}

const thousands = (count: number): string => count.toLocaleString('en-GB');
