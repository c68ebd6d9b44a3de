import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Effort } from '../effort.js';
import { atMost, below } from '../figures.js';
import type { Finding } from '../figures.js';
import { AUTHORITY } from '../place.js';
import type { Place } from '../place.js';
import { projectAll, rebuildOne } from './rebuild-one.js';
import type { SealedLog } from './sealed-log.js';
import type { Reading, Seen } from './swap-readers.js';

const NAME = 'case-overview';
const READERS = 8;
const KEYS = 500;
const ROUNDS = 3;
const ALLOWED_MS = 250;
const QUESTION = `select c.segment, c.doc, w.words from overview.case_current c
  join overview.case_words w using (authority, case_id, segment) where c.authority = '${AUTHORITY}' and c.case_id = $1 order by 1`;

/** What eight readers see of the tables of a read model while it is rebuilt and swapped, from before it until after. */
export async function measureSwap(_: Place, effort: Effort, { url, stores }: SealedLog): Promise<Finding[]> {
  effort.tell(`swap under ${READERS} readers`);
  await projectAll(stores);
  const { rows } = await stores.pool.query<{ id: string }>(
    `select distinct case_id as id from overview.case_current limit ${KEYS}`,
  );
  const reading = { url, readers: READERS, text: QUESTION, keys: rows.map(({ id }) => id) };
  const seen: Seen[] = [];
  let seconds = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const readers = await startReaders(reading);
    seconds += (await rebuildOne(stores, NAME)).served;
    seen.push(await readers.end());
  }
  return findingsOf(seen, seconds);
}

function findingsOf(seen: readonly Seen[], seconds: number): Finding[] {
  const took = seen.flatMap((each) => each.took).sort((a, b) => a - b);
  const at = (part: number): number => took[Math.min(took.length - 1, Math.floor(took.length * part))] ?? 0;
  const sum = (of: (each: Seen) => number): number => seen.reduce((all, each) => all + of(each), 0);
  const wrong = sum(({ failed }) => failed) + sum(({ changed }) => changed);
  return [
    atMost({
      name: `swap under ${READERS} readers: worst read`,
      unit: 'ms',
      value: at(1),
      limit: ALLOWED_MS,
      bar: 1,
      against: `${ALLOWED_MS} ms; readers of one case and its words in a thread of their own, from before a rebuild of ${NAME} until after its swap`,
      notes: [
        `${sum(({ reads }) => reads).toLocaleString('en-GB')} reads in ${seen.length} rebuilds of ${(seconds / seen.length).toFixed(1)} s; p50 ${at(0.5).toFixed(1)} ms, p99 ${at(0.99).toFixed(1)} ms`,
      ],
    }),
    below({
      name: `swap under ${READERS} readers: failed or other answers`,
      unit: 'reads',
      value: wrong,
      limit: 1,
      against: 'none may fail, and none may differ from what was read before: nothing is appended meanwhile',
      notes: [`${sum(({ failed }) => failed)} failed, ${sum(({ changed }) => changed)} differed`],
    }),
  ];
}

async function startReaders(reading: Reading): Promise<{ end(): Promise<Seen> }> {
  const worker = new Worker(new URL('./swap-readers.js', import.meta.url), { workerData: reading });
  await once(worker, 'message');
  return {
    async end() {
      worker.postMessage('end');
      const [seen] = (await once(worker, 'message')) as [Seen];
      await worker.terminate();
      return seen;
    },
  };
}
