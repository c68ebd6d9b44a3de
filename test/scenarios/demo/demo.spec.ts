import { demoEvents } from '#demo';
import { startStandalone, type RunningProgram } from '../../support/program.js';
import { commandLine, type CommandLine } from '../cli/command-line.js';
import { freePort } from './free-port.js';

interface FullView {
  data: {
    party: {
      name: string;
      identifiers: { value: string }[];
      relations: unknown[];
      cases: { totalCount: number; edges: { node: { source: string } }[] };
      documents: { totalCount: number };
      journalNotes: { totalCount: number };
      timeline: { totalCount: number };
      freshness: { source: string; state: string }[];
    };
  };
}

const demo = demoEvents({ now: new Date() });

describe('the demo, through the front door of a running service', () => {
  let cli: CommandLine;
  let service: RunningProgram & { url: string };
  let stdout = '';

  beforeAll(async () => {
    const port = String(await freePort());
    cli = commandLine({ PORT: port });
    service = await startStandalone({ PORT: port, OVERBLIK_DATA_DIR: `${cli.folder}/data` });
    const ended = await cli.run(['demo']);
    expect([ended.code, ended.stderr.split('\n').filter((line) => /^overblik:/.test(line))]).toEqual([0, []]);
    stdout = ended.stdout;
  }, 400_000);
  afterAll(async () => {
    service.child.kill('SIGTERM');
    await service.ended();
    cli.remove();
  }, 60_000);

  it('accepts everything but the one event that is meant for quarantine', () => {
    const { events } = demo;
    const distinct = new Set(events.map(({ event }) => `${event.source} ${event.id}`)).size;
    expect(stdout).toMatch(
      new RegExp(`^accepted ${distinct - 1}, duplicate ${events.length - distinct}, quarantined 1\\n`),
    );
  });

  it('prints a curl line that shows a full 360° view', async () => {
    const [, address = '', token = '', body = ''] =
      /^curl -s (\S+) -H 'content-type: application\/json' -H 'authorization: Bearer (\S+)' -d '(.*)'$/m.exec(stdout) ??
      [];
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body,
    });
    const { party } = ((await response.json()) as FullView).data;
    expect(party.name).toMatch(/\S+ \S+/);
    expect(party.identifiers.map(({ value }) => value)).toEqual([
      expect.stringMatching(/^\d{6}-\*{4}$/),
      expect.stringMatching(/^\d{6}-\*{4}$/),
    ]);
    expect(party.relations.length).toBeGreaterThanOrEqual(5);
    expect(party.cases.totalCount).toBeGreaterThanOrEqual(20);
    expect(party.documents.totalCount).toBeGreaterThanOrEqual(40);
    expect(party.journalNotes.totalCount).toBeGreaterThanOrEqual(10);
    expect(new Set(party.freshness.map(({ source }) => source)).size).toBeGreaterThanOrEqual(10);
    expect(new Set(party.freshness.map(({ state }) => state))).toEqual(new Set(['CURRENT', 'GAP', 'DOWN']));
  });

  it('prints a link to the playground that is there', async () => {
    const link = /^(http\S+\/playground)#token=\S+&cpr=\d{10}$/m.exec(stdout)?.[1] ?? '';
    expect((await fetch(link)).status).toBe(200);
  });

  it('hides a protected person everywhere, also on relations', async () => {
    const hidden = demo.highlights[1].key.value;
    const { stdout: text } = await cli.run(['party', hidden]);
    expect(text).toContain('[navn beskyttet]');
    expect(text).toContain('Adresse: beskyttet');
    expect(text).toMatch(/Barn +\[navn beskyttet\]/);
  }, 60_000);
});
