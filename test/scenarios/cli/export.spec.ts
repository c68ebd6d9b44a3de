import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { demoEvents } from '#demo';
import { commandLine, type CommandLine } from './command-line.js';

/* What an auditor takes with him of a case or a party: all of it, with the proofs, and a page to print. */

const { events, authority, highlights } = demoEvents({ now: new Date(), people: 60, companies: 12, cases: 40 });
const [{ key }] = highlights;

interface Sent {
  readonly subject: string;
  readonly data: {
    readonly caseId?: string;
    readonly cases?: readonly { readonly caseId: string }[];
    readonly lines?: readonly { readonly grantId: string }[];
  };
}
const sent = events.map(({ event }) => event as unknown as Sent);

/** The subjects of all that the demo sent about a case and what lies on it, worked out from what it sent. */
function subjectsOn(caseId: string): string[] {
  const lying = sent.filter(
    ({ subject, data }) =>
      subject === `case/${caseId}` ||
      data.caseId === caseId ||
      (data.cases ?? []).some((link) => link.caseId === caseId),
  );
  const known = new Set(lying.map(({ subject }) => subject).filter((subject) => !subject.startsWith('party/')));
  const paid = sent.filter(({ data }) => data.lines?.some(({ grantId }) => known.has(`grant/${grantId}`)));
  return [...new Set([...known, ...paid.map(({ subject }) => subject)])];
}

const caseWithMost = (): string => {
  const families = (id: string): number => new Set(subjectsOn(id).map((subject) => subject.split('/')[0])).size;
  const cases = [...new Set(sent.flatMap(({ data }) => data.caseId ?? []))];
  return cases.sort((one, other) => families(other) - families(one))[0] ?? '';
};

let cli: CommandLine;
let publicKey: string;

beforeAll(async () => {
  cli = commandLine();
  const file = join(cli.folder, 'events.ndjson');
  writeFileSync(file, events.map(({ event }) => `${JSON.stringify(event)}\n`).join(''));
  await cli.run(['import', 'events', file]);
  const status = JSON.parse((await cli.run(['status', '--json'])).stdout) as { publicKeyFile: string };
  publicKey = status.publicKeyFile;
}, 180_000);
afterAll(() => cli.remove());

interface CaseView {
  readonly view: { readonly payments: { readonly edges: readonly { readonly node: { readonly id: string } }[] } };
}

/** `family/uuid` of every stream that a bundle has events of. */
function subjectsIn(folder: string): Set<string> {
  const lines = readFileSync(join(folder, 'events.ndjson'), 'utf8').trimEnd().split('\n');
  return new Set(
    lines.map((line) => {
      const { stream } = JSON.parse(line) as { stream: string };
      return `${stream.slice(0, -46)}/${stream.slice(-36)}`;
    }),
  );
}

async function exported(kind: string, id: string, ...more: string[]): Promise<{ folder: string; page: string }> {
  const folder = join(cli.folder, `${kind}-${more.length}`);
  const made = await cli.run(['export', kind, id, '--out', folder, '--authority', authority, ...more]);
  expect([made.stderr, made.code]).toEqual([expect.any(String), 0]);
  const held = await cli.run(['verify', '--bundle', folder, '--public-key', publicKey]);
  expect([held.lastLine, held.code]).toEqual([expect.stringContaining(`${kind}/${id}`), 0]);
  return { folder, page: readFileSync(join(folder, 'index.html'), 'utf8') };
}

it('exports a case with the events of everything that lies on it', async () => {
  const id = caseWithMost();
  const expected = subjectsOn(id);
  expect(new Set(expected.map((subject) => subject.split('/')[0]))).toEqual(
    new Set(['case', 'document', 'journal-note', 'grant', 'payment']),
  );
  const { folder, page } = await exported('case', id, '--as-known-at', '2020-01-01');
  const paid = expected.filter((subject) => subject.startsWith('payment/')).map((subject) => subject.slice(-36));
  const { view } = JSON.parse(readFileSync(join(folder, 'view-now.json'), 'utf8')) as CaseView;
  expect(view.payments.edges.map(({ node }) => node.id).sort()).toEqual(paid.sort());
  expect(page).toContain(`<h3>Udbetalinger (${paid.length})</h3>`);
  const told = [...subjectsIn(folder)].filter((subject) => !subject.startsWith('mention/'));
  expect(told.filter((subject) => !subject.startsWith('party/')).sort()).toEqual(expected.sort());
  for (const word of ['Som det er nu', 'Som det var modtaget 1. jan. 2020', 'Dokument ', 'Journalnotat ', 'Bevilling '])
    expect(page).toContain(word);
  expect(page).not.toMatch(/(partyNodes?|caseLinks|dispositionDate|grantNumber)</);
  expect(page).not.toMatch(/>(registered|recorded|granted|calculated|progress-changed)</);
}, 180_000);

it('exports a party with the events of its sources, its cases and what lies on them', async () => {
  const asked = await cli.run(['party', key.value, '--json', '--authority', authority]);
  const party = JSON.parse(asked.stdout) as { id: string; cases: { edges: { node: { id: string } }[] } };
  const { folder, page } = await exported('party', party.id);
  const told = subjectsIn(folder);
  const cases = party.cases.edges.map(({ node }) => node.id);
  expect(cases.length).toBeGreaterThan(15);
  for (const subject of cases.flatMap(subjectsOn)) expect(told).toContain(subject);
  expect([...told].filter((subject) => subject.startsWith('party/')).length).toBeGreaterThan(0);
  expect(page).not.toContain(key.value);
}, 180_000);

it('tells the history of a party and of what is neither case nor party by its id', async () => {
  const asked = await cli.run(['party', key.value, '--json', '--authority', authority]);
  const { id } = JSON.parse(asked.stdout) as { id: string };
  const families = ['document', 'journal-note', 'grant', 'payment'];
  const subjects = families.map((family) => sent.find(({ subject }) => subject.startsWith(`${family}/`))?.subject);
  for (const subject of [`party/${id}`, ...subjects]) {
    const [family = '', uuid = ''] = (subject ?? '').split('/');
    const { stdout, code } = await cli.run(['history', uuid, '--json', '--authority', authority]);
    const types = (JSON.parse(stdout) as { type: string }[]).map(({ type }) => type.split('.')[2]);
    expect([code, new Set(types)]).toEqual([0, new Set([family])]);
  }
  const unknown = await cli.run(['history', 'f0a3b0a6-7c0f-4c3e-9f5e-1c1f0d3f5a11', '--authority', authority]);
  expect([unknown.code, unknown.stderr.trim()]).toEqual([1, 'overblik: there is no such case, party or other object']);
}, 240_000);
