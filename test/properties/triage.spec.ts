import fc from 'fast-check';
import { writeFileSync } from 'node:fs';
import { instantFromDate } from '#contracts';
import { openHouse, type House } from '../support/house.js';
import { lookAt, momentsOf, publish, twinSees } from './publishing.js';
import { worldsOf } from './worlds.js';
let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());
function diff(a: any, b: any, path: string, out: string[]): void {
  if (JSON.stringify(a) === JSON.stringify(b)) return;
  if (
    a === null ||
    b === null ||
    typeof a !== 'object' ||
    typeof b !== 'object' ||
    Array.isArray(a) !== Array.isArray(b)
  ) {
    out.push(`${path}: product ${JSON.stringify(a)} twin ${JSON.stringify(b)}`);
    return;
  }
  if (Array.isArray(a)) {
    if (a.length === b.length && a.length < 3) a.forEach((x, i) => diff(x, b[i], `${path}.#`, out));
    else out.push(`${path}: product ${JSON.stringify(a)} twin ${JSON.stringify(b)}`);
    return;
  }
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)]))
    diff(a[key] ?? null, b[key] ?? null, `${path}.${key}`, out);
}
it('triage', async () => {
  const runs = Number(process.env['OVERBLIK_RUNS'] ?? 20);
  const mode = process.env['MODE'] ?? 'twin';
  const worlds = fc.sample(worldsOf({ isUnmerging: mode === 'twin' }), {
    numRuns: runs,
    seed: Number(process.env['OVERBLIK_SEED'] ?? 1),
  });
  const kinds = new Map<string, { count: number; size: number; text: string }>();
  const t = { publish: 0, look: 0, twin: 0 };
  for (const world of worlds) {
    const t0 = Date.now();
    const { authority, facts } = await publish(house, world, world.arrivals[0]);
    const moments = mode === 'twin' ? momentsOf(world, facts) : momentsOf(world, []).slice(0, 2);
    const t1 = Date.now();
    const seen = await lookAt(house, authority, moments);
    const t2 = Date.now();
    const second = mode === 'twin' ? undefined : await publish(house, world, world.arrivals[1]);
    const twin =
      second === undefined
        ? twinSees(facts, moments, instantFromDate(new Date()))
        : await lookAt(house, second.authority, moments);
    const t3 = Date.now();
    t.publish += t1 - t0;
    t.look += t2 - t1;
    t.twin += t3 - t2;
    seen.forEach(({ asked, view }, i) => {
      const out: string[] = [];
      diff(view, twin[i]?.view, '', out);
      for (const line of out) {
        const live = asked.includes('asOf now asKnownAt now') ? 'LIVE' : 'PAST';
        const key = `${live} ${line.split(':')[0]}`;
        const known = kinds.get(key);
        const size = world.events.length;
        const family = /identifiers|name|relations|kind|status|ddress/.test(line.split(':')[0] ?? '') ? 'party' : '';
        const list = (all: typeof facts) =>
          all
            .filter((f) => f.family.startsWith(family))
            .map(
              (f) =>
                `   @${f.position} ${f.recordedAt.slice(17)} ${f.name} ${f.objectId.slice(-7)} ${f.source.slice(20)} ${f.id} t=${f.time} seq=${f.sequence} [${f.from},${f.to}) ${JSON.stringify(f.data)}`,
            )
            .join('\n');
        const detail = `${asked}\n${line}\n${list(facts)}\n----\n${second ? list(second.facts) : ''}`;
        kinds.set(key, {
          count: (known?.count ?? 0) + 1,
          size: Math.min(size, known?.size ?? 999),
          text: known && known.size <= size ? known.text : detail,
        });
      }
    });
  }
  const all = [...kinds].sort((a, b) => b[1].count - a[1].count);
  writeFileSync(
    '/tmp/triage.txt',
    `${JSON.stringify(t)}\n` +
      all.map(([key, { count }]) => `${count} ${key}`).join('\n') +
      '\n\n' +
      all.map(([key, { count, text }]) => `=== ${key} ${count}\n${text}`).join('\n\n'),
  );
}, 600_000);
