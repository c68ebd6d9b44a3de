import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { demoEvents } from '#demo';
import { commandLine, type CommandLine } from './command-line.js';

const { events, authority, highlights } = demoEvents({ now: new Date(), people: 60, companies: 12, cases: 40 });
const distinct = new Set(events.map(({ event }) => `${event.source} ${event.id}`)).size;
const [{ key }] = highlights;

describe('a command without a running service', () => {
  let cli: CommandLine;
  let file: string;

  beforeAll(async () => {
    cli = commandLine();
    file = join(cli.folder, 'events.ndjson.gz');
    writeFileSync(file, gzipSync(events.map(({ event }) => `${JSON.stringify(event)}\n`).join('')));
    const first = await cli.run(['import', 'events', file]);
    expect(first.lastLine).toBe(`accepted ${distinct - 1}, duplicate ${events.length - distinct}, quarantined 1`);
    expect(first.code).toBe(2);
    expect(first.stderr).toMatch(/line \d+: identifier \/data\/parties\/0\/party\/identifier\/value/);
  }, 120_000);
  afterAll(() => cli.remove());

  it('imports the same again as duplicates, also from stdin', async () => {
    const again = await cli.run(['import', 'events', '-'], {
      stdin: events.map(({ event }) => JSON.stringify(event)).join('\n'),
    });
    expect(again.lastLine).toBe(`accepted 0, duplicate ${events.length - 1}, quarantined 1`);
  }, 60_000);

  it('tells the line of what is no JSON and of what breaks the contract, and takes the rest', async () => {
    const [, good] = events;
    const lines = [
      JSON.stringify({ ...good?.event, id: 'new', type: 'dk.overblik.case.invented.v1' }),
      '{"half":',
      JSON.stringify(good?.event),
    ];
    const ended = await cli.run(['import', 'events', '-'], { stdin: lines.join('\n') });
    expect(ended.lastLine).toBe('accepted 0, duplicate 1, quarantined 2');
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain('line 1: unknown-type');
    expect(ended.stderr).toContain('line 2: not JSON');
  }, 60_000);

  it('shows a party as text, its number masked, and puts no number on stderr', async () => {
    const { code, stdout, stderr } = await cli.run(['party', '-'], {
      stdin: `${key.value}\n`,
      environment: { LOG_LEVEL: 'debug' },
    });
    expect(code).toBe(0);
    expect(stdout).toContain(`CPR-nummer: ${key.value.slice(0, 6)}-****`);
    expect(stdout).toMatch(/Sager \(\d+\)/);
    expect(stdout + stderr).not.toContain(key.value);
  }, 60_000);

  it('shows a party as GraphQL would, and its cases’ history', async () => {
    const asked = await cli.run(['party', key.value, '--json', '--authority', authority]);
    const party = JSON.parse(asked.stdout) as { cases: { totalCount: number; edges: { node: { id: string } }[] } };
    expect(party.cases.totalCount).toBeGreaterThan(15);
    const history = await cli.run(['history', party.cases.edges[0]?.node.id ?? '', '--json']);
    expect((JSON.parse(history.stdout) as { type: string }[])[0]?.type).toBe('dk.overblik.case.registered.v1');
  }, 60_000);

  it('shows nothing of before anything was received', async () => {
    const { code, stderr } = await cli.run(['party', key.value, '--as-known-at', '2020-01-01']);
    expect([code, stderr.trim()]).toEqual([1, 'overblik: there is no such party']);
  }, 60_000);

  it('says where everything lies without the password, and that the view is up to date', async () => {
    const { stdout } = await cli.run(['status', '--json']);
    const status = JSON.parse(stdout) as {
      databaseUrl: string;
      eventTable: string;
      accessTable: string;
      readModels: { lag: number }[];
      sources: unknown[];
      quarantined: number;
    };
    const eventTable = process.env['OVERBLIK_TEST_EVENT_STORE'] === undefined ? 'overblik.events' : null;
    expect(status).toMatchObject({ eventTable, accessTable: 'overblik.access_log', quarantined: 2 });
    expect(new URL(status.databaseUrl).password).toBe('***');
    expect(status.readModels.map(({ lag }) => lag)).toEqual(status.readModels.map(() => 0));
    expect(status.sources).toHaveLength(12);
  }, 60_000);

  it('mends and re-queues what waits in quarantine, and discards what is hopeless', async () => {
    const entries = (await cli.run(['quarantine', 'list', '--json'])).stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { quarantineId: string; problem: { rule: string } });
    const [waiting, hopeless] = ['identifier', 'unknown-type'].map(
      (rule) => entries.find(({ problem }) => problem.rule === rule)?.quarantineId ?? '',
    );
    const { event } = JSON.parse((await cli.run(['quarantine', 'show', waiting ?? ''])).stdout) as { event: object };
    const mended = join(cli.folder, 'mended.json');
    writeFileSync(mended, JSON.stringify(event).replace(/("type":"cvr","value":")\d+/, `$1${authority}`));

    expect((await cli.run(['quarantine', 'requeue', waiting ?? ''])).code).toBe(2);
    expect((await cli.run(['quarantine', 'requeue', waiting ?? '', '--with', mended])).lastLine).toMatch(
      /^accepted at position \d+$/,
    );
    expect((await cli.run(['quarantine', 'discard', hopeless ?? ''])).lastLine).toBe('discarded');
    expect((await cli.run(['quarantine', 'list'])).stdout).toBe('');
    expect((await cli.run(['party', authority])).stdout).toContain('MT-HASTE-17');
  }, 120_000);

  it('throws a read model away and projects it again', async () => {
    const before = await cli.run(['party', key.value, '--json']);
    expect((await cli.run(['rebuild', 'case-overview'])).lastLine).toBe('rebuilt case-overview');
    expect((await cli.run(['party', key.value, '--json'])).stdout).toBe(before.stdout);
    const unknown = await cli.run(['rebuild', 'nothing']);
    expect([unknown.code, unknown.stderr.trim().split('\n').length]).toEqual([1, 1]);
  }, 120_000);

  it('lets a source that nobody knows present itself once, however many files are its', async () => {
    const files = ['one', 'two', 'three'].map((name) => {
      const log = join(cli.folder, `${name}.xes`);
      const event = `<event><string key="concept:name" value="Modtaget"/><date key="time:timestamp" value="2024-03-01T10:00:00Z"/></event>`;
      writeFileSync(log, `<log><trace><string key="concept:name" value="${name}"/>${event}</trace></log>`);
      return log;
    });
    const source = ['--source', 'urn:overblik:source:three-files', '--kle', '02.34.02', '--authority', authority];
    const ended = await cli.run(['import', 'xes', ...source, ...files]);
    expect(ended.lastLine).toBe('accepted 7, duplicate 0, quarantined 0');
    expect((await cli.run(['import', 'xes', ...source, ...files])).lastLine).toBe(
      'accepted 0, duplicate 6, quarantined 0',
    );
  }, 60_000);
});
