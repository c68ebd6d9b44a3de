import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { transform } from '@swc/core';
import { createOverviewQueries } from '#read-models/queries';
import { openStores, type Stores } from '#stores';
import { productViews } from '../properties/views.js';
import { askingOf } from '../support/house.js';
import { openTestDatabase } from '../support/database.js';
import { builtProgram } from '../support/program.js';
import { keepLogged } from '../support/run-logs.js';
import { testMasterKey } from '../support/stores.js';
import { AUTHORITY, importedList } from './import-events.js';

const list = importedList();
const children: ChildProcess[] = [];

/** One that still waits for its task, where the test failed. */
afterAll(() => children.forEach((child) => child.kill('SIGKILL')));

/** How one run of the import is ended: by itself at a place, or from outside after some milliseconds. */
type Ending =
  | { readonly where: 'after-append' | 'before-checkpoint' | 'before-commit'; readonly count: number }
  | { readonly afterMs: number };

/** Five between append and receipt, six between rows and checkpoint or commit, ten whenever it happens. */
const ENDINGS: readonly Ending[] = [
  { where: 'after-append', count: 1 },
  { afterMs: 5 },
  { where: 'before-checkpoint', count: 1 },
  { afterMs: 90 },
  { where: 'before-commit', count: 1 },
  { where: 'after-append', count: 3 },
  { afterMs: 40 },
  { where: 'before-checkpoint', count: 3 },
  { afterMs: 140 },
  { where: 'before-commit', count: 2 },
  { where: 'after-append', count: 2 },
  { afterMs: 20 },
  { where: 'before-checkpoint', count: 2 },
  { afterMs: 110 },
  { where: 'before-commit', count: 4 },
  { where: 'after-append', count: 4 },
  { afterMs: 60 },
  { afterMs: 160 },
  { where: 'after-append', count: 1 },
  { afterMs: 75 },
  { afterMs: 30 },
];

interface Prepared {
  readonly program: string;
  readonly child: string;
  readonly events: string;
}

/** The child program and its events, in the folder of the built program. */
async function preparedImport(): Promise<Prepared> {
  const program = await builtProgram();
  const source = readFileSync(new URL('import-child.ts', import.meta.url), 'utf8');
  const { code } = await transform(source, {
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    module: { type: 'es6' },
    swcrc: false,
  });
  const [child, events] = [join(program, 'import-child.js'), join(program, 'import-events.ndjson')];
  writeFileSync(child, code);
  writeFileSync(events, list.events.map((event) => JSON.stringify(event)).join('\n'));
  return { program, child, events };
}

interface Run {
  readonly signal: string | null;
  readonly output: string;
}

/** A process that has loaded the program, or is about to, and waits for its task. */
function loadedChild({
  program,
  child: main,
  events: file,
}: Prepared): (databaseUrl: string, ending?: Ending) => Promise<Run> {
  const { PATH = '', HOME = '/' } = process.env;
  const child = spawn(process.execPath, [main], { cwd: program, env: { PATH, HOME }, stdio: 'pipe' });
  children.push(child);
  let output = '';
  const begun = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('importing')) resolve();
    });
  });
  child.stderr.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    keepLogged(`import-${child.pid ?? 0}`, chunk.toString());
  });
  const ended = once(child, 'close') as Promise<[number | null, string | null]>;
  return async (databaseUrl, ending) => {
    const byItself = ending !== undefined && 'where' in ending ? ending : { where: 'never', count: 0 };
    child.stdin.write(JSON.stringify({ databaseUrl, file, ending: byItself }));
    if (ending !== undefined && 'afterMs' in ending) {
      await Promise.race([begun, ended]);
      await sleep(ending.afterMs);
      child.kill('SIGKILL');
    }
    const [, signal] = await ended;
    return { signal, output };
  };
}

/** Everything there is to see, as one hash for each case and party; and what lies in log and quarantine. */
async function seenIn(stores: Stores): Promise<{ views: Record<string, string>; refused: number; log: string[] }> {
  const queries = createOverviewQueries({ pool: stores.pool, keyring: stores.vault.authority });
  const product = productViews({ queries, ...askingOf(queries) }, AUTHORITY);
  const views: Record<string, string> = {};
  const hash = (view: unknown): string =>
    view === null ? 'nothing' : createHash('sha256').update(JSON.stringify(view)).digest('hex').slice(0, 16);
  for (const id of list.cases) views[`case ${id}`] = hash(await product.case(id, {}));
  for (const value of list.numbers)
    views[`party ${value}`] = hash(await product.party({ type: 'cpr', value, source: '' }, {}));
  const { rows } = await stores.pool.query<{ refused: string }>(
    `select count(*) as refused from overblik.quarantine_entry where status = 'open'`,
  );
  const log: string[] = [];
  for (let after = 0; ;) {
    const page = await stores.eventStore.readAll(after, 1_000);
    for (const { type, metadata } of page.events) {
      const { id } = JSON.parse(metadata) as { id?: string };
      if (!type.startsWith('mention.') && !type.startsWith('operation.')) log.push(id ?? '');
    }
    if (page.caughtUp) return { views, refused: Number(rows[0]?.refused), log: log.sort() };
    after = page.checkpoint;
  }
}

async function lookInto(databaseUrl: string): Promise<Awaited<ReturnType<typeof seenIn>>> {
  const stores = await openStores({ databaseUrl, masterKey: testMasterKey, log: { warn: () => undefined } });
  try {
    return await seenIn(stores);
  } finally {
    await stores.close();
  }
}

describe('an import that is killed again and again', () => {
  it('shows in the end exactly what an undisturbed one does, with every event once', async () => {
    const prepared = await preparedImport();
    const [disturbed, calm] = [await openTestDatabase(), await openTestDatabase()];
    try {
      const undisturbed = loadedChild(prepared)(calm.url);
      const kills: Run[] = [];
      let next = loadedChild(prepared);
      for (const ending of ENDINGS) {
        const run = next(disturbed.url, ending);
        next = loadedChild(prepared);
        kills.push(await run);
      }
      expect(
        kills.map(({ signal, output }) => (signal === 'SIGKILL' && !output.includes('imported') ? 'killed' : output)),
      ).toEqual(ENDINGS.map(() => 'killed'));
      const last = await next(disturbed.url);
      expect([last.signal, last.output]).toEqual([null, expect.stringContaining('imported')]);
      // It was killed while there was something to do to the last.
      expect(last.output).toMatch(/"accepted":[1-9]/);
      expect((await undisturbed).output).toContain('imported');
      const [after, before] = [await lookInto(disturbed.url), await lookInto(calm.url)];
      expect(after).toEqual(before);
      expect(after.log).toEqual([...list.accepted].sort());
      expect(new Set(Object.values(after.views)).size).toBeGreaterThan(100);
    } finally {
      await Promise.all([disturbed.close(), calm.close()]);
    }
  }, 300_000);
});
