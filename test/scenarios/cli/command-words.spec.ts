import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandLine, type CommandLine } from './command-line.js';

const authority = '29990018';
const claimsIn = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;

describe('the command line', () => {
  let cli: CommandLine;
  beforeAll(() => {
    cli = commandLine();
  });
  afterAll(() => cli.remove());

  it.each([
    ['', /demo[\s\S]*import[\s\S]*token[\s\S]*party[\s\S]*history[\s\S]*rebuild[\s\S]*quarantine[\s\S]*status/],
    ['import', /xes[\s\S]*cpr[\s\S]*events/],
    ['import xes', /--authority[\s\S]*--source[\s\S]*--kle[\s\S]*--sensitivity[\s\S]*--party-attribute/],
    ['quarantine', /list[\s\S]*show[\s\S]*requeue[\s\S]*discard/],
    ['rebuild', /case-overview/],
    ['deny list', /--all[\s\S]*--json/],
    ['hold place', /--basis[\s\S]*--until[\s\S]*--authority/],
  ])('explains «%s»', async (words, names) => {
    const { code, stdout } = await cli.run([...words.split(' ').filter((word) => word !== ''), '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain(`Usage: overblik ${words}`);
    expect(stdout).toMatch(names);
  });

  it('mints a token, alone on the last line of stdout, with every constraint as asked', async () => {
    const words = [
      'token',
      '--authority',
      authority,
      '--role',
      'caseworker',
      '--kle',
      '27.*',
      '--sensitivity',
      'confidential',
      '--unit',
      'u1',
      '--source',
      'urn:a',
      '--source',
      'urn:b',
    ];
    const { code, lastLine } = await cli.run([
      ...words,
      '--user',
      'mette',
      '--member-of',
      'u9',
      '--expires-in',
      'PT5M',
    ]);
    const claims = claimsIn(lastLine);
    expect(code).toBe(0);
    expect(claims).toMatchObject({ sub: 'mette', unit: 'u9', aud: 'overblik' });
    expect(Number(claims['exp']) - Number(claims['iat'])).toBe(300);
    const [{ constraints }] = claims['privileges'] as [{ constraints: Record<string, string> }];
    expect(Object.values(constraints).sort()).toEqual(['27.*', 'confidential', 'u1', 'urn:a,urn:b']);
  });

  it('puts the privileges of a file into the token unchecked, XML as base64', async () => {
    const [json, xml] = [join(cli.folder, 'p.json'), join(cli.folder, 'p.xml')];
    writeFileSync(json, '[{"any":"thing"}]');
    writeFileSync(xml, '\uFEFF<x/>');
    expect(claimsIn((await cli.run(['token', '--privileges', json])).lastLine)['privileges']).toEqual([
      { any: 'thing' },
    ]);
    expect(
      Buffer.from(
        String(claimsIn((await cli.run(['token', '--privileges', xml])).lastLine)['privileges']),
        'base64',
      ).toString(),
    ).toBe('\uFEFF<x/>');
  }, 60_000);

  it.each([
    [['token', '--authority', authority, '--role', 'king'], /^overblik: Unknown role/],
    [['import', 'events', '/no/such/file'], /^overblik: there is no file \/no\/such\/file$/],
    [['import', 'xes', 'x.xes'], /^error: required option/],
    [['party', '61018'], /^overblik: the key must be a CPR number, a CVR number or a party id$/],
    [['party', '6101800001', '--as-of', '2026-02-30'], /^overblik: --as-of must be a day/],
    [['investigation', 'place', '--from', '2026-02-30'], /^overblik: --from must be a day/],
    [['export', 'access', '--out', 'log.csv', '--to', 'today'], /^overblik: --to must be a day/],
    [['verify', '--bundle', 'x'], /^overblik: --bundle needs --public-key/],
    [['verify', '--from', '9', '--to', '3'], /^overblik: --from must not lie after --to$/],
    [['verify', '--checkpoint', 'x', '--from', '1'], /^overblik: --checkpoint is about the whole log/],
    [['verify', '--from', 'x'], /^overblik: --from must be a position/],
    [['nonsense'], /^error: unknown command/],
  ])('refuses %j in one line', async (words, reason) => {
    const { code, stdout, stderr } = await cli.run(words);
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr.trim().split('\n')).toEqual([expect.stringMatching(reason)]);
  });

  it('refuses to mint in production', async () => {
    const environment = {
      NODE_ENV: 'production',
      OIDC_ISSUER: 'https://issuer.example',
      OVERBLIK_MASTER_KEY: 'a'.repeat(64),
    };
    const { code, stdout, stderr } = await cli.run(['token', '--authority', authority, '--role', 'caseworker'], {
      environment,
    });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('does not exist in production');
  });

  it('refuses to mint where another issuer is named, since nobody would believe the token', async () => {
    const words = ['token', '--authority', authority, '--role', 'caseworker'];
    const environment = { OIDC_ISSUER: 'https://issuer.example' };
    const { code, stdout, stderr } = await cli.run(words, { environment });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('OIDC_ISSUER names the issuer of tokens');
  });

  it('says in one line that the data folder belongs to a command that is at work', async () => {
    const first = cli.run(['import', 'events', '-'], { stdin: '\n'.repeat(10) });
    const others = await Promise.all([cli.run(['status']), cli.run(['status'])]);
    await first;
    for (const { code, stderr } of others.filter((ended) => ended.code !== 0)) {
      expect(code).toBe(1);
      expect(stderr.trim().split('\n')).toEqual([expect.stringMatching(/runs on|in use/)]);
    }
  }, 60_000);
});
