import { readModels } from '#read-models/projections';
import type { Effort } from '../effort.js';
import { atLeast, median, told } from '../figures.js';
import type { Finding } from '../figures.js';
import { settleServer } from '../place.js';
import type { Place } from '../place.js';
import { createOpenLog, foldInMemory } from './fold-in-memory.js';
import { projectAll, rebuildOne } from './rebuild-one.js';
import type { SealedLog } from './sealed-log.js';

/** The one that hears most. */
const NAME = 'case-overview';

/** A rebuild, decryption included, against folding the same log in memory and writing it once. */
export async function measureRebuild(place: Place, effort: Effort, { stores, rows }: SealedLog): Promise<Finding[]> {
  const model = readModels.find(({ name }) => name === NAME);
  if (model === undefined) throw new Error(`there is no read model ${NAME}`);
  const events = rows.filter(({ type }) => model.hears.has(type)).length;
  effort.tell('rebuild: projecting all read models, and a log in the open');
  await projectAll(stores);
  const built: number[] = [];
  const served: number[] = [];
  const folded: number[] = [];
  // Of the pool, whose connections send statements without waiting for each other's answers: the engine's do so too.
  const client = await stores.pool.connect();
  try {
    await createOpenLog(client, stores.vault, rows);
    for (let round = 0; round <= effort.storeRounds; round++) {
      effort.tell(`rebuild, round ${round} of ${effort.storeRounds}${round === 0 ? ' (to warm up)' : ''}`);
      await settleServer(place.pool);
      const limit = events / (await foldInMemory(client, model));
      await settleServer(place.pool);
      const rebuilt = await rebuildOne(stores, NAME);
      if (round === 0) continue;
      built.push(events / rebuilt.built);
      served.push(events / rebuilt.served);
      folded.push(limit);
    }
    await client.query('drop table open_log; drop schema folded cascade');
  } finally {
    client.release(true);
  }
  const limit = {
    unit: 'events/s',
    limit: median(folded),
    against:
      'the same log in the open read once, folded by the same handlers in memory as one page, every row written once in sets, indexes last',
  };
  return [
    atLeast({
      ...limit,
      name: `rebuild of ${NAME}`,
      value: median(built),
      bar: 0.5,
      notes: [
        `${events.toLocaleString('en-GB')} events that it hears; ours decrypts and keeps checkpoints while the old rows are served; until the new ones have their indexes and have caught up`,
      ],
    }),
    told({
      ...limit,
      name: `rebuild of ${NAME}, until it serves`,
      value: median(served),
      notes: ['with the comparison of the two generations, and the swap'],
    }),
  ];
}
