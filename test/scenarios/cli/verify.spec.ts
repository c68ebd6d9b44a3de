import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { demoEvents } from '#demo';
import { startStandalone, type RunningProgram } from '../../support/program.js';
import { commandLine, type CommandLine } from './command-line.js';

/* The seal as an operator and an auditor meet it: the program runs, is stopped by a signal, and is verified in both states. */

const { events, authority } = demoEvents({ now: new Date(), people: 12, companies: 3, cases: 8 });

interface Told {
  readonly databaseUrl: string;
  readonly publicKeyFile: string;
  readonly derivedColumns: readonly string[];
  readonly accessTable: string;
  readonly unsealed: Record<string, number>;
}

let cli: CommandLine;
let program: RunningProgram | undefined;
let exports: string;

beforeAll(async () => {
  cli = commandLine({ SEAL_INTERVAL_SECONDS: '3600' });
  exports = mkdtempSync(join(tmpdir(), 'overblik-exports-'));
  const file = join(cli.folder, 'events.ndjson');
  writeFileSync(file, events.map(({ event }) => `${JSON.stringify(event)}\n`).join(''));
  program = await startStandalone({ OVERBLIK_DATA_DIR: join(cli.folder, 'data'), SEAL_INTERVAL_SECONDS: '3600' });
  await cli.run(['import', 'events', file]);
}, 120_000);
afterAll(() => {
  program?.child.kill('SIGKILL');
  cli.remove();
  rmSync(exports, { recursive: true, force: true });
});

const caseId = (): string => {
  const founding = events.find(({ event }) => event.type === 'dk.overblik.case.registered.v1');
  return founding?.event.subject.replace('case/', '') ?? '';
};

it('verifies both logs while the program runs, and calls unsealed what no checkpoint has reached', async () => {
  const told = await cli.run(['verify']);
  expect(told.code).toBe(0);
  expect(told.stdout).toMatch(/events +\S+ events read, .*unsealed: ok/);
  expect(told.lastLine).toMatch(/^access_log .*: ok$/);
  const status = JSON.parse((await cli.run(['status', '--json'])).stdout) as Told;
  expect(status).toMatchObject({ derivedColumns: ['bucket'], accessTable: 'overblik.access_log' });
  expect(readFileSync(status.publicKeyFile, 'utf8')).toMatch(/^overblik\/\S+\/events\+/);
}, 120_000);

it('exports a case that verifies without the store, and leaves an access entry', async () => {
  const out = join(exports, 'case');
  const made = await cli.run([
    'export',
    'case',
    caseId(),
    '--out',
    out,
    '--as-known-at',
    '2020-01-01',
    '--authority',
    authority,
  ]);
  expect([made.stderr, made.code]).toEqual([expect.any(String), 0]);
  expect(readdirSync(out)).toEqual(expect.arrayContaining(['index.html', 'view-now.json', 'manifest.json']));
  const page = readFileSync(join(out, 'index.html'), 'utf8');
  expect(page).toContain('<html lang="da">');
  expect(page).not.toMatch(/<script|<img|<link|src=|href=/);
  const status = JSON.parse((await cli.run(['status', '--json'])).stdout) as Told;
  const publicKey = join(exports, 'public-key');
  writeFileSync(publicKey, readFileSync(status.publicKeyFile));
  const elsewhere = { environment: { OVERBLIK_DATA_DIR: '/nonexistent' } };
  const good = await cli.run(['verify', '--bundle', out, '--public-key', publicKey], elsewhere);
  expect([good.lastLine, good.code]).toEqual([expect.stringContaining(`case/${caseId()}`), 0]);
  writeFileSync(join(out, 'index.html'), page.replace('Sag', 'sag'));
  const bad = await cli.run(['verify', '--bundle', out, '--public-key', publicKey], elsewhere);
  expect([bad.lastLine, bad.code]).toEqual(['FAULT in bundle: index.html was changed', 1]);
  expect((await cli.run(['export', 'case', caseId(), '--out', out])).stderr).toContain('is not empty');
}, 120_000);

it('seals all there is when it is told to stop, and names a changed event afterwards, stopped and running', async () => {
  program?.child.kill('SIGTERM');
  expect(await program?.ended()).toBe(0);
  const sound = await cli.run(['verify']);
  expect([sound.code, sound.stdout]).toEqual([0, expect.stringMatching(/events .*nothing after it: ok/)]);
  expect(sound.lastLine).toMatch(/^access_log +[1-9]\d* events read, .*nothing after it: ok$/);

  program = await startStandalone({ OVERBLIK_DATA_DIR: join(cli.folder, 'data') });
  const lock = JSON.parse(readFileSync(join(cli.folder, 'data', 'lock'), 'utf8')) as { url: string };
  const client = new pg.Client({ connectionString: lock.url });
  await client.connect();
  await client.query('alter table overblik.access_log disable trigger all');
  await client.query(`update overblik.access_log set metadata = metadata || ' ' where position = 1`);
  await client.end();
  const running = await cli.run(['verify']);
  expect([running.lastLine, running.code]).toEqual([
    expect.stringContaining('log access_log, first wrong position 1:'),
    1,
  ]);
  program.child.kill('SIGTERM');
  await program.ended();
  const stopped = await cli.run(['verify']);
  expect([stopped.lastLine, stopped.code]).toEqual([
    expect.stringContaining('log access_log, first wrong position 1:'),
    1,
  ]);
  const range = await cli.run(['verify', '--from', '2']);
  expect(range.code).toBe(0);
}, 240_000);
