import type { Effort } from '../effort.js';
import { atLeast, median, type Finding } from '../figures.js';
import type { Place } from '../place.js';
import { untilFollowed, untilProjected } from '../projected.js';
import { SOURCES } from '../sample-words.js';
import { batchesOf, send } from '../sending.js';
import { ask, CONNECTIONS, post, rateOf } from './overview-bench.js';
import { bodyFor } from './question.js';
import { sampleCitizens } from './sample-citizens.js';

const BAR = 0.75;
const WITHOUT = new URL('./without-access-entry.js', import.meta.url).href;

/** The 360° view by GraphQL with its entry of the access log, followed and sealed, against the same program that leaves none. */
export async function measureAccessLog(place: Place, effort: Effort): Promise<Finding[]> {
  const { url, pool } = await place.createDatabase('access_log');
  const citizens = sampleCitizens(effort.citizens);
  const rights = { roles: ['caseworker'], kle: '02,17,27,32', sensitivity: 'sensitive' } as const;
  const tokens = await Promise.all(
    Array.from({ length: CONNECTIONS }, (_, n) => place.mint({ ...rights, user: `bench-${n}` })),
  );
  const [token = ''] = tokens;
  const source = await place.mint({ roles: ['source'], sources: SOURCES });
  const logging = await place.startStandalone(url);
  const silent = await place.startStandalone(url, ['--import', WITHOUT]);
  try {
    await send({ url: logging.url, token: source }, batchesOf(citizens.events, 500), 1);
    await untilProjected(pool);
    const asks = citizens.numbers.flatMap((cpr) => tokens.map((each) => post(each, bodyFor(cpr))));
    const question = bodyFor(citizens.numbers[0] ?? '');
    const left: number[] = [];
    // The first view of a token notes its privileges too, in an entry of its own.
    for (const { url: asked } of [silent, logging]) await ask({ url: asked, token }, question);
    for (const { url: asked } of [silent, logging]) {
      const before = await entriesIn(pool);
      await ask({ url: asked, token }, question);
      left.push((await entriesIn(pool)) - before);
    }
    if (left.join() !== '0,1') throw new Error(`views leave ${left.join(' and ')} entries, not none and one`);
    const rounds: { with: number; without: number }[] = [];
    for (let round = 0; round <= effort.askingRounds; round++) {
      effort.tell(`access log, round ${round} of ${effort.askingRounds}${round === 0 ? ' (to warm up)' : ''}`);
      const seconds = round === 0 ? effort.askingWarmUpSeconds : effort.askingSeconds;
      const without = await rateOf(silent.url, asks, seconds);
      const rate = await rateOf(logging.url, asks, seconds);
      // Following the entries is part of what they cost: as long as that takes, these views are not over.
      const answered = performance.now();
      await untilFollowed(pool);
      const followed = (performance.now() - answered) / 1_000;
      const rates = { without, with: (rate * seconds) / (seconds + followed) };
      if (round > 0) rounds.push(rates);
    }
    return [
      atLeast({
        name: '360° view with its access entry',
        unit: 'requests/s',
        value: median(rounds.map((round) => round.with)),
        limit: median(rounds.map(({ without }) => without)),
        bar: BAR,
        against: 'the same program on the same database, whose views leave no entry',
        notes: [`${CONNECTIONS} callers; the entry is on disk before the answer leaves, and is followed and sealed`],
      }),
    ];
  } finally {
    await silent.end();
    await logging.end();
  }
}

async function entriesIn(pool: Place['pool']): Promise<number> {
  const { rows } = await pool.query<{ entries: string }>(
    `select position as entries from overblik.log_position where log = 'access_log'`,
  );
  return Number(rows[0]?.entries);
}
